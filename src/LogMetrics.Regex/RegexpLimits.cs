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
    /// states. The default is 512; the largest pattern of the library needs about 150.
    /// </summary>
    public int MaxStepCost { get; init; } = 512;
}
