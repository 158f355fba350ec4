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
            _queue.Return(batch);
        }
    }
}

/// <summary>The real files, some of which the operating system refuses; root may read everything.</summary>
sealed class FailingFileSystem : FileSystem
{
    internal Dictionary<string, FileError> Refused { get; } = [];

    internal override FileError Stat(string path, out FileStat stat) => OfThisSystem.Stat(path, out stat);

    internal override FileError TryOpen(string path, out OpenFile? file, out FileStat stat)
    {
        if (Refused.TryGetValue(Path.GetFileName(path), out FileError error))
        {
            file = null;
            stat = default;
            return error;
        }

        return OfThisSystem.TryOpen(path, out file, out stat);
    }
}

static class OwnMetricsReading
{
    /// <summary>What a counter has counted, over all of its label values.</summary>
    internal static long Count(this OwnMetrics own, string name, params string[] labelNames) =>
        own.AddCounter(name, "", labelNames).Cells.Sum(cell => cell.Value);
}
