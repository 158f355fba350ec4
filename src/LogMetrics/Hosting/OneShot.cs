using System.Collections.Immutable;
using System.Diagnostics;
using LogMetrics.Configuration;
using LogMetrics.Runtime.Execution;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Metrics;

namespace LogMetrics.Hosting;

/// <summary>What reading logs once, from their first byte to their end, came to.</summary>
/// <param name="Snapshot">The metrics behind the last line.</param>
/// <param name="Sources">What was read.</param>
/// <param name="Programs">What the programs did.</param>
/// <param name="Time">How long it took, from the first byte on.</param>
sealed record OneShot(
    MetricSnapshot Snapshot,
    IReadOnlyList<SourceStatus> Sources,
    ImmutableArray<ProgramStatistics> Programs,
    TimeSpan Time)
{
    /// <summary>Reads the sources of an engine whose programs are loaded.</summary>
    /// <param name="engine">The engine, not started yet.</param>
    /// <param name="watch">Looks at the sources now and then while they are read.</param>
    public static async Task<OneShot> RunAsync(Engine engine, Action<IReadOnlyList<SourceStatus>> watch)
    {
        long start = Stopwatch.GetTimestamp();
        engine.Start();
        using (var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500)))
        {
            Task<bool> tick = timer.WaitForNextTickAsync().AsTask();
            while (await Task.WhenAny(engine.Finished, tick) == tick)
            {
                watch(engine.Sources);
                tick = timer.WaitForNextTickAsync().AsTask();
            }
        }

        TimeSpan time = Stopwatch.GetElapsedTime(start);
        return new OneShot(await engine.SnapshotAsync(), engine.Sources, await engine.StatisticsAsync(), time);
    }

    /// <summary>Why not everything was read, a sentence for each source; empty when everything was.</summary>
    public IReadOnlyList<string> WhatWasNotRead =>
    [
        .. Sources.Where(source => source.State != SourceState.Ended).Select(WhyNotRead),
    ];

    /// <summary>Which sources could not be read to their end, a sentence for each; what was read of them is counted.</summary>
    public IReadOnlyList<string> WhatWasDamaged =>
    [
        .. Sources.Where(source => source is { State: SourceState.Ended, LastError: not null })
            .Select(source => $"{source.Name}: {source.LastError}"),
    ];

    static string WhyNotRead(SourceStatus source) =>
        source.State == SourceState.Waiting
            ? $"{source.Name}: {source.LastError}; give a path or a quoted glob of files that exist"
            : $"{source.Name}: {source.LastError ?? "cannot be read"}";

    /// <summary>The programs, all loaded.</summary>
    /// <exception cref="CommandFailedException">One has errors: they stand on standard error.</exception>
    public static async Task LoadAsync(Engine engine)
    {
        string? problem = await engine.Programs.LoadAsync();
        if (problem is not null || engine.Programs.Versions.IsEmpty)
        {
            throw new CommandFailedException(
                engine.Programs.Versions.IsEmpty ? ExitCode.Usage : ExitCode.InputWrong,
                problem ?? $"no *{ProgramFiles.Extension} files; name a program, or a folder with some");
        }
    }
}
