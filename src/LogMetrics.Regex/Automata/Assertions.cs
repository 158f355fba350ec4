namespace LogMetrics.Regex.Automata;

/// <summary>What can be asked about a place between two bytes.</summary>
/// <remarks>The bits from <see cref="Neighbours.FirstLook"/> on stand for the look-arounds of one automaton, by number.</remarks>
[Flags]
enum Assertions : ulong
{
    None = 0,
    BeginText = 1,
    EndText = 2,
    BeginLine = 4,
    EndLine = 8,
    WordBoundary = 16,
    NoWordBoundary = 32,

    /// <summary>As <see cref="BeginLine"/>, but not after a line feed that ends the text.</summary>
    BeginInnerLine = 64,

    /// <summary>As <see cref="EndText"/>, and before a line feed that is the last byte.</summary>
    EndTextOrLastNewline = 128,
    UnicodeWordBoundary = 256,
    NoUnicodeWordBoundary = 512,

    /// <summary>Nobody asks for these two: together they make up <see cref="BeginInnerLine"/>.</summary>
    AfterNewline = 1024,
    BeforeSomething = 2048,
}
