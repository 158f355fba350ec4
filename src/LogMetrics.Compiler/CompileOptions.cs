using System.Collections.Immutable;
using LogMetrics.Compiler.GrokExporter.Configuration;
using LogMetrics.Compiler.Patterns;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Compiler;

/// <summary>What flags can change about compiling.</summary>
public sealed record CompileOptions
{
    /// <summary>All defaults.</summary>
    public static CompileOptions Default { get; } = new();

    /// <summary>The most bytes of UTF-8 that a pattern may have, constants put in. The default is 64 KiB; mtail's own is
    /// 1024.</summary>
    public int MaxPatternBytes { get; init; } = 64 * 1024;

    /// <summary>The most bytes of UTF-8 that a pattern may have when the grok patterns it refers to are put in. The default is
    /// 1 MiB.</summary>
    public int MaxExpandedPatternBytes { get; init; } = 1024 * 1024;

    /// <summary>What <c>%{NAME}</c> in a pattern means. The default is <see cref="GrokLibrary.Legacy"/>.</summary>
    public GrokLibrary Grok { get; init; } = GrokLibrary.Legacy;

    /// <summary>Gives the texts of files that a grok_exporter configuration imports; by default every import is an error.</summary>
    public ImportReader ReadImport { get; init; } = ImportedFiles.None;

    /// <summary>What is known of a line's source and is added to every metric, of <see cref="SourceLabelNames.All"/>.</summary>
    public ImmutableArray<string> SourceLabels { get; init; } = [];

    /// <summary>How deep statements and expressions may nest. The default is 100.</summary>
    public int MaxNestingDepth { get; init; } = 100;
}
