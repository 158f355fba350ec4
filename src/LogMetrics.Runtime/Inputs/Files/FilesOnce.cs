using LogMetrics.Runtime.Lines;

namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>Reads files from their first byte to their end, one after the other, each once.</summary>
sealed class FilesOnce : IDisposable
{
    readonly bool _onlyWholeLines;
    readonly IgnoredNames _ignored;
    readonly LineQueue _queue;
    readonly InputEvents _events;
    readonly TailTable _tails;
    readonly HashSet<string> _known = new(StringComparer.Ordinal);
    readonly List<string> _found = [];
    volatile SourceStatus[] _failures = [];

    internal FilesOnce(SourceOptions options, LineQueue queue, InputEvents events, Limits limits, TimeProvider time)
    {
        _onlyWholeLines = options.OnlyWholeLines;
        _ignored = new IgnoredNames(options.IgnoredNamePattern, options.IgnoredNamePatternFlag);
        _queue = queue;
        _events = events;
        _tails = new TailTable(
            FileSystem.OfThisSystem, limits, events, new FileDecodings(options, limits, events, time));
    }

    /// <summary>The files that are or were read; from any thread.</summary>
    internal FileTail[] Tails => _tails.Published;

    /// <summary>What the files are doing, and what could not be read; from any thread.</summary>
    internal IEnumerable<SourceStatus> Status => Tails.Select(tail => tail.Status).Concat(_failures);

    /// <summary>Reads what a glob stands for.</summary>
    /// <returns>False when nobody takes lines any more.</returns>
    internal bool Read(FileGlob glob, CancellationToken stop)
    {
        _found.Clear();
        glob.FindNew(_known, _found, FileSystem.OfThisSystem);
        if (_found.Count == 0 && !glob.IsLiteral)
        {
            FailToFind(glob);
        }

        foreach (string path in _found)
        {
            if (!_ignored.Contains(path) && !stop.IsCancellationRequested && !Read(path, stop))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _tails.Dispose();

    bool Read(string path, CancellationToken stop)
    {
        FileError error = _tails.Open(path, out OpenFile? file, out FileStat stat);
        if (error != FileError.None)
        {
            Fail(path, error);
            return true;
        }

        if (_tails.Find(stat.Identity) is not null)
        {
            file!.Dispose();
            return true;
        }

        using FileTail tail = _tails.Follow(path, file!, stat, position: 0, now: 0);
        tail.NameCount = 1;
        _tails.Forget();
        return ReadToEnd(tail, stop);
    }

    bool ReadToEnd(FileTail tail, CancellationToken stop)
    {
        ReadOutcome outcome = ReadOutcome.More;
        bool isTaken = true;
        while (isTaken && !stop.IsCancellationRequested && outcome is (ReadOutcome.More or ReadOutcome.Rewritten))
        {
            LineBatch batch = _queue.Rent();
            outcome = tail.Read(batch);
            if (outcome == ReadOutcome.Rewritten)
            {
                tail.Restart(batch);
            }

            isTaken = tail.TryPut(batch, _queue);
        }

        if (tail.Error.IsDamage())
        {
            _events.ReadGivenUp(tail.Path, tail.Error);
        }
        else if (outcome == ReadOutcome.Failed)
        {
            Fail(tail.Path, tail.Error);
        }

        LineBatch last = _queue.Rent();
        if (_onlyWholeLines)
        {
            tail.DropBegunLine();
        }

        tail.Finish(last);
        tail.HasEnded = true;
        return isTaken && tail.TryPut(last, _queue);
    }

    void FailToFind(FileGlob glob)
    {
        if (glob.Obstacle is FileError.None or FileError.NotFound)
        {
            bool hasFolder = glob.Obstacle == FileError.None;
            AddFailure(hasFolder ? glob.Text : glob.Folder, SourceState.Waiting, hasFolder ? "no file matches" : "no such folder");
        }
        else
        {
            Fail(glob.Folder, glob.Obstacle);
        }
    }

    void Fail(string path, FileError error)
    {
        _events.CountReadError(error);
        string words = error == FileError.NotRegular && Directory.Exists(path)
            ? $"a folder; name its files with a quoted glob such as '{Path.Combine(path, "*.log")}'"
            : error.Words();
        AddFailure(path, error == FileError.NotFound ? SourceState.Waiting : SourceState.Failing, words);
    }

    void AddFailure(string name, SourceState state, string words)
    {
        _events.NotRead(name, words);
        _failures = [.. _failures, new SourceStatus(name, state, 0, 0, 0, words)];
    }
}
