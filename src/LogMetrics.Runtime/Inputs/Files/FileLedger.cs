using System.Collections.Immutable;
using LogMetrics.Runtime.Lines;

namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>How far each file was counted: what the engine has done, not what readers have read.</summary>
/// <remarks>Belongs to the engine thread. The reader tells what happens to files in the same queue in which their lines
/// come, so that the ledger, after each batch, is a place to which all that was counted leads, and nothing else.</remarks>
public sealed class FileLedger
{
    readonly Dictionary<FileIdentity, Entry> _files = [];
    readonly Queue<(FileIdentity Identity, long Position)> _forgotten = new();
    readonly TaskCompletionSource _firstLook = new(TaskCreationOptions.RunContinuationsAsynchronously);
    long _lookedThrough;
    ImmutableArray<FileIdentity> _passedOver = [];
    long _nextNumber;

    /// <summary>Starts where another process ended; its files count as they are until the reader has found them.</summary>
    public FileLedger(InputCheckpoint resumed)
    {
        _lookedThrough = resumed.LookedThroughNanoseconds;
        _passedOver = resumed.PassedOver;
        foreach (FileCheckpoint file in resumed.Files)
        {
            var entry = new Entry(_nextNumber++)
            {
                Name = file.Name,
                Path = file.Path,
                Position = file.Position,
                SizeBytes = file.SizeBytes,
            };
            entry.Mark.Set(file.Mark);
            entry.Milestones.Set(file.Milestones);
            _files[file.Identity] = entry;
        }
    }

    /// <summary>Ends when the reader has looked at everything once, and all that came of it is counted; from any thread.</summary>
    public Task FirstLook => _firstLook.Task;

    /// <summary>Changes with every batch that moves a position.</summary>
    public long Version { get; private set; }

    /// <summary>How often a file was found to be emptied or rewritten, and was begun anew: its position says nothing about what was
    /// counted before.</summary>
    internal long Restarts { get; private set; }

    /// <summary>When the reader began the last turn that was counted to its end, as a timestamp of its clock; 0 before the first one. It
    /// stands still when the reader does, and when the engine is behind.</summary>
    internal long ReaderTimestamp { get; private set; }

    /// <summary>How many files were forgotten.</summary>
    internal long ForgottenCount { get; private set; }

    /// <summary>The files that were forgotten last, after the first so many, and how far each was counted; those before them are
    /// not asked for again.</summary>
    internal ImmutableArray<(FileIdentity Identity, long Position)> ForgottenSince(long count)
    {
        while (_forgotten.Count > ForgottenCount - count)
        {
            _forgotten.Dequeue();
        }

        return [.. _forgotten];
    }

    /// <summary>A batch was counted, to its last line.</summary>
    public void Take(LineBatch batch)
    {
        if (batch.LookedThroughNanoseconds > 0)
        {
            // Earlier than before when the clock was set back: what is made from then on has such stamps.
            _lookedThrough = batch.LookedThroughNanoseconds;
            _passedOver = batch.PassedOver;
        }

        if (batch.ReaderTimestamp > 0)
        {
            ReaderTimestamp = batch.ReaderTimestamp;
            _firstLook.TrySetResult();
        }

        if (batch.Forgotten is { } forgotten)
        {
            Version++;
            if (_files.Remove(forgotten, out Entry? gone))
            {
                _forgotten.Enqueue((forgotten, gone.Position));
                ForgottenCount++;
            }
        }
        else if (batch.Source is FileTail tail)
        {
            Version++;
            foreach ((FileIdentity identity, ContentMark mark) in batch.Continued)
            {
                if (_files.TryGetValue(identity, out Entry? before))
                {
                    before.Position = mark.Position;
                    before.Mark.Set(mark);
                }
            }

            if (!_files.TryGetValue(tail.Identity, out Entry? entry))
            {
                _files.Add(tail.Identity, entry = new Entry(_nextNumber++));
            }

            Restarts += batch.EndPosition < entry.Position ? 1 : 0;
            entry.Name = tail.Name;
            entry.Tail = tail;
            entry.Position = batch.EndPosition;
            entry.Mark.Set(batch.Mark);
            entry.Milestones.Note(batch.EndPosition, batch.Mark);
        }
    }

    /// <summary>How far a file was counted; null when it is not known.</summary>
    internal long? PositionOf(in FileIdentity identity) => _files.TryGetValue(identity, out Entry? entry) ? entry.Position : null;

    /// <summary>A copy of it.</summary>
    /// <param name="logs">The paths and globs that are followed.</param>
    internal InputCheckpoint Copy(IEnumerable<string> logs) => new()
    {
        Logs = [.. logs],
        LookedThroughNanoseconds = _lookedThrough,
        PassedOver = _passedOver,
        Files =
        [
            .. _files.OrderBy(file => file.Value.Number).Select(file => new FileCheckpoint(
                file.Value.Name,
                file.Value.Tail?.Path ?? file.Value.Path,
                file.Key,
                file.Value.Position,
                file.Value.Tail?.Size ?? file.Value.SizeBytes,
                ContentMark.CopyOf(file.Value.Mark))
            {
                Milestones = file.Value.Milestones.Copy(),
            }),
        ],
    };

    sealed class Entry(long number)
    {
        internal long Number => number;

        internal string Name { get; set; } = "";

        /// <summary>The file as it is read; null as long as it was not found again.</summary>
        internal FileTail? Tail { get; set; }

        internal string Path { get; set; } = "";

        internal long Position { get; set; }

        internal long SizeBytes { get; set; }

        internal ContentMark Mark { get; } = new();

        internal Milestones Milestones { get; } = new();
    }
}
