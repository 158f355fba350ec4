using LogMetrics.Regex.Automata;

namespace LogMetrics.Regex.Straight;

/// <summary>What can come next at a place of a pattern, up to the end of the pattern.</summary>
/// <param name="First">The bytes that can be consumed next.</param>
/// <param name="IsOpen">Whether the rest of the pattern can match without consuming or asking anything.</param>
readonly record struct Ahead(ByteSet First, bool IsOpen)
{
    /// <summary>At the end of the pattern.</summary>
    public static Ahead Nothing { get; } = new(default, true);

    /// <summary>Where the text has to end.</summary>
    public static Ahead EndOfText { get; } = new(default, false);

    public Ahead Or(Ahead other) => new(First.Union(other.First), IsOpen || other.IsOpen);
}
