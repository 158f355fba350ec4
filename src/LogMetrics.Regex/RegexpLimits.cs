namespace LogMetrics.Regex;

/// <summary>Bounds on what a pattern may grow into when it is compiled.</summary>
public sealed record RegexpLimits
{
    /// <summary>All defaults.</summary>
    public static RegexpLimits Default { get; } = new();

    /// <summary>The most UTF-8 bytes a pattern text may have. The default is 64 KiB.</summary>
    public int MaxPatternBytes { get; init; } = 64 * 1024;

    /// <summary>The most states (instructions) the compiled pattern may have. The default is 100,000.</summary>
    public int MaxStates { get; init; } = 100_000;

    /// <summary>The most bytes the cache of lazily built automaton states may take. The default is 8 MiB.</summary>
    public int MaxCacheBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>
    /// The most operations on vectors that one character of a text may cost, in the engine for texts that need too many
    /// states, and on words to choose its captures. The default is 208; the largest pattern of the library needs 197.
    /// </summary>
    public int MaxStepCost { get; init; } = 208;

    /// <summary>How many milliseconds a pattern of <see cref="Regexp.Unsafe"/> may take for one text. The default is 100:
    /// a thousand times what a line takes otherwise, and short enough that ten such lines are a second.</summary>
    public int BacktrackingMilliseconds { get; init; } = 100;

    /// <summary>After how many texts that took too long such a pattern is not tried any more. The default is 10.</summary>
    public int MaxBacktrackingTimeouts { get; init; } = 10;
}
