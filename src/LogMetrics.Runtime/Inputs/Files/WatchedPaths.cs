using System.Collections.Immutable;
using LogMetrics.Runtime.Inputs.Files.Compression;

namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>The paths that the globs stand for, and which file each of them names at the moment.</summary>
/// <remarks>Belongs to the reader, but for <see cref="Published"/>, which any thread may look at.</remarks>
sealed class WatchedPaths(
    FileGlob[] globs,
    IgnoredNames ignored,
    SourceOptions options,
    TailTable tails,
    FileSystem files,
    InputEvents events,
    PollClock clock)
{
    // What is beside a log for longer, and says the same, is nothing that the log is emptied after.
    const long LongestCopyNanoseconds = 60_000_000_000;

    readonly HashSet<string> _known = new(StringComparer.Ordinal);
    readonly List<WatchedPath> _paths = [];
    readonly List<string> _found = [];
    readonly List<Finding> _unsettled = [];
    readonly RotationFamily _family = new(tails, files, events);
    volatile WatchedPath[] _published = [];
    FileResumption? _resumption;
    long _discoveredAt;
    long _lookedThrough;
    bool _isStarted;
    bool _isResumed;
    bool _isChanged;

    /// <summary>Every path when the last turn ended, for other threads.</summary>
    internal WatchedPath[] Published => _published;

    /// <summary>Every file that was made before this moment, and is followed, is in the table; in nanoseconds since 1970.</summary>
    internal long LookedThroughNanoseconds =>
        Math.Min(_lookedThrough, _family.OldestSuspicion(_discoveredAt - LongestCopyNanoseconds));

    /// <summary>What has stamps from then on, and was left alone on purpose.</summary>
    internal ImmutableArray<FileIdentity> PassedOver => _family.PassedOver.All;

    /// <summary>Goes on where an earlier process was, before anything is looked at.</summary>
    internal void Resume(FileResumption resumption)
    {
        _isResumed = true;
        Discover();
        _resumption = resumption;
        _family.PassedOver.Resume(resumption.PassedOver, resumption.LookedThroughNanoseconds);
        resumption.Run([.. _paths.Select(path => path.Path)], clock.Now);
        AddMissing(resumption.Names);
        _paths.ForEach(resumption.Introduce);
    }

    // A log that was rotated, and whose next file is not there yet, is found by no glob; but what was rotated has to be looked for
    // now, before it counts as something that was there when one looked.
    void AddMissing(IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            if (!_known.Contains(name)
                && !ignored.Contains(name)
                && Array.Find(globs, glob => glob.IsMatch(name)) is { } glob
                && !IsArchive(name, glob))
            {
                _known.Add(name);
                _paths.Add(new WatchedPath(name, glob, isThereAtStart: false));
            }
        }
    }

    /// <summary>Looks for paths that were not there before.</summary>
    internal void Discover()
    {
        _discoveredAt = clock.UtcNanoseconds;
        foreach (FileGlob glob in globs)
        {
            _found.Clear();
            FileError obstacle = glob.Obstacle;
            glob.FindNew(_known, _found, files);
            TellOfFolder(glob, obstacle);
            foreach (string path in _found)
            {
                if (ignored.Contains(path) || IsArchive(path, glob))
                {
                    _known.Remove(path);
                    continue;
                }

                var watched = new WatchedPath(path, glob, isThereAtStart: !_isStarted);
                _resumption?.Introduce(watched);
                _paths.Add(watched);
                _isChanged = true;
            }
        }

        _isStarted = true;
    }

    // A glob such as app.log* also finds what rotation has compressed. Those lines were read when they were written, or are not
    // wanted; but for a first start that shall read everything there is.
    bool IsArchive(string path, FileGlob glob) =>
        !glob.IsLiteral
        && Compressed.HasName(path)
        && (_isStarted || _isResumed || options.ReadFrom == ReadFrom.End);

    /// <summary>Looks at the paths that are due, or at all.</summary>
    internal void Look(bool all)
    {
        long now = clock.Now;
        foreach (WatchedPath path in _paths)
        {
            if (all || now >= path.NextLook)
            {
                LookAt(path, now);
            }
        }

        Settle(now);
        _family.Review(_known, now);
        _family.PassedOver.NoteLook(clock.UtcNanoseconds, _paths.Select(path => path.Path));
        _lookedThrough = _discoveredAt;
        foreach (WatchedPath path in _paths)
        {
            _lookedThrough = Math.Min(_lookedThrough, MayBeBeingMade(path.Suspicion) ?? path.ReadThrough.UtcNanoseconds);
        }

        if (_paths.RemoveAll(path => path.IsGone && _known.Remove(path.Path)) > 0 || _isChanged)
        {
            _published = [.. _paths];
            _isChanged = false;
        }
    }

    // Since when a copy may be in the making; null when it is there for longer than that takes.
    long? MayBeBeingMade(in CopySuspicion? suspicion) =>
        suspicion is { MadeNanoseconds: var made } && made >= _discoveredAt - LongestCopyNanoseconds ? made : null;

    /// <summary>A file was found to be rewritten: if it was emptied after it was copied, what was not read yet is read from
    /// the copy first.</summary>
    internal void FollowCopiesOf(FileTail original, long now)
    {
        // Names move while they are looked at: then all of them are looked at again.
        const int Attempts = 3;
        FileTail? predecessor = original.Predecessor;
        bool haveMoved = true;
        for (int attempt = 0; attempt < Attempts && haveMoved; attempt++)
        {
            Discover();
            WatchedPath[] rotated = [.. _paths.Where(path => original.Places.IsRotatedName(path.Path))];
            Array.ForEach(rotated, path => LookAt(path, now));
            Settle(now);
            if (original.Predecessor != predecessor)
            {
                return;
            }

            haveMoved = Array.Exists(rotated, HasMoved);
        }

        WatchedPath? named = _paths.Find(path => path.Tail == original);
        StampRange since = named is null ? StampRange.Since(long.MaxValue)
            : clock.Since(named.LookedAtBefore == default ? named.LookedAt : named.LookedAtBefore);
        _family.FollowCopiesOf(original, since, _known, now);
    }

    bool HasMoved(WatchedPath path) =>
        path.Seen != (files.Stat(path.Path, out FileStat stat) == FileError.None ? stat.Identity : null);

    /// <summary>A rotated file has no descriptor, and was given another name since it was found.</summary>
    /// <returns>Whether it is there, or may be: names that move while one looks hide it until the next time.</returns>
    internal bool MayBeMoved(FileTail tail)
    {
        string? path = _family.Find(tail.Places.Paths, tail.Identity, out FileStat stat, out bool hasMoved);
        if (path is not null)
        {
            tail.Path = path;
            tail.Look(stat);
        }

        return path is not null || hasMoved;
    }

    // What a glob finds is told as it is followed, and a path without a file when it is looked at.
    void TellOfFolder(FileGlob glob, FileError before)
    {
        if (glob.Obstacle is not (FileError.None or FileError.NotFound))
        {
            events.ReadFailed(glob.Folder, glob.Obstacle, before);
        }
        else if (before is not (FileError.None or FileError.NotFound))
        {
            events.ReadRecovered(glob.Folder);
        }
        else if (!glob.HasMatches && !_isStarted)
        {
            events.MatchAwaited(glob.Text, glob.Folder, isFolderThere: glob.Obstacle == FileError.None);
        }
    }

    // A path that names what it named before is done with that; the others wait until all were looked at.
    void LookAt(WatchedPath path, long now)
    {
        LookTime time = clock.LookTime;
        bool isRead = path.Tail?.TakeIsRead() != false;
        FileError error = files.Stat(path.Path, out FileStat stat);
        path.Seen = error == FileError.None ? stat.Identity : null;
        if (error == FileError.None && !stat.IsRegular)
        {
            error = FileError.NotRegular;
        }

        if (path.IsFirstLook)
        {
            path.IsFirstLook = false;
            bool isOld = path.IsThereAtStart && error == FileError.None && _resumption?.IsNewSince(path, stat) != true;
            path.FirstStat = isOld ? stat : null;
        }

        if (error == FileError.None && path.Tail is { } tail && tail.Identity == stat.Identity)
        {
            path.Error = FileError.None;
            PlanNextLook(path, now, tail.Look(stat, time.UtcNanoseconds));
            path.NoteLook(time, isRead);
        }
        else
        {
            _unsettled.Add(new Finding(path, error, stat, time, isRead));
        }
    }

    // The oldest file first: so lines come in the order they were written, and a log is known before its copy. Stamps move in
    // steps of some milliseconds; within one, a rotated name, which is longer, comes behind the log's own.
    void Settle(long now)
    {
        _family.BeginTurn();
        _unsettled.Sort(static (one, other) =>
        {
            int byBirth = one.Stat.Identity.BornNanoseconds.CompareTo(other.Stat.Identity.BornNanoseconds);
            return byBirth != 0 ? byBirth : one.Path.Path.Length.CompareTo(other.Path.Path.Length);
        });
        foreach (Finding finding in _unsettled)
        {
            // What the system refuses to say now changes nothing.
            if (finding.Error is FileError.None or FileError.NotFound or FileError.NotRegular)
            {
                Leave(finding.Path, now);
            }
        }

        foreach (Finding finding in _unsettled)
        {
            WatchedPath path = finding.Path;
            PlanNextLook(path, now, finding.Error == FileError.None ? Meet(finding, now) : Miss(path, finding.Error, now));

            // What could not be opened counts as not seen: it may be renamed before it can be, or has just been.
            bool isSeen = path.Error == FileError.NotFound
                ? finding.Error == FileError.NotFound
                : path.Error is FileError.None or FileError.NotRegular;
            if (path.LookedAt == default || isSeen)
            {
                path.NoteLook(finding.Time, finding.IsRead);
            }
        }

        _unsettled.Clear();
    }

    void PlanNextLook(WatchedPath path, long now, bool isChanged) =>
        path.PlanNextLook(now, isChanged, clock.Interval, clock.IdleIntervalOf(_paths.Count));

    FileTail FollowOld(WatchedPath path, OpenFile file, in FileStat stat, long now)
    {
        // Where the end of a compressed file is nobody knows, and it will have no more.
        bool fromEnd = options.ReadFrom == ReadFrom.End && !options.Once && !file.IsCompressed;
        long position = fromEnd ? Math.Min(path.FirstStat!.Value.SizeBytes, stat.SizeBytes) : 0;
        return tails.Follow(path.Path, file, stat, position, now);
    }

    // Whether anything is new.
    bool Meet(in Finding finding, long now)
    {
        WatchedPath path = finding.Path;
        FileStat stat = finding.Stat;
        FileTail? tail = tails.Find(stat.Identity) ?? Follow(path, stat.Identity, now);
        if (tail is null)
        {
            return false;
        }

        Recover(path);
        path.Suspicion = null;
        path.Tail = tail;
        tail.Path = tail.NameCount++ == 0 ? path.Path : tail.Path;
        tail.Places.Add(path.Path, files);
        tail.IsArchive |= IsRotatedNameOfKnown(tail.Name);
        tail.Look(stat, finding.Time.UtcNanoseconds);
        return true;
    }

    bool Miss(WatchedPath path, FileError error, long now)
    {
        bool isGone = error is FileError.NotFound or FileError.NotRegular;
        bool isNews = path.Error != error;
        if (isGone)
        {
            FollowMissed(path, default, now);
            path.Suspicion = null;

            // Between the renaming of a log and its new file there is none. What it was is remembered for as long as its old file
            // is held, so that what has its name next and is rotated, too, before it is looked at, is not taken for an archive. A link
            // is there although it leads nowhere, and its folder does not tell when it leads to a file again.
            path.IsGone = error == FileError.NotFound
                && !path.Glob.IsLiteral
                && path.LastTail is not { IsOpen: true }
                && files.TargetOf(path.Path) == path.Path;
        }

        if (error == FileError.NotRegular && isNews)
        {
            events.NotRegular(path.Path);
        }
        else if (!isGone)
        {
            events.ReadFailed(path.Path, error, path.Error);
        }
        else if (isNews && path.LastTail is null && path.Glob.IsLiteral)
        {
            bool isFolderThere = files.Stat(path.Glob.Folder, out _) != FileError.NotFound;
            events.FileAwaited(path.Path, path.Glob.Folder, isFolderThere);
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

        path.LastTail = tail;
        path.Tail = null;
        tail.NameCount--;
        if (tail.NameCount == 0)
        {
            tail.QuietSince = now;
            tail.NextLook = now;

            // If its descriptor was lent to another file, what was written since is found under the rotated name.
            tail.IsDue = true;
        }

        // A rotated file that is given yet another name is no news.
        if (path.Path == tail.Name)
        {
            events.FileRotated(path.Path, tail.Label);
        }
    }

    // Null when it cannot be opened, or is left alone for the time being.
    FileTail? Follow(WatchedPath path, in FileIdentity named, long now)
    {
        FileError error = tails.Open(path.Path, out OpenFile? file, out FileStat stat);
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

        if (_resumption?.TakeWaiting(stat.Identity) is { } saved)
        {
            return tails.Resume(saved, path.Path, file!, stat, now);
        }

        // What was there at the start is no copy of anything that is known, unless an earlier process knew it.
        bool isOld = path.FirstStat is { } first && first.Identity == stat.Identity;
        if (isOld && _resumption is null)
        {
            return FollowOld(path, file!, stat, now);
        }

        if (TailStart.OriginalOf(path.Path, file!, ref stat, tails.Tails, path.Suspicion, out bool isCertain) is { } original)
        {
            if (isCertain)
            {
                return _family.FollowCopy(path.Path, file!, stat, original, now);
            }

            path.Suspicion = CopySuspicion.Of(stat, original);
            _lookedThrough = Math.Min(_lookedThrough, MayBeBeingMade(path.Suspicion) ?? long.MaxValue);
            file!.Dispose();
            return null;
        }

        if (isOld)
        {
            return FollowOld(path, file!, stat, now);
        }

        long start = path.LastTail is { } old ? TailStart.AfterReplacement(old, file!, stat) : 0;
        FileTail tail = tails.Follow(path.Path, file!, stat, start, now);
        tail.Predecessor = start > 0 ? path.LastTail : FollowMissed(path, named, now);
        if (tail.Predecessor != path.LastTail)
        {
            // Also for the next process the log is the last of its files.
            tails.MoveToEnd(tail);
        }

        return tail;
    }

    bool IsRotatedNameOfKnown(string path)
    {
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> known = _known.GetAlternateLookup<ReadOnlySpan<char>>();
        for (int end = path.LastIndexOf('/') + 2; end < path.Length; end++)
        {
            ReadOnlySpan<char> original = path.AsSpan(0, end);
            if (path[end] is '.' or '-' or '_' or '~' && known.Contains(original) && RotatedName.IsOf(path, original))
            {
                return true;
            }
        }

        return false;
    }

    // What is beside a log when its path is looked at first is an archive. A path that only a glob found may be one, too,
    // unless it was followed before, or by an earlier process.
    FileTail? FollowMissed(WatchedPath path, in FileIdentity named, long now) =>
        path.LookedAt == default || (!path.Glob.IsLiteral && path.LastTail is null && !path.IsResumed)
            ? path.LastTail
            : _family.FollowBetween(path.Path, path.LastTail, clock.Since(path.LookedAt), _known, now, named, path.IsResumed);

    // What a path named when it was looked at.
    readonly record struct Finding(WatchedPath Path, FileError Error, FileStat Stat, LookTime Time, bool IsRead);
}
