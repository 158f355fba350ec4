namespace LogMetrics.Regex.Automata;

/// <summary>What can be asked about a place between two bytes.</summary>
[Flags]
enum Assertions
{
    None = 0,
    BeginText = 1,
    EndText = 2,
    BeginLine = 4,
    EndLine = 8,
    WordBoundary = 16,
    NoWordBoundary = 32,
}
