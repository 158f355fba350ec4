using System.Text;
using LogMetrics.Runtime;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Inputs.Files;
using LogMetrics.Runtime.Lines;
using LogMetrics.Runtime.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogMetrics.Tests.Runtime.Inputs;

/// <summary>Files that are followed, without a thread or a timer: each look is asked for, and the clock is moved by hand.</summary>
sealed class Followed : IDisposable
{
    readonly LineQueue _queue;
    readonly FollowedFiles _files;
    readonly List<string> _lines = [];

    internal Followed(TestDirectory directory, params string[] globs)
        : this(directory, new SourceOptions { Logs = globs })
    {
    }

    internal Followed(TestDirectory directory, SourceOptions options, Limits? limits = null, FailingFileSystem? files = null)
    {
        // There is no engine to wait for; every turn is taken out of the queue when it is over.
        Files = files ?? new FailingFileSystem();
        limits = (limits ?? Limits.Default) with { QueueCapacityBatches = 1_000_000 };
        _queue = new LineQueue(limits);
        FileGlob[] globs = [.. options.Logs.Select(glob => FileGlob.Parse(glob, directory.Path, out _)!)];
        _files = new FollowedFiles(
            options, globs, _queue, new InputEvents(Own, NullLogger.Instance), limits, Time, Files);

        // What is there now is there at the start; lines of it come out of the first Look().
        while (_files.Turn())
        {
            Take();
        }

        Take();
    }

    internal FailingFileSystem Files { get; }

    internal ManualTimeProvider Time { get; } = new();

    internal OwnMetrics Own { get; } = new();

    /// <summary>What the batches came from, as long as something else holds it.</summary>
    internal List<WeakReference> Sources { get; } = [];

    internal List<SourceStatus> Status => [.. _files.Status];

    /// <summary>What is read once everything was looked at: the lines since the last call, each by its file's name when there
    /// are several.</summary>
    internal string[] Look()
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        while (_files.Turn())
        {
            Take();
        }

        return TakeAll();
    }

    internal string[] Wait(TimeSpan time)
    {
        Time.Advance(time);
        return Look();
    }

    internal string[] Finish()
    {
        while (_files.Turn(all: true))
        {
            Take();
        }

        _files.Finish();
        return TakeAll();
    }

    /// <summary>One turn alone: the batches that it gives, as source and count of lines.</summary>
    internal List<(string Name, int Count)> Turn()
    {
        _files.Turn();
        var batches = new List<(string, int)>();
        while (_queue.TryTake(out LineBatch? batch))
        {
            batches.Add((Path.GetFileName(batch.Source!.Name), batch.Count));
            _queue.Return(batch);
        }

        return batches;
    }

    /// <summary>One turn alone, some time later: how many lines it gives.</summary>
    internal long TurnAndCountAfter(TimeSpan time)
    {
        Time.Advance(time);
        return TurnAndCount();
    }

    /// <summary>One turn alone: how many lines it gives.</summary>
    internal long TurnAndCount()
    {
        _files.Turn();
        long count = 0;
        while (_queue.TryTake(out LineBatch? batch))
        {
            count += batch.Count;
            _queue.Return(batch);
        }

        return count;
    }

    /// <summary>The lines of which source were read last.</summary>
    internal string LastSource { get; private set; } = "";

    public void Dispose() => _files.Dispose();

    string[] TakeAll()
    {
        Take();
        string[] lines = [.. _lines];
        _lines.Clear();
        return lines;
    }

    void Take()
    {
        while (_queue.TryTake(out LineBatch? batch))
        {
            for (int index = 0; index < batch.Count; index++)
            {
                _lines.Add(Encoding.Latin1.GetString(batch[index]));
            }

            LastSource = Path.GetFileName(batch.Source!.Name);
            Sources.Add(new WeakReference(batch.Source));
            _queue.Return(batch);
        }
    }
}

/// <summary>The real files, some of which the operating system refuses; root may read everything. Their stamps can be those of
/// another clock.</summary>
sealed class FailingFileSystem : FileSystem
{
    readonly Dictionary<(ulong Inode, long Born), TimeSpan> _lags = [];

    internal Dictionary<string, FileError> Refused { get; } = [];

    /// <summary>What reading answers from now on.</summary>
    internal FileError FailReads { get; set; }

    /// <summary>How far the clock that stamps files is behind. What was stamped keeps its stamps when it is set.</summary>
    internal TimeSpan StampLag { get; set; }

    /// <summary>The stamp that everything has, as if it all happened within one step of the clock; null for real ones.</summary>
    internal long? OnlyStamp { get; set; }

    /// <summary>What happens between a look at a path and whatever is done about what it named.</summary>
    internal Action<string>? AfterStat { get; set; }

    /// <summary>What happens between a look at the names in a folder and a look at the first of the files.</summary>
    internal Action? AfterList { get; set; }

    /// <summary>What happens as soon as a file is open.</summary>
    internal Action<string>? AfterOpen { get; set; }

    /// <summary>What happens before bytes are read; it is told how many are asked for.</summary>
    internal Action<int>? BeforeRead { get; set; }

    internal override long StampNanoseconds(TimeProvider time) =>
        OnlyStamp ?? (OfThisSystem.StampNanoseconds(time) - (StampLag.Ticks * TimeSpan.NanosecondsPerTick));

    internal override FileError Stat(string path, out FileStat stat)
    {
        FileError error = OfThisSystem.Stat(path, out stat);
        stat = Stamped(stat);
        AfterStat?.Invoke(path);
        return error;
    }

    internal override FileError TryOpen(string path, out OpenFile? file, out FileStat stat)
    {
        if (Refused.TryGetValue(Path.GetFileName(path), out FileError error))
        {
            file = null;
            stat = default;
            return error;
        }

        error = OfThisSystem.TryOpen(path, out file, out stat);
        stat = Stamped(stat);
        file = file is null ? null : new StampedFile(this, file);
        AfterOpen?.Invoke(path);
        return error;
    }

    internal override void List(string directory, NameFilter wants, EntryVisitor visit)
    {
        OfThisSystem.List(directory, wants, visit);
        AfterList?.Invoke();
    }

    internal override FileError Probe(string directory) => OfThisSystem.Probe(directory);

    internal override string TargetOf(string path) => OfThisSystem.TargetOf(path);

    FileStat Stamped(in FileStat stat)
    {
        if (stat == default)
        {
            return stat;
        }

        if (OnlyStamp is { } only)
        {
            return stat with
            {
                Identity = stat.Identity with { BornNanoseconds = only },
                ModifiedNanoseconds = only,
                ChangedNanoseconds = only,
            };
        }

        (ulong, long) file = (stat.Identity.Inode, stat.Identity.BornNanoseconds);
        TimeSpan lag = _lags.TryGetValue(file, out TimeSpan known) ? known : _lags[file] = StampLag;
        long nanoseconds = lag.Ticks * TimeSpan.NanosecondsPerTick;
        return stat with
        {
            Identity = stat.Identity with { BornNanoseconds = stat.Identity.BornNanoseconds - nanoseconds },
            ModifiedNanoseconds = stat.ModifiedNanoseconds - nanoseconds,
            ChangedNanoseconds = stat.ChangedNanoseconds - nanoseconds,
        };
    }

    sealed class StampedFile(FailingFileSystem files, OpenFile file) : OpenFile
    {
        internal override FileError Stat(out FileStat stat)
        {
            FileError error = file.Stat(out stat);
            stat = files.Stamped(stat);
            return error;
        }

        internal override FileError Read(Span<byte> buffer, long offset, out int count)
        {
            count = 0;
            files.BeforeRead?.Invoke(buffer.Length);
            return files.FailReads != FileError.None ? files.FailReads : file.Read(buffer, offset, out count);
        }

        public override void Dispose() => file.Dispose();
    }
}

static class OwnMetricsReading
{
    /// <summary>What a counter has counted, over all of its label values.</summary>
    internal static long Count(this OwnMetrics own, string name, params string[] labelNames) =>
        own.AddCounter(name, "", labelNames).Cells.Sum(cell => cell.Value);
}
