using System.Runtime.InteropServices;
using LogMetrics.Configuration;
using LogMetrics.Hosting;

namespace LogMetrics.Server;

/// <summary>The long-running process: an engine, a web server in front of it, and the signals that steer both.</summary>
static class Exporter
{
    /// <summary>Runs until it is told to stop, or until the last source has ended.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="CommandFailedException">It cannot start; no line has been read.</exception>
    public static async Task<int> RunAsync(EngineSettings settings, ServerSettings serverSettings, LogSettings logSettings, ProcessSignals signals)
    {
        signals.Take();
        OpenFiles.RequireEnough();
        serverSettings = serverSettings with { MaxClients = OpenFiles.ClientsOf(serverSettings.MaxClients) };
        settings = settings with { Limits = settings.Limits with { MaxConnections = OpenFiles.ClientsOf(settings.Limits.MaxConnections) } };
        TimeProvider clock = TimeProvider.System;
        using var log = new StandardErrorLog(logSettings, clock, Console.Error);
        var events = new ExporterEvents(log.CreateLogger("exporter"));
        using var engine = new Engine(settings, log, clock);
        string logs = string.Join(", ", settings.Sources.Logs);
        events.Starting(ProductVersion.Text, logs);
        await engine.Programs.LoadAsync();
        if (engine.Programs.Versions.All(version => version.Running is null))
        {
            throw new CommandFailedException(ExitCode.Usage, WhyNothingRuns(engine, settings));
        }

        var renderer = new SnapshotRenderer(engine.Page, serverSettings.GraphitePrefix);
        var renderings = new Renderings(async format =>
            await engine.ExposeAsync() is { } snapshot ? renderer.Render(snapshot, format) : Rendering.Withheld);
        var lastScrape = new LastScrape();
        var endpoints = new Endpoints(engine, renderings, lastScrape, serverSettings, events);
        await using HttpServer server = await HttpServer.StartAsync(serverSettings, endpoints.AnswerAsync, log);
        engine.Start();
        signals.OnHangUp(engine.Programs.LoadAsync);
        await engine.Opened;

        // What compiling left behind would otherwise lie in memory for as long as nothing else fills it.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        if (engine.State is null)
        {
            events.NothingKept();
        }

        events.Listening(server.Address, serverSettings.MetricsPath);
        using var stopPolling = new CancellationTokenSource();
        Task polling = PollProgramsAsync(engine.Programs, settings.ProgramPollInterval, stopPolling.Token);
        Task keeping = engine.KeepStateAsync(stopPolling.Token);

        if (await Task.WhenAny(signals.Stopped, engine.Finished) == signals.Stopped)
        {
            PosixSignal signal = await signals.Stopped;
            events.Stopping(signal);
        }

        await stopPolling.CancelAsync();
        await polling;
        await engine.DrainAsync();
        await keeping;
        await engine.SaveLastStateAsync();
        if (serverSettings.Linger > TimeSpan.Zero)
        {
            events.Lingering(serverSettings.Linger);
            lastScrape.Await();
            await Task.WhenAny(lastScrape.Answered, Task.Delay(serverSettings.Linger, clock));
        }

        long lines = engine.Sources.Sum(source => source.Lines);
        events.Stopped(lines);
        return ExitCode.Done;
    }

    static async Task PollProgramsAsync(ProgramLoader programs, TimeSpan interval, CancellationToken stop)
    {
        if (interval == TimeSpan.Zero)
        {
            return;
        }

        using var timer = new PeriodicTimer(interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                if (programs.HaveFilesChanged())
                {
                    await programs.LoadAsync();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    static string WhyNothingRuns(Engine engine, EngineSettings settings)
    {
        string where = string.Join(", ", settings.Programs);
        return engine.Programs.Versions.Length == 0
            ? engine.Programs.Problem ?? $"{where}: no *{ProgramFiles.Extension} files; name a program, or a folder with some"
            : $"{where}: no program can run; mend the errors above";
    }
}
