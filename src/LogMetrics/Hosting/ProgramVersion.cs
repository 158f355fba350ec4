using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Hosting;

/// <summary>How far a program has come.</summary>
enum ProgramState
{
    /// <summary>The file as it is now runs.</summary>
    Loaded,

    /// <summary>The file as it is now has errors; the version before it still runs.</summary>
    OldVersionKept,

    /// <summary>The file has errors, and no version of it runs.</summary>
    Failed,
}

/// <summary>A program file: what was last read of it, and what runs of it.</summary>
/// <param name="Path">Where the file is.</param>
/// <param name="Text">Its text when it was last read; null when it could not be read.</param>
/// <param name="Running">The version that runs; null when none does.</param>
/// <param name="RunningSince">Since when it runs.</param>
sealed record ProgramVersion(string Path, string? Text, MetricProgram? Running, DateTimeOffset? RunningSince)
{
    /// <summary>The base name of the file: the value of the label <c>prog</c>, and what messages say.</summary>
    public string Name { get; } = System.IO.Path.GetFileName(Path);

    /// <summary>What there is to say about the text as it is now.</summary>
    public ImmutableArray<Diagnostic> Findings { get; init; } = [];

    /// <summary>Why the file cannot be used at all, in a sentence; null when it can.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether the file as it is now cannot run.</summary>
    public bool HasErrors =>
        Problem is not null || Findings.Any(finding => finding.Severity == DiagnosticSeverity.Error);

    /// <summary>How far it has come.</summary>
    public ProgramState State =>
        Running is null ? ProgramState.Failed : HasErrors ? ProgramState.OldVersionKept : ProgramState.Loaded;
}
