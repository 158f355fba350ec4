using System.Collections.Immutable;
using System.Diagnostics;
using LogMetrics.Compiler.Programs;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Inputs.Files;
using LogMetrics.Runtime.Metrics;

namespace LogMetrics.Runtime.State;

/// <summary>Keeps values and offsets over restarts so that every line counts once.</summary>
/// <remarks>
/// <para>The engine copies both between two batches; writing happens on the thread of whoever asked. A scrape is answered
/// only when the file that covers it has its name: so a process that is killed at any moment goes on with values that
/// are never below what was shown. The disk is waited for elsewhere, every <see cref="StateOptions.Interval"/>.</para>
/// <para>When that file cannot be written the scrape is answered all the same, and how far it went is marked in room that
/// was taken before. The next process shows nothing until it has read as far again.</para>
/// </remarks>
public sealed class StateKeeper : IDisposable
{
    // How much older than the last look at the logs the saved one may get while nothing is counted.
    static readonly long LookedThroughTolerance = TimeSpan.FromMinutes(1).Ticks * TimeSpan.NanosecondsPerTick;

    // How long the files that must be read again may stand still before it is clear that they cannot be: by the clock of the reader, as
    // far as the engine has come. While the engine is behind, what it has to count is still before it.
    static readonly TimeSpan FencePatience = TimeSpan.FromSeconds(10);

    readonly StateOptions _options;
    readonly StateStorage _storage;
    readonly StateEvents _events;
    readonly TimeProvider _time;
    readonly string _boot;
    readonly string _version;
    readonly StateLoad _load;
    readonly SemaphoreSlim _saving = new(1);
    readonly SavedFiles _files;
    Subject? _subject;
    (Execution.ProgramSet? Programs, ImmutableArray<(string Name, ulong Hash)> Hashes) _hashed = (null, []);
    volatile StateStatus _status;
    ExposureFence? _fence;
    bool _isFenceWritten;
    long _fenceRemaining = long.MaxValue;
    long _fenceProgress;
    long _savedVersion = -1;
    long _savedRestarts;
    int _savedReplacedCount;
    long _savedForgotten;
    long _savedLookedThrough;
    long _savedNanoseconds;
    bool _isFinal;

    internal StateKeeper(
        StateOptions options, StateStorage storage, StateEvents events, TimeProvider time, string boot, string version)
    {
        _options = options;
        _storage = storage;
        _events = events;
        _time = time;
        _boot = boot;
        _version = version;
        _load = StateLoad.From(storage, boot);
        _files = new SavedFiles(storage, _load.LastSequence);

        // Where counters begin anew, nothing was saved that another process could begin at the same moment.
        _savedNanoseconds = _load.IsRestored ? _load.Image?.SavedNanoseconds ?? 0 : 0;
        _fence = _load.Fence;
        _isFenceWritten = true;
        _status = new StateStatus(storage.Place, _load.IsRestored, null, 0, null, _fence is not null);
        events.Observe(() => _status);
        Tell();
    }

    /// <summary>Takes a folder, and reads what is there.</summary>
    /// <param name="options">Which folder.</param>
    /// <param name="events">Who is told what happens.</param>
    /// <param name="time">The clock.</param>
    /// <param name="version">The version of LogMetrics.</param>
    /// <exception cref="StateUnavailableException">The folder cannot be had.</exception>
    public static StateKeeper Open(StateOptions options, StateEvents events, TimeProvider time, string version) =>
        new(options, StateFolder.Open(options.Directory), events, time, BootIdentity.Read(), version);

    /// <summary>Where reading begins.</summary>
    public InputCheckpoint? Inputs => _load.Image?.Inputs;

    /// <summary>What metrics begin with.</summary>
    public StoreCheckpoint Metrics => _load.Image?.Metrics ?? StoreCheckpoint.Empty;

    /// <summary>How it stands; from any thread.</summary>
    public StateStatus Status => _status;

    /// <summary>Whether a program ran in the process before, and its values are here.</summary>
    public bool HasBegun(MetricProgram program) => _load.Image?.Programs.Contains((program.Name, ProgramHash.Of(program))) == true;

    /// <summary>Says what is kept; once, before anything else is asked.</summary>
    /// <param name="pipeline">Whose ledger has the offsets.</param>
    /// <param name="store">What has the values.</param>
    /// <param name="logs">The paths and globs that are followed.</param>
    public void Attach(Pipeline pipeline, MetricStore store, IEnumerable<string> logs)
    {
        store.StartNotBefore(_load.Image?.SavedNanoseconds ?? 0);
        _subject = new Subject(pipeline, store, [.. logs]);
    }

    /// <summary>A snapshot that may be shown: it is saved.</summary>
    /// <returns>Null when nothing may be shown yet.</returns>
    public async Task<MetricSnapshot?> ExposeAsync()
    {
        await _saving.WaitAsync();
        try
        {
            Moment moment = await CopyAsync();
            if (!await MayShowAsync(moment))
            {
                return null;
            }

            if (moment.IsStale)
            {
                moment = await CopyAsync();
            }

            if (!Save(moment, isFinal: _isFinal))
            {
                await BackdateStartsAsync();
                moment = await CopyAsync();
                MarkShown(moment);
            }

            return moment.Snapshot;
        }
        finally
        {
            _saving.Release();
        }
    }

    /// <summary>Saves what has changed, and waits until the disk has it.</summary>
    /// <param name="isFinal">Whether the process ends in order now, and nothing will be counted after this.</param>
    public async Task SaveAsync(bool isFinal = false)
    {
        await _saving.WaitAsync();
        try
        {
            Moment moment = await CopyAsync();
            if (!await MayShowAsync(moment))
            {
                // What is known now is less than what was shown; the file that is there, and the mark, say so.
                return;
            }

            _isFinal = isFinal;
            Save(moment.IsStale ? await CopyAsync() : moment, isFinal);
        }
        finally
        {
            _saving.Release();
        }

        Sync();
    }

    /// <summary>Saves again and again until it is told to stop; first when all logs were looked at once.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(_options.Interval, _time);
        try
        {
            // Which files there were at the first look nobody can find out later: what lies beside a log may then be older.
            await What.Ledger.FirstLook.WaitAsync(stop);
            await SaveAsync();
            while (await timer.WaitForNextTickAsync(stop))
            {
                await SaveAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _storage.Dispose();
        _saving.Dispose();
    }

    Subject What => _subject ?? throw new InvalidOperationException("Nothing was attached.");

    void Tell()
    {
        if (_load.Problems.Count > 0)
        {
            _events.NotRestored(_storage.Place, string.Join("; ", _load.Problems), _load.Image is not null);
        }
        else if (_load.Image is { } image)
        {
            _events.Restored(_storage.Place, image);
        }
        else
        {
            _events.FirstStart(_storage.Place);
        }

        if (_fence is not null)
        {
            _events.Held(_storage.Place);
        }
    }

    Task<Moment> CopyAsync() => What.Pipeline.AskBetweenBatchesAsync(() =>
    {
        FileLedger ledger = What.Ledger;
        MetricSnapshot snapshot = What.Store.Snapshot();
        return new Moment(
            snapshot,
            What.Store.Checkpoint(snapshot),
            ledger.Copy(What.Logs),
            What.Pipeline.Version + ledger.Version,
            ledger.Restarts,
            ledger.ForgottenSince(_savedForgotten),
            ledger.ForgottenCount,
            ledger.ReaderTimestamp,
            What.Store.ReplacedCount,
            What.Pipeline.Programs,
            What.Store.StartNanoseconds);
    });

    // What is shown and cannot be saved will be counted again by the next process, and must then have the same start. Where something
    // began anew since the last save, the next process lets all begin anew, and a start from before would be one of what was shown then.
    Task<bool> BackdateStartsAsync() => What.Pipeline.AskAsync(() =>
    {
        if (What.Store.ReplacedCount == _savedReplacedCount)
        {
            BackdateStarts();
        }

        return true;
    });

    void BackdateStarts()
    {
        if (_savedNanoseconds > 0)
        {
            What.Store.BackdateStarts(_savedNanoseconds);
        }
    }

    // Whether everything that was shown before is counted again.
    async Task<bool> MayShowAsync(Moment moment)
    {
        if (_fence is null)
        {
            return true;
        }

        // Of a file that is gone, what the state has counts as it does.
        Dictionary<FileIdentity, long> positions = _load.Image!.Inputs.Files.ToDictionary(file => file.Identity, file => file.Position);
        foreach (FileCheckpoint file in moment.Inputs.Files)
        {
            positions[file.Identity] = file.Position;
        }

        long remaining = _fence.Files.Sum(file => Math.Max(0, file.Position - positions.GetValueOrDefault(file.Identity)));
        long now = moment.ReaderTimestamp;
        if (remaining < _fenceRemaining || _fenceProgress == 0)
        {
            _fenceRemaining = remaining;
            _fenceProgress = now;
        }

        if (remaining > 0 && (_fenceProgress == 0 || _time.GetElapsedTime(_fenceProgress, now) < FencePatience))
        {
            return false;
        }

        _fence = null;
        _status = _status with { IsHeld = false, IsRestored = _status.IsRestored && remaining == 0 };
        if (remaining == 0)
        {
            _events.Released();
            await What.Pipeline.AskAsync(() =>
            {
                // Also when a metric is another one than in the process before: the other metrics have counted again what was shown.
                BackdateStarts();
                What.Store.ForgetRemovedCounters();
                return true;
            });
            moment.IsStale = true;
            return true;
        }

        _events.GivenUp();
        await What.Pipeline.AskAsync(() =>
        {
            What.Store.StartAnew();
            return true;
        });
        moment.IsStale = true;
        return true;
    }

    bool Save(Moment moment, bool isFinal)
    {
        bool isKnown = moment.Version == _savedVersion
            && Math.Abs(moment.Inputs.LookedThroughNanoseconds - _savedLookedThrough) < LookedThroughTolerance
            && (!isFinal || _files.IsFinal);
        if (isKnown)
        {
            return true;
        }

        var image = new StateImage
        {
            Sequence = _files.Next,
            SavedNanoseconds = moment.Nanoseconds,
            IsFinal = isFinal,
            Boot = _boot,
            Version = _version,
            Programs = HashesOf(moment.Programs),
            Inputs = moment.Inputs,
            Metrics = moment.Metrics,
        };
        try
        {
            ReadOnlyMemory<byte> bytes = StateFormat.Encode(image);
            _files.Write(bytes.Span, isFinal);
            _savedVersion = moment.Version;
            _savedRestarts = moment.Restarts;
            _savedReplacedCount = moment.ReplacedCount;
            _savedForgotten = moment.ForgottenCount;
            _savedLookedThrough = moment.Inputs.LookedThroughNanoseconds;
            _savedNanoseconds = moment.Nanoseconds;
            _status = _status with { SavedAt = _time.GetUtcNow(), SizeBytes = bytes.Length, LastError = null };
            _events.Saved();
            ClearMark();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _status = _status with { LastError = exception.Message };
            _events.NotSaved(_storage.Place, exception.Message);
            return false;
        }
    }

    void MarkShown(Moment moment)
    {
        try
        {
            // A file that was begun anew since the last save can be anywhere when as much is counted again; and where counters began
            // anew, all or those of a metric that is another one now, and were not saved since, those of the file that is there lead
            // to nothing that was shown.
            bool canBeCountedAgain = moment.Restarts == _savedRestarts
                && moment.ReplacedCount == _savedReplacedCount
                && (_status.IsRestored || _savedVersion >= 0);
            ExposureFence fence = canBeCountedAgain
                ? ExposureFence.At(_files.Next, moment.Inputs, moment.Forgotten)
                : new ExposureFence(_files.Next, []);
            _storage.WriteFence(fence.Encode());
            _isFenceWritten = true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _events.NotSaved(_storage.Place, exception.Message);
        }
    }

    // The number of the file that was just written says the same; this is for a mark that was torn.
    void ClearMark()
    {
        if (_isFenceWritten)
        {
            _storage.WriteFence(new byte[StateStorage.FenceBytes]);
            _isFenceWritten = false;
        }
    }

    void Sync()
    {
        try
        {
            _files.Sync();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _events.NotSaved(_storage.Place, exception.Message);
        }
    }

    ImmutableArray<(string Name, ulong Hash)> HashesOf(Execution.ProgramSet? programs)
    {
        if (!ReferenceEquals(programs, _hashed.Programs))
        {
            _hashed = (programs, [.. programs?.Programs.Select(program => (program.Name, ProgramHash.Of(program))) ?? []]);
        }

        return _hashed.Hashes;
    }

    sealed record Subject(Pipeline Pipeline, MetricStore Store, ImmutableArray<string> Logs)
    {
        internal FileLedger Ledger { get; } =
            Pipeline.Ledger ?? throw new UnreachableException("A state is kept of a pipeline with a ledger.");
    }

    /// <summary>Values and offsets of one moment between two batches.</summary>
    sealed record Moment(
        MetricSnapshot Snapshot,
        StoreCheckpoint Metrics,
        InputCheckpoint Inputs,
        long Version,
        long Restarts,
        ImmutableArray<(FileIdentity Identity, long Position)> Forgotten,
        long ForgottenCount,
        long ReaderTimestamp,
        int ReplacedCount,
        Execution.ProgramSet? Programs,
        long Nanoseconds)
    {
        /// <summary>Whether counters began anew after it, or have another start now.</summary>
        internal bool IsStale { get; set; }
    }
}
