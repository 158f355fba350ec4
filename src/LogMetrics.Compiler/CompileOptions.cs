namespace LogMetrics.Compiler;

/// <summary>What flags can change about compiling.</summary>
public sealed record CompileOptions
{
    /// <summary>All defaults.</summary>
    public static CompileOptions Default { get; } = new();

    /// <summary>The most bytes of UTF-8 that a pattern may have, constants put in. The default is 64 KiB; mtail's own is
    /// 1024.</summary>
    public int MaxPatternBytes { get; init; } = 64 * 1024;

    /// <summary>How deep statements and expressions may nest. The default is 100.</summary>
    public int MaxNestingDepth { get; init; } = 100;
}
