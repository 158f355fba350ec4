using System.Buffers;
using System.Text;
using LogMetrics.Compiler;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Programs;
using LogMetrics.Runtime;
using LogMetrics.Runtime.Execution;
using LogMetrics.Runtime.Exposition;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Inputs.Files;
using LogMetrics.Runtime.Lines;
using LogMetrics.Runtime.Metrics;
using LogMetrics.Runtime.State;
using LogMetrics.Runtime.Telemetry;
using Microsoft.Extensions.Logging;

namespace LogMetrics.Tests.Simulation;

/// <summary>What a process is told when it starts.</summary>
/// <param name="Sources">Its logs, and how often it looks at them.</param>
/// <param name="Program">The text of its program.</param>
/// <param name="Boot">Which start of the machine this is.</param>
sealed record ExporterSettings(SourceOptions Sources, string Program, string Boot);

/// <summary>What makes a process one: it is there from a moment on, and not after it was killed.</summary>
sealed class ProcessLife(TimeSpan started)
{
    internal TimeSpan Started => started;

    /// <summary>Whether it was killed: nothing of it does anything any more.</summary>
    internal bool IsDead { get; private set; }

    /// <summary>After how many more calls to the system it is killed; null for none.</summary>
    internal int? CallsLeft { get; set; }

    internal void Kill() => IsDead = true;

    internal void ThrowIfDead()
    {
        if (IsDead)
        {
            throw new ProcessKilledException();
        }
    }
}

/// <summary>One life of the exporter: all that is real is put together as the product does it, but has no thread of its own.</summary>
/// <remarks>The reader is on the stack in <see cref="Run"/>. The engine works when the simulation lets it; the rest when it is
/// asked.</remarks>
sealed class ExporterProcess : IDisposable
{
    // Nobody waits for the engine on this one thread.
    static readonly Limits NoWaiting = Limits.Default with { QueueCapacityBatches = 1_000_000 };

    readonly SimulatedClock _clock;
    readonly Tally _tally;
    readonly MessagePump _pump;
    readonly ProcessLife _life;
    readonly LineQueue _queue = new(NoWaiting);
    readonly CancellationTokenSource _stop = new();
    readonly OwnMetrics _own;
    readonly StateKeeper _keeper;
    readonly MetricStore _store;
    readonly Pipeline _pipeline;
    readonly LogSources _sources;
    readonly MetricsPage _page;
    readonly ExecutionEvents _executionEvents;
    bool _isEngineBusy;
    bool _hasLooked;

    internal ExporterProcess(
        ExporterSettings settings,
        ProcessLife life,
        FileSystem files,
        StateStorage storage,
        Waker waker,
        SimulatedClock clock,
        Tally tally,
        MessagePump pump,
        ILogger logger)
    {
        _clock = clock;
        _tally = tally;
        _pump = pump;
        _life = life;
        _own = new OwnMetrics(NoWaiting, clock);
        _executionEvents = new ExecutionEvents(_own, logger);
        var options = new StateOptions { Directory = storage.Place };
        _keeper = new StateKeeper(options, storage, new StateEvents(_own, logger, clock), clock, settings.Boot, "1");
        _store = new MetricStore(
            new MetricStoreOptions { Limits = NoWaiting, RemovedKept = StateOptions.RemovedKept }, clock, _own, logger);
        _pipeline = new Pipeline(_queue, _store, clock)
        {
            Ledger = new FileLedger(_keeper.Inputs ?? InputCheckpoint.Empty),
            HasBegun = _keeper.HasBegun,
        };
        _sources = LogSources.Open(
            settings.Sources with { NotesPositions = true },
            _queue,
            new InputEvents(_own, logger),
            NoWaiting,
            waker,
            clock,
            files,
            _keeper.Inputs);
        _store.Restore(_keeper.Metrics);
        _keeper.Attach(_pipeline, _store, _sources.Globs);
        _pipeline.Adopt(Build(Compile(settings.Program)!));
        _page = new MetricsPage(_own, ExpositionOptions.Default, NoWaiting, logger);
    }

    /// <summary>Whether it was told to end in order.</summary>
    internal bool IsTerminated => _stop.IsCancellationRequested;

    /// <summary>Reads until it is told to end, and then ends in order.</summary>
    internal void Run()
    {
        _sources.Run(_stop.Token);
        _life.ThrowIfDead();
        Count(int.MaxValue);
        Complete(_keeper.SaveAsync(isFinal: true));
    }

    /// <summary>When everything that was read was counted last.</summary>
    internal TimeSpan CaughtUp { get; private set; }

    /// <summary>Counts batches that were read.</summary>
    internal void Count(int batches)
    {
        if (_isEngineBusy)
        {
            return;
        }

        for (int count = 0; count < batches; count++)
        {
            if (!_queue.TryTake(out LineBatch? batch))
            {
                CaughtUp = _clock.Elapsed;
                break;
            }

            for (int index = 0; index < batch.Count; index++)
            {
                if (LogBook.NumberOf(batch[index]) is var line and >= 0)
                {
                    _tally.Count(line, _clock.Elapsed);
                }
            }

            _pipeline.Process(batch);
            _queue.Return(batch);
        }
    }

    /// <summary>Answers a scrape; null when it is refused.</summary>
    internal string? Answer(ExpositionFormat format)
    {
        MetricSnapshot? snapshot = Complete(_keeper.ExposeAsync());
        if (snapshot is null)
        {
            return null;
        }

        var output = new ArrayBufferWriter<byte>(16 * 1024);
        _page.Write(snapshot, format, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>Saves, as it does now and then.</summary>
    internal void Save() => Complete(_keeper.SaveAsync());

    /// <summary>Whether everything was looked at once; once.</summary>
    internal bool TakeFirstLook()
    {
        bool isFirst = !_hasLooked && _pipeline.Ledger!.FirstLook.IsCompleted;
        _hasLooked |= isFirst;
        return isFirst;
    }

    /// <summary>Loads another program; one with mistakes changes nothing.</summary>
    internal bool Load(string text)
    {
        if (Compile(text) is not { } program)
        {
            return false;
        }

        ProgramSet next = Build(program);
        Complete(_pipeline.AskAsync(() => _pipeline.Adopt(next)));
        return true;
    }

    internal void Terminate() => _stop.Cancel();

    /// <summary>What it has counted as lost.</summary>
    internal long LostBytes => _own.AddCounter("logmetrics_lost_bytes_total", "", "reason").Cells.Sum(cell => cell.Value);

    public void Dispose()
    {
        _life.Kill();
        _sources.Dispose();
        _keeper.Dispose();
        _stop.Dispose();
    }

    static MetricProgram? Compile(string text) =>
        ProgramCompiler.Compile(new SourceText("lines.mtail", text), CompileOptions.Default).Program;

    ProgramSet Build(MetricProgram program) =>
        ProgramSet.Build([program], _store, NoWaiting, ExecutionOptions.Default, _executionEvents);

    T Complete<T>(Task<T> task)
    {
        Complete((Task)task);
        return task.GetAwaiter().GetResult();
    }

    // The engine answers between two batches: those that wait are laid aside for that long, as it would not have come to them.
    void Complete(Task task)
    {
        bool wasHeld = _keeper.Status.IsHeld;
        DateTimeOffset? savedAt = _keeper.Status.SavedAt;
        _isEngineBusy = true;
        try
        {
            while (!task.IsCompleted)
            {
                _life.ThrowIfDead();
                var waiting = new List<LineBatch>();
                while (_queue.TryTake(out LineBatch? batch))
                {
                    waiting.Add(batch);
                }

                _tally.Copied = _tally.Counted.Count;
                _pipeline.RunPending();
                waiting.ForEach(batch => _queue.Put(batch));
                _pump.Run();
            }
        }
        finally
        {
            _isEngineBusy = false;
            if (wasHeld && _keeper.Status is { IsHeld: false, IsRestored: false })
            {
                _tally.GiveUp(isSaved: _keeper.Status.SavedAt != savedAt);
            }
        }

        task.GetAwaiter().GetResult();
    }
}

/// <summary>The process was killed, and its code must not go on.</summary>
sealed class ProcessKilledException : Exception;
