using LogMetrics.Runtime.Lines;

namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>Follows all files that paths and globs name: finds them, notices when a path comes to name another file, and reads
/// them in turns.</summary>
/// <remarks>
/// A turn has three steps. First every path that is due is looked at, which tells which file it names and how long that is.
/// Then the files that lost their last name are looked at through their descriptors: their writer may go on for a while.
/// Then each file that has something new is read, one buffer at most, so that a firehose does not keep a quiet file
/// waiting. Looking is polling, and nothing but what polling finds is believed.
/// </remarks>
sealed class FollowedFiles : IDisposable
{
    readonly bool _joinsLines;
    readonly bool _onlyWholeLines;
    readonly FileGlob[] _globs;
    readonly LineQueue _queue;
    readonly InputEvents _events;
    readonly TailTable _tails;
    readonly WatchedPaths _paths;
    readonly PollClock _clock;
    readonly bool _notesPositions;
    FileResumption? _resumption;
    long _nextDiscovery;
    long _nextHeartbeat;

    internal FollowedFiles(
        SourceOptions options,
        FileGlob[] globs,
        LineQueue queue,
        InputEvents events,
        Limits limits,
        TimeProvider time,
        FileSystem files,
        InputCheckpoint? resume = null)
    {
        var decodings = new FileDecodings(options, limits, events, time);
        _joinsLines = decodings.JoinsLines;
        _onlyWholeLines = options.OnlyWholeLines;
        _notesPositions = options.NotesPositions;
        _globs = globs;
        _queue = queue;
        _events = events;
        _clock = new PollClock(time, options, files);
        _nextDiscovery = _clock.Now;
        _tails = new TailTable(files, limits, events, decodings);
        _paths = new WatchedPaths(
            globs,
            new IgnoredNames(options.IgnoredNamePattern, options.IgnoredNamePatternFlag),
            options,
            _tails,
            files,
            events,
            _clock);
        _resumption = resume is null ? null : new FileResumption(resume, _tails, files, limits, events, _clock);
    }

    /// <summary>Whether the engine is gone, and reading has no use.</summary>
    internal bool IsAbandoned { get; private set; }

    /// <summary>The files that are followed or held; from any thread.</summary>
    internal FileTail[] Tails => _tails.Published;

    /// <summary>What the files, and the paths and globs without one, are doing; from any thread.</summary>
    internal IEnumerable<SourceStatus> Status
    {
        get
        {
            WatchedPath[] paths = _paths.Published;
            return Tails.Where(tail => tail.IsOpen || tail.NameCount > 0 || tail.HasEnded).Select(tail => tail.Status)
                .Concat(paths.Where(path => path.Tail is null && path.Suspicion is null).Select(path => path.Status))
                .Concat(_globs.Where(glob => !glob.HasMatches).Select(StatusOf));
        }
    }

    /// <summary>Looks and reads once.</summary>
    /// <param name="all">Whether everything is looked at although it is not due.</param>
    /// <returns>Whether something was read, and there may be more.</returns>
    internal bool Turn(bool all = false)
    {
        long now = _clock.Now;
        if (_resumption is not null)
        {
            _paths.Resume(_resumption);
            _resumption = null;
        }

        if (all || now >= _nextDiscovery)
        {
            _paths.Discover();
            _nextDiscovery = now + _clock.Interval;
        }

        _paths.Look(all);
        AnnounceNew();
        bool hasMore = ReadDue(now, all);
        FinishOldRecords();
        _tails.Forget();
        AnnounceForgotten(now);
        return hasMore && !IsAbandoned;
    }

    /// <summary>No more is read: what the files hold of a last line is one, unless another process will go on with it. That one
    /// cannot find what was deleted.</summary>
    internal void Finish()
    {
        foreach (FileTail tail in _tails.Tails)
        {
            bool isLast = _notesPositions ? tail.IsDeleted() : !_onlyWholeLines;
            if (isLast)
            {
                PutLastLine(tail);
            }
            else if (tail.Continued.Any(continued => continued.IsDeleted()))
            {
                PutRecord(tail);
            }

            tail.HasEnded = true;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _tails.Dispose();

    static SourceStatus StatusOf(FileGlob glob) => glob.Obstacle is FileError.None or FileError.NotFound
        ? new SourceStatus(glob.Text, SourceState.Waiting, 0, 0, 0, null)
        : new SourceStatus(glob.Text, SourceState.Failing, 0, 0, 0, $"{glob.Folder}: {glob.Obstacle.Words()}");

    // One buffer of each file that has something new. A file waits until the one that had its path before is at its end.
    bool ReadDue(long now, bool all)
    {
        bool hasMore = false;
        bool hasRead = false;
        bool hasWaiting = false;
        for (int index = 0; index < _tails.Tails.Count && !IsAbandoned; index++)
        {
            FileTail tail = _tails.Tails[index];
            LookWithoutName(tail, now, all);
            if (tail is { IsDue: true, Predecessor: { IsDue: true, Error: FileError.None } })
            {
                hasWaiting = true;
                tail.NoteWait();
            }
            else if (tail.IsDue)
            {
                if (tail.Predecessor is { } predecessor && tail.TryTakeOver(predecessor))
                {
                    tail.Predecessor = null;
                }

                hasRead = true;
                hasMore |= ReadSafely(tail, now);
            }
        }

        if (hasWaiting && !hasRead)
        {
            // Names that went in a circle: files wait for each other, and any order is as good as another.
            foreach (FileTail tail in _tails.Tails)
            {
                tail.Predecessor = null;
            }
        }

        return hasMore || hasWaiting;
    }

    // A file that was rotated keeps its descriptor until nothing new came for a while. That is so for one whose rotated name
    // is watched, too: only then is its last line complete.
    void LookWithoutName(FileTail tail, long now, bool all)
    {
        bool isRotated = tail.NameCount == 0 || tail.Path != tail.Name || tail.IsArchive;
        if (!isRotated || !tail.IsOpen || (!all && now < tail.NextLook))
        {
            return;
        }

        tail.NextLook = now + _clock.Interval;
        tail.Error = tail.Look();
        if (!tail.IsDue && now - tail.QuietSince >= _clock.RotateWait)
        {
            PutLastLine(tail);
            tail.Close();
            _events.FileClosed(tail.Path, tail.Position);
        }
    }

    void FinishOldRecords()
    {
        for (int index = 0; _joinsLines && index < _tails.Tails.Count; index++)
        {
            FileTail tail = _tails.Tails[index];
            if (tail.HasWaitingRecord)
            {
                LineBatch batch = _queue.Rent();
                tail.FinishOld(batch);
                Put(tail, batch);
            }
        }
    }

    bool ReadSafely(FileTail tail, long now)
    {
        try
        {
            _tails.InUse = tail;
            return Read(tail, now);
        }
#pragma warning disable CA1031 // One of three places: a defect that one file brings to light must not stop the others.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _events.SourceBroken(tail.Name, exception);
            tail.IsDue = false;
            tail.Error = FileError.InputOutput;
            tail.Close();
            return false;
        }
    }

    bool Read(FileTail tail, long now)
    {
        FileError before = tail.Error;
        if (!tail.IsOpen && !TryReopen(tail, before))
        {
            return false;
        }

        // What it held between two looks, if it was emptied again, may be in copies.
        bool mayHaveCopies = tail is { WasEmpty: true, NameCount: > 0 };
        if (mayHaveCopies)
        {
            FindCopiesOf(tail, now);
        }

        LineBatch batch = _queue.Rent();
        long position = tail.Position;
        switch (tail.Read(batch))
        {
            case ReadOutcome.Failed:
                _queue.Return(batch);
                return Fail(tail, before);
            case ReadOutcome.Rewritten:
                Restart(tail, batch, now);
                return true;
            case ReadOutcome.More:
                tail.IsDue = true;
                break;
            default:
                tail.IsDue = false;
                break;
        }

        if (tail.Error.IsDamage() && !before.IsDamage())
        {
            _events.ReadGivenUp(tail.Path, tail.Error);
        }
        else if (before != FileError.None && !before.IsDamage())
        {
            _events.ReadRecovered(tail.Path);
        }

        if (tail.Position != position)
        {
            tail.QuietSince = now;
            if (mayHaveCopies || (position == 0 && tail.NameCount > 0 && tail.IsWrittenSinceLook()))
            {
                // It may have been copied and emptied just before it was read, also when it was never read before. Then these lines
                // come before those of the copy.
                FindCopiesOf(tail, now);
            }
        }

        Put(tail, batch);
        return tail.IsDue;
    }

    bool TryReopen(FileTail tail, FileError before)
    {
        tail.Error = _tails.Reopen(tail);
        if (tail is { Error: FileError.NotFound, NameCount: 0 })
        {
            if (!_paths.MayBeMoved(tail))
            {
                GiveUp(tail);
                return false;
            }

            tail.Error = _tails.Reopen(tail);
        }

        if (tail.Error == FileError.NotFound)
        {
            // It got another name just now, which the next look finds out, and stays due.
            tail.Error = FileError.None;
            return false;
        }

        return tail.Error == FileError.None || Fail(tail, before);
    }

    // Neither a descriptor nor a name is left of it. What a glob has found under a rotated name may have got a name that is beside that
    // of its log: another look finds it, and it is known still.
    void GiveUp(FileTail tail)
    {
        if (!tail.IsArchive)
        {
            long lost = tail.Size - tail.TakenPosition;
            if (lost > 0)
            {
                _events.BytesLost(tail.Path, LostBytes.Gone, lost);
            }

            PutLastLine(tail);
        }

        tail.Error = FileError.None;
        tail.IsDue = false;
    }

    void FindCopiesOf(FileTail tail, long now)
    {
        _paths.FollowCopiesOf(tail, now);
        AnnounceNew();
    }

    bool Fail(FileTail tail, FileError before)
    {
        _events.ReadFailed(tail.Path, tail.Error, before);
        tail.IsDue = false;

        // A descriptor that the file server has forgotten is of no use; the path may be.
        if (tail.Error == FileError.Stale)
        {
            tail.Close();
        }

        return false;
    }

    void Restart(FileTail tail, LineBatch batch, long now)
    {
        long position = tail.TakenPosition;
        FindCopiesOf(tail, now);
        if (tail.Restart(batch))
        {
            _events.FileShortened(tail.Path, tail.Label, position, tail.Position);
        }
        else
        {
            _events.FileTruncated(tail.Path, tail.Label, position);
            long kept = Math.Max(position, tail.CopiedBytes);
            if (tail.LongestSize > kept)
            {
                _events.BytesLost(tail.Path, LostBytes.Truncated, tail.LongestSize - kept);
            }
        }

        tail.LongestSize = 0;
        tail.CopiedBytes = 0;
        tail.QuietSince = now;
        Put(tail, batch, isNews: _notesPositions);
    }

    // The engine learns of a file, and where it begins, before the first of its lines and before whatever happens next to
    // the file that it was copied from: a process that is killed in between must find the one or the other.
    void AnnounceNew()
    {
        foreach (FileTail tail in _tails.New)
        {
            if (_notesPositions)
            {
                LineBatch batch = _queue.Rent();
                tail.NotePosition(batch);
                Put(tail, batch, isNews: true);
            }
        }

        _tails.New.Clear();
    }

    void AnnounceForgotten(long now)
    {
        if (!_notesPositions)
        {
            _tails.Forgotten.Clear();
            return;
        }

        foreach (FileIdentity identity in _tails.Forgotten)
        {
            Tell(identity, readerTimestamp: 0);
        }

        _tails.Forgotten.Clear();
        if (now >= _nextHeartbeat)
        {
            // Also when nothing is written: that nothing was made either is worth knowing.
            Tell(null, readerTimestamp: now);
            _nextHeartbeat = now + _clock.IdleInterval;
        }
    }

    void Tell(FileIdentity? forgotten, long readerTimestamp)
    {
        LineBatch batch = _queue.Rent();
        batch.Forgotten = forgotten;
        batch.ReaderTimestamp = readerTimestamp;
        NoteLook(batch);
        IsAbandoned |= !_queue.Put(batch);
    }

    void Put(FileTail tail, LineBatch batch, bool isNews = false)
    {
        if (_tails.New.Count == 0)
        {
            NoteLook(batch);
        }

        if (batch.Count > 0 && tail.Continued.Length > 0)
        {
            batch.NoteContinued(tail.Continued);
            tail.Continued = [];
        }

        IsAbandoned |= !(isNews ? tail.TryPutNote(batch, _queue) : tail.TryPut(batch, _queue));
    }

    void NoteLook(LineBatch batch)
    {
        batch.LookedThroughNanoseconds = _paths.LookedThroughNanoseconds;
        batch.PassedOver = _paths.PassedOver;
    }

    void PutRecord(FileTail tail)
    {
        LineBatch batch = _queue.Rent();
        tail.FinishRecord(batch);
        Put(tail, batch);
    }

    void PutLastLine(FileTail tail)
    {
        LineBatch batch = _queue.Rent();
        tail.Finish(batch);
        Put(tail, batch);
    }
}
