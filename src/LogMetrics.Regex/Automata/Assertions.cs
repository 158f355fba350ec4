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
}
