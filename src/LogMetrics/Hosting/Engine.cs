using System.Collections.Immutable;
using LogMetrics.Configuration;
using LogMetrics.Runtime;
using LogMetrics.Runtime.Execution;
using LogMetrics.Runtime.Exposition;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Inputs.Files;
using LogMetrics.Runtime.Lines;
using LogMetrics.Runtime.Metrics;
using LogMetrics.Runtime.State;
using LogMetrics.Runtime.Telemetry;

namespace LogMetrics.Hosting;

/// <summary>All parts on the way of a line, put together; the one place where they meet.</summary>
sealed class Engine : IDisposable
{
    readonly EngineSettings _settings;
    readonly TimeProvider _clock;
    readonly DateTimeOffset _startedAt;
    readonly Pipeline _pipeline;
    readonly MetricStore _store;
    readonly LineQueue _queue;
    readonly LogSources _sources;
    readonly StateKeeper? _state;
    readonly CancellationTokenSource _stopReading = new();
    readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    bool _isRunning;

    /// <summary>Makes the parts; nothing runs yet.</summary>
    /// <exception cref="CommandFailedException">The logs cannot be meant like this.</exception>
    public Engine(EngineSettings settings, ILoggerProvider log, TimeProvider clock)
    {
        _settings = settings;
        _clock = clock;
        _startedAt = clock.GetUtcNow();

        var own = new OwnMetrics(settings.Limits, clock);
        ProcessMetrics.Add(own, ProductVersion.Text);
        var executionEvents = new ExecutionEvents(own, log.CreateLogger("execution"), settings.LogRuntimeErrors)
        {
            Rules = settings.HasGrokExporterMetrics ? new RuleEvents(own) : null,
        };
        _state = OpenState(new StateEvents(own, log.CreateLogger("state"), clock));
        var storeOptions = new MetricStoreOptions
        {
            Limits = settings.Limits,
            ProgramLabel = settings.ProgramLabel,
            RemovedKept = _state is null ? TimeSpan.Zero : StateOptions.RemovedKept,
        };
        _store = new MetricStore(storeOptions, clock, own, log.CreateLogger("metrics"));
        _queue = new LineQueue(settings.Limits);
        _pipeline = new Pipeline(_queue, _store, clock)
        {
            Ledger = _state is null ? null : new FileLedger(_state.Inputs ?? InputCheckpoint.Empty),
            HasBegun = program => _state?.HasBegun(program) == true,
        };
        _sources = OpenSources(new InputEvents(own, log.CreateLogger("inputs")));
        if (_state is not null)
        {
            _store.Restore(_state.Metrics);
            _state.Attach(_pipeline, _store, _sources.Globs);
        }

        Programs = new ProgramLoader(
            settings,
            programs => ProgramSet.Build(programs, _store, settings.Limits, settings.Execution, executionEvents),
            SwapAsync,
            new ProgramEvents(own, log.CreateLogger("programs")),
            clock);
        if (settings.HasGrokExporterMetrics)
        {
            GrokExporterMetrics.Add(own, _queue);
        }

        own.AddGauge(
            "logmetrics_program_load_success",
            "1 if the program runs as its file is now, 0 if that has errors.",
            ["program"],
            () => Programs.Versions.Select(version => (new[] { version.Name }, version.State == ProgramState.Loaded ? 1.0 : 0.0)));
        Page = new MetricsPage(own, settings.Exposition, settings.Limits, log.CreateLogger("exposition"));
    }

    /// <summary>The programs, and how to load them anew.</summary>
    public ProgramLoader Programs { get; }

    /// <summary>Writes <c>/metrics</c>.</summary>
    public MetricsPage Page { get; }

    /// <summary>Where lines that come by requests go; null when none do.</summary>
    public RequestSource? Requests => _sources.Requests;

    /// <summary>The sources as they are now.</summary>
    public IReadOnlyList<SourceStatus> Sources => _sources.Status();

    /// <summary>Ends when every log was looked for once: what comes later is read from its first byte.</summary>
    public Task Opened => _sources.Opened;

    /// <summary>Ends when every source has ended and the last line is counted.</summary>
    public Task Finished => _finished.Task;

    /// <summary>How values and positions are kept; null when they are not.</summary>
    public StateStatus? State => _state?.Status;

    /// <summary>Starts to read and to count, each on a thread of its own.</summary>
    public void Start()
    {
        _isRunning = true;
        StartThread("engine", () =>
        {
            _pipeline.Run(_settings.ExpiryInterval == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : _settings.ExpiryInterval);
            _finished.SetResult();
        });
        StartThread("sources", () => _sources.Run(_stopReading.Token));
    }

    /// <summary>Reads what is there already, counts it, and ends.</summary>
    public async Task DrainAsync()
    {
        await _stopReading.CancelAsync();
        await Finished;
    }

    /// <summary>Saves the state now and then until it is told to stop.</summary>
    public Task KeepStateAsync(CancellationToken stop) => _state?.RunAsync(stop) ?? Task.CompletedTask;

    /// <summary>Saves the state for the process that comes next; after <see cref="DrainAsync"/>.</summary>
    public Task SaveLastStateAsync() => _state?.SaveAsync(isFinal: true) ?? Task.CompletedTask;

    /// <summary>The store between two lines, when it may be shown.</summary>
    /// <returns>Null as long as less is counted than was shown before.</returns>
    public async Task<MetricSnapshot?> ExposeAsync() => _state is null ? await SnapshotAsync() : await _state.ExposeAsync();

    /// <summary>The store between two lines.</summary>
    public Task<MetricSnapshot> SnapshotAsync() => _pipeline.AskAsync(_store.Snapshot);

    /// <summary>What the programs have done, between two lines.</summary>
    public Task<ImmutableArray<ProgramStatistics>> StatisticsAsync() =>
        _pipeline.AskAsync(() => _pipeline.Programs?.Statistics ?? []);

    /// <summary>Everything that a person wants to know.</summary>
    public async Task<EngineStatus> StatusAsync()
    {
        (ImmutableArray<ProgramStatistics> statistics, int series) =
            await _pipeline.AskAsync(() => (_pipeline.Programs?.Statistics ?? [], _store.Snapshot().SeriesCount));
        return new EngineStatus(
            [.. Programs.Versions.Select(version => ProgramStatus.Of(version, statistics))],
            Sources,
            series,
            _startedAt,
            _clock.GetUtcNow(),
            State);
    }

    /// <summary>Why the engine does not do its work yet; null when it does.</summary>
    public string? WhyNotReady() =>
        !_isRunning ? "starting"
        : Programs.Versions.All(version => version.Running is null) ? "no program runs"
        : !Opened.IsCompleted ? "the logs have not been looked for yet"
        : State is { IsHeld: true } ? "the logs are read again as far as was shown before"
        : null;

    public void Dispose()
    {
        Programs.Dispose();
        _sources.Dispose();
        _state?.Dispose();
        _stopReading.Dispose();
    }

    LogSources OpenSources(InputEvents events)
    {
        try
        {
            Waker waker = Waker.Every(_settings.Sources.PollInterval);
            SourceOptions options = _settings.Sources with { NotesPositions = _state is not null };
            return LogSources.Open(options, _queue, events, _settings.Limits, waker, _clock, _state?.Inputs);
        }
        catch (SourceUsageException exception)
        {
            throw new CommandFailedException(ExitCode.Usage, exception.Message);
        }
        catch (SourceUnavailableException exception)
        {
            throw new CommandFailedException(ExitCode.SystemFailure, exception.Message);
        }
    }

    StateKeeper? OpenState(StateEvents events)
    {
        try
        {
            return _settings.State is null ? null : StateKeeper.Open(_settings.State, events, _clock, ProductVersion.Text);
        }
        catch (StateUnavailableException exception)
        {
            throw new CommandFailedException(ExitCode.SystemFailure, exception.Message);
        }
    }

    // Before the engine runs nobody else touches the store.
    Task<ProgramSet> SwapAsync(ProgramSet programs) =>
        _isRunning ? _pipeline.AskAsync(() => _pipeline.Adopt(programs)) : Task.FromResult(_pipeline.Adopt(programs));

    // The name is what a debugger and `ps -T` show.
    static void StartThread(string name, Action work) =>
        new Thread(() => work()) { Name = name, IsBackground = true }.Start();
}
