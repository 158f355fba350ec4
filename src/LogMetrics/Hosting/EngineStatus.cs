using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Runtime.Execution;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.State;

namespace LogMetrics.Hosting;

/// <summary>A program as the status page shows it.</summary>
/// <param name="Name">The base name of the file.</param>
/// <param name="Path">Where the file is.</param>
/// <param name="State">Whether it runs.</param>
/// <param name="RunningSince">Since when the running version runs; null when none does.</param>
/// <param name="Findings">What there is to say about the file, as it is printed on a terminal.</param>
/// <param name="Lines">How many lines it has seen.</param>
/// <param name="Errors">How many of them ended with a runtime error.</param>
/// <param name="LastError">The place and the kind of the last new one, without the line; null when there was none.</param>
sealed record ProgramStatus(
    string Name,
    string Path,
    ProgramState State,
    DateTimeOffset? RunningSince,
    IReadOnlyList<string> Findings,
    long Lines,
    long Errors,
    string? LastError)
{
    /// <summary>Puts together what the loader and the engine know.</summary>
    public static ProgramStatus Of(ProgramVersion version, IEnumerable<ProgramStatistics> statistics)
    {
        ProgramStatistics? own = statistics.FirstOrDefault(program => program.Name == version.Name);
        return new ProgramStatus(
            version.Name,
            version.Path,
            version.State,
            version.RunningSince,
            version.Problem is null ? [.. version.Findings.Select(DiagnosticPrinter.Excerpt)] : [version.Problem],
            own?.Lines ?? 0,
            own?.Errors ?? 0,
            own?.ErrorMessages.LastOrDefault());
    }
}

/// <summary>The engine at one moment, for people.</summary>
/// <param name="Programs">In the order in which they are named.</param>
/// <param name="Sources">In the order in which they are read.</param>
/// <param name="Series">How many series there are.</param>
/// <param name="StartedAt">When the process started.</param>
/// <param name="Now">The moment.</param>
/// <param name="State">How values and positions are kept; null when they are not.</param>
sealed record EngineStatus(
    IReadOnlyList<ProgramStatus> Programs,
    IReadOnlyList<SourceStatus> Sources,
    long Series,
    DateTimeOffset StartedAt,
    DateTimeOffset Now,
    StateStatus? State = null);
