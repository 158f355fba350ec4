namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>The paths that the globs stand for, and which file each of them names at the moment.</summary>
/// <remarks>Belongs to the reader, but for <see cref="Published"/>, which any thread may look at.</remarks>
sealed class WatchedPaths(
    FileGlob[] globs,
    IgnoredNames ignored,
    SourceOptions options,
    TailTable tails,
    FileSystem files,
    InputEvents events)
{
    readonly HashSet<string> _known = new(StringComparer.Ordinal);
    readonly List<WatchedPath> _paths = [];
    readonly List<string> _found = [];
    readonly RotationFamily _family = new(tails, files, events);
    volatile WatchedPath[] _published = [];
    bool _isStarted;
    bool _isChanged;

    /// <summary>Every path when the last turn ended, for other threads.</summary>
    internal WatchedPath[] Published => _published;

    /// <summary>Looks for paths that were not there before.</summary>
    internal void Discover()
    {
        foreach (FileGlob glob in globs)
        {
            _found.Clear();
            glob.FindNew(_known, _found);
            foreach (string path in _found)
            {
                if (ignored.Contains(path))
                {
                    _known.Remove(path);
                    continue;
                }

                _paths.Add(new WatchedPath(path, glob, isThereAtStart: !_isStarted));
                _isChanged = true;
            }
        }

        _isStarted = true;
    }

    /// <summary>Looks at the paths that are due, or at all.</summary>
    internal void Look(PollClock clock, bool all)
    {
        long now = clock.Now;
        for (int index = 0; index < _paths.Count; index++)
        {
            WatchedPath path = _paths[index];
            if (all || now >= path.NextLook)
            {
                path.PlanNextLook(now, Look(path, now), clock.Interval, clock.IdleInterval);
            }
        }

        if (_paths.RemoveAll(path => path.IsGone && _known.Remove(path.Path)) > 0 || _isChanged)
        {
            _published = [.. _paths];
            _isChanged = false;
        }
    }

    /// <summary>A file was found to be rewritten: if it was emptied after it was copied, what was not read yet is read from
    /// the copy first.</summary>
    internal void FindCopyOf(FileTail original, long now)
    {
        Discover();
        foreach (WatchedPath path in _paths)
        {
            if (path.Tail is null && RotatedName.IsOf(path.Path, original.Name))
            {
                Look(path, now);
                if (path.Tail is { } copy)
                {
                    original.Predecessor = copy;
                    return;
                }
            }
        }

        _family.FollowCopyOf(original, _known, now);
    }

    // Whether anything is new.
    bool Look(WatchedPath path, long now)
    {
        FileError error = files.Stat(path.Path, out FileStat stat);
        if (error == FileError.None && !stat.IsRegular)
        {
            error = FileError.NotRegular;
        }

        if (error != FileError.None)
        {
            return Miss(path, error, now);
        }

        if (path.IsThereAtStart && path.FirstStat is null)
        {
            path.FirstStat = stat;
        }

        if (path.Tail is { } tail && tail.Identity == stat.Identity)
        {
            path.Error = FileError.None;
            return tail.Look(stat);
        }

        FileTail? old = path.Tail;
        Leave(path, now);
        tail = tails.Find(stat.Identity) ?? Follow(path, old, stat, now);
        if (tail is null)
        {
            return false;
        }

        Recover(path);
        path.Tail = tail;
        tail.Path = tail.NameCount++ == 0 ? path.Path : tail.Path;
        tail.Look(stat);
        return true;
    }

    bool Miss(WatchedPath path, FileError error, long now)
    {
        bool isGone = error is FileError.NotFound or FileError.NotRegular;
        bool isNews = isGone && path.Tail is not null;
        if (isGone)
        {
            Leave(path, now);
            path.IsGone = error == FileError.NotFound && !path.Glob.IsLiteral;
        }

        if (error == FileError.NotRegular && path.Error != error)
        {
            events.NotRegular(path.Path);
        }
        else if (!isGone)
        {
            events.ReadFailed(path.Path, error, path.Error);
        }
        else if (path.Error != error && path.Tail is null && path.IsThereAtStart && !isNews)
        {
            events.FileAwaited(path.Path);
        }

        path.Error = error;
        return isNews;
    }

    void Recover(WatchedPath path)
    {
        if (path.Error is not (FileError.None or FileError.NotFound))
        {
            events.ReadRecovered(path.Path);
        }

        path.Error = FileError.None;
    }

    void Leave(WatchedPath path, long now)
    {
        if (path.Tail is not { } tail)
        {
            return;
        }

        path.Tail = null;
        tail.NameCount--;
        if (tail.NameCount == 0)
        {
            tail.QuietSince = now;
            tail.NextLook = now;
            tail.IsDue |= tail.IsOpen;
        }

        events.FileRotated(path.Path, tail.Label);
    }

    // Null when it cannot be opened, or is left alone for the time being.
    FileTail? Follow(WatchedPath path, FileTail? old, FileStat stat, long now)
    {
        FileError error = tails.Open(path.Path, out OpenFile? file, out stat);
        if (error != FileError.None)
        {
            events.ReadFailed(path.Path, error, path.Error);
            path.Error = error;
            return null;
        }

        if (tails.Find(stat.Identity) is { } known)
        {
            file!.Dispose();
            return known;
        }

        if (path.FirstStat is { } first && first.Identity == stat.Identity)
        {
            bool fromEnd = options.ReadFrom == ReadFrom.End && !options.Once;
            long position = fromEnd ? Math.Min(first.SizeBytes, stat.SizeBytes) : 0;
            return tails.Follow(path.Path, file!, stat, position, now);
        }

        if (TailStart.OriginalOf(path.Path, file!, stat, tails.Tails) is { } original)
        {
            return FollowCopy(path, file!, stat, original, now);
        }

        path.Original = null;
        if (old is null)
        {
            return tails.Follow(path.Path, file!, stat, 0, now);
        }

        long start = TailStart.AfterReplacement(old, file!, stat);
        FileTail predecessor = start > 0 ? old : _family.FollowBetween(old, stat, _known, now);
        FileTail tail = tails.Follow(path.Path, file!, stat, start, now);
        tail.Predecessor = predecessor;
        return tail;
    }

    // As long as the original holds the same, nobody can say which of the two is the log; it is looked at again.
    FileTail? FollowCopy(WatchedPath path, OpenFile file, in FileStat stat, FileTail original, long now)
    {
        path.Original = original;
        if (!original.IsGoneOrRewritten())
        {
            file.Dispose();
            return null;
        }

        path.Original = null;
        return _family.FollowCopy(path.Path, file, stat, original, now);
    }
}
