using System.Text;
using LogMetrics.Runtime;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Inputs.Files;
using LogMetrics.Runtime.Lines;
using LogMetrics.Runtime.Metrics;
using LogMetrics.Runtime.State;
using LogMetrics.Runtime.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogMetrics.Tests.Runtime.Inputs.Files;

/// <summary>Files that are followed by one process after the other: what is counted and how far are saved together, a process
/// is killed at any place, and the next one goes on with what was saved.</summary>
sealed class Resuming : IDisposable
{
    readonly TestDirectory _directory;
    readonly FileSystem _system;
    readonly Limits _limits = Limits.Default with { QueueCapacityBatches = 1_000_000 };
    readonly List<string> _counted = [];
    InputCheckpoint _saved = InputCheckpoint.Empty;
    int _savedCount;
    LineQueue _queue = null!;
    FollowedFiles _files = null!;
    FileLedger _ledger = null!;
    FileGlob[] _globs = [];

    internal Resuming(TestDirectory directory, params string[] globs)
        : this(directory, new SourceOptions { Logs = globs })
    {
    }

    internal Resuming(TestDirectory directory, SourceOptions options, FileSystem? files = null)
    {
        _directory = directory;
        _system = files ?? FileSystem.OfThisSystem;
        Options = options with { NotesPositions = true };
        Start(null);
    }

    /// <summary>What the next process is told.</summary>
    internal SourceOptions Options { get; set; }

    internal ManualTimeProvider Time { get; } = new();

    internal OwnMetrics Own { get; } = new();

    /// <summary>The lines that count, as the next process would have them.</summary>
    internal IReadOnlyList<string> Counted => _counted;

    /// <summary>Looks at everything and counts all of it.</summary>
    internal string[] Look()
    {
        int before = _counted.Count;
        Time.Advance(TimeSpan.FromSeconds(1));
        while (_files.Turn())
        {
            Count(int.MaxValue);
        }

        Count(int.MaxValue);
        return [.. _counted.Skip(before)];
    }

    internal string[] Wait(TimeSpan time)
    {
        Time.Advance(time);
        return Look();
    }

    /// <summary>Looks once, and counts no more than so many batches of what is there.</summary>
    internal void LookPartly(int batches)
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        _files.Turn();
        Count(batches);
    }

    /// <summary>Ends the process in order, when it has read and counted everything.</summary>
    internal string[] Finish()
    {
        int before = _counted.Count;
        while (_files.Turn(all: true))
        {
        }

        _files.Finish();
        Count(int.MaxValue);
        Save();
        _files.Dispose();
        return [.. _counted.Skip(before)];
    }

    /// <summary>Saves, as it is between two batches.</summary>
    internal void Save()
    {
        var image = new StateImage
        {
            Sequence = 1,
            SavedNanoseconds = 1,
            Inputs = _ledger.Copy(_globs.Select(glob => glob.Text)),
            Metrics = StoreCheckpoint.Empty,
        };
        _saved = StateFormat.Decode(StateFormat.Encode(image).Span, out _)!.Inputs;
        _savedCount = _counted.Count;
    }

    /// <summary>Ends the process at once: what was not saved is forgotten.</summary>
    internal void Kill()
    {
        _files.Dispose();
        _counted.RemoveRange(_savedCount, _counted.Count - _savedCount);
    }

    /// <summary>The machine goes down before the next process starts.</summary>
    internal void CrashMachine() => _saved = _saved with { MayHaveLostEnds = true };

    /// <summary>Starts the next process.</summary>
    internal void Start() => Start(_saved);

    public void Dispose() => _files.Dispose();

    void Start(InputCheckpoint? saved)
    {
        _queue = new LineQueue(_limits);
        _globs = [.. Options.Logs.Select(glob => FileGlob.Parse(glob, _directory.Path, out _)!)];
        _ledger = new FileLedger(saved ?? InputCheckpoint.Empty);
        _files = new FollowedFiles(
            Options, _globs, _queue, new InputEvents(Own, NullLogger.Instance), _limits, Time, _system, saved);
    }

    void Count(int batches)
    {
        for (int batch = 0; batch < batches && _queue.TryTake(out LineBatch? taken); batch++)
        {
            for (int index = 0; index < taken.Count; index++)
            {
                _counted.Add(Encoding.Latin1.GetString(taken[index]));
            }

            _ledger.Take(taken);
            _queue.Return(taken);
        }
    }
}
