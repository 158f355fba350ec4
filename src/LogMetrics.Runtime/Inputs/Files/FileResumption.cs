using System.Collections.Immutable;
using LogMetrics.Runtime.Inputs.Files.Compression;

namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>Finds the files again that an earlier process has followed, whatever happened to them since.</summary>
/// <remarks>
/// The time between two processes is taken for a long pause between two looks: each file that is found is followed from
/// where it was left, each path remembers what it named, and what happened in between is then noticed as it always is.
/// A file is found by its identity under any name in its directory, else by its content under a rotated name: it was
/// copied, or the file system was mounted anew.
/// </remarks>
sealed class FileResumption(
    InputCheckpoint saved, TailTable tails, FileSystem files, Limits limits, InputEvents events, PollClock clock)
{
    const int Attempts = 3;

    readonly Dictionary<string, List<(string Path, FileStat Stat)>> _listings = new(StringComparer.Ordinal);
    readonly Dictionary<FileIdentity, FileCheckpoint> _waiting = [];
    readonly List<FileTail> _resumed = [];
    readonly HashSet<FileIdentity> _standIns = [];
    Dictionary<FileIdentity, string>? _watched;
    readonly Dictionary<string, FileTail?> _lastByName = new(StringComparer.Ordinal);

    /// <summary>Finds what there is; before the paths are looked at for the first time.</summary>
    /// <param name="paths">The paths that are watched.</param>
    /// <param name="now">A timestamp of the clock.</param>
    internal void Run(IReadOnlyList<string> paths, long now)
    {
        HashSet<FileIdentity> claimed = [.. saved.Files.Select(file => file.Identity)];
        foreach (FileCheckpoint file in saved.Files)
        {
            // Only the machine takes the end of a log away. Anyone else empties it, and lines that are all alike may then look as if
            // some of them were left.
            FileTail? tail = Find(saved.MayHaveLostEnds ? file : file with { Milestones = [] }, paths, claimed, now);
            if (tail is not null)
            {
                tail.Predecessor = _lastByName.GetValueOrDefault(file.Name);
                tail.LongestSize = tail.HasLostItsEnd ? tail.LongestSize : Math.Max(tail.LongestSize, file.SizeBytes);
                _lastByName[file.Name] = tail;
            }
            else
            {
                _lastByName.TryAdd(file.Name, null);
            }
        }
    }

    /// <summary>When the earlier process looked last.</summary>
    internal long LookedThroughNanoseconds => saved.LookedThroughNanoseconds;

    /// <summary>What it left alone on purpose, although it may seem to be made since.</summary>
    internal ImmutableArray<FileIdentity> PassedOver => saved.PassedOver;

    /// <summary>The logs that the earlier process followed, as far as no path was told of them.</summary>
    internal IEnumerable<string> Names => _lastByName.Keys;

    /// <summary>Tells a path what the earlier process saw under it; once, when the path is found.</summary>
    internal void Introduce(WatchedPath path)
    {
        if (_lastByName.Remove(path.Path, out FileTail? tail) || (path.IsThereAtStart && IsKnown(path)))
        {
            path.Resume(tail, saved.LookedThroughNanoseconds);
        }
    }

    /// <summary>Whether a file under a path came to be there when nobody looked: then it is read from its first byte.</summary>
    internal bool IsNewSince(WatchedPath path, in FileStat stat)
    {
        string name = path.Path;
        return saved.Files.Any(file => file.Name == name)
            || (IsKnown(path) && stat.FirstStampNanoseconds >= saved.LookedThroughNanoseconds);
    }

    /// <summary>A file that was found but could not be opened, and now is.</summary>
    internal FileCheckpoint? TakeWaiting(in FileIdentity identity) =>
        _waiting.Remove(identity, out FileCheckpoint? file) ? file : null;

    bool IsKnown(WatchedPath path) => saved.Logs.Contains(path.Glob.Text);

    FileTail? Find(FileCheckpoint file, IReadOnlyList<string> paths, HashSet<FileIdentity> claimed, long now)
    {
        // Names move while they are looked at: what was not found, or is another file once it is open, is looked for again.
        List<(string Path, FileStat Stat)>? listing = null;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            listing = ListingOf(file.Path, isNew: attempt > 0);
            (string Path, FileStat Stat)? found = files.Stat(file.Path, out FileStat named) == FileError.None && named.Identity == file.Identity
                ? (file.Path, named)
                : listing?.Where(entry => entry.Stat.Identity == file.Identity).Cast<(string, FileStat)?>().FirstOrDefault();
            if (found is var (path, stat) && TryResume(file, path, stat, now, out FileTail? tail))
            {
                return tail;
            }
        }

        if (OtherNameOf(file.Identity, paths) is { } other
            && files.Stat(other, out FileStat otherStat) == FileError.None
            && otherStat.Identity == file.Identity
            && TryResume(file, other, otherStat, now, out FileTail? linked))
        {
            return linked;
        }

        if (listing is null)
        {
            // Its directory is not there: a volume that is mounted late. Nothing is lost yet.
            _waiting[file.Identity] = file;
            return null;
        }

        FileTail? copy = FindContent(file, listing, claimed, now);
        if (copy is null && file.SizeBytes > file.Position && !MayBeReadAsNew(file, listing, claimed))
        {
            events.BytesLost(file.Path, LostBytes.Gone, file.SizeBytes - file.Position);
        }

        tails.Forgotten.Add(file.Identity);
        return copy;
    }

    // A hard link in another directory where logs are.
    string? OtherNameOf(in FileIdentity identity, IReadOnlyList<string> paths)
    {
        if (_watched is null)
        {
            _watched = [];
            foreach (string path in paths.DistinctBy(path => Path.GetDirectoryName(files.TargetOf(path))))
            {
                foreach ((string name, FileStat stat) in ListingOf(path, isNew: false) ?? [])
                {
                    _watched.TryAdd(stat.Identity, name);
                }
            }
        }

        return _watched.GetValueOrDefault(identity);
    }

    // False when the path names another file by now. A file that cannot be opened waits until a path does.
    bool TryResume(FileCheckpoint file, string path, in FileStat stat, long now, out FileTail? tail)
    {
        tail = tails.Find(stat.Identity);
        if (tail is not null)
        {
            return true;
        }

        // Its writer may not have left it yet, unless it is quiet for long, and has had its name for long: renaming changes it, too.
        bool isDone = path != file.Name
            && stat.SizeBytes == file.Position
            && file.Mark.Position == file.Position
            && clock.UtcNanoseconds - Math.Max(stat.ModifiedNanoseconds, stat.ChangedNanoseconds) > clock.RotateWaitNanoseconds;
        if (isDone)
        {
            tail = tails.Remember(file, path, stat, now);
            return true;
        }

        FileError error = Open(path, out OpenFile? opened, out FileStat openedStat);
        if (error == FileError.None && openedStat.Identity == file.Identity)
        {
            tail = tails.Resume(file, path, opened!, openedStat, now);
            _resumed.Add(tail);
            if (_resumed.Count > limits.MaxOpenFiles / 2)
            {
                // It is opened again when it is its turn.
                tail.Close();
            }

            return true;
        }

        opened?.Dispose();
        if (error is FileError.None or FileError.NotFound)
        {
            return false;
        }

        _waiting[file.Identity] = file;
        return true;
    }

    FileTail? FindContent(
        FileCheckpoint file, List<(string Path, FileStat Stat)> listing, HashSet<FileIdentity> claimed, long now)
    {
        string log = files.TargetOf(file.Name);
        foreach ((string path, FileStat stat) in listing)
        {
            // One that has the number of the old file, and another birth, was made after that was gone: it is no copy of it.
            bool isSuccessor = stat.Identity.Device == file.Identity.Device && stat.Identity.Inode == file.Identity.Inode;
            bool isCandidate = file.Mark.Position > 0
                && !isSuccessor
                && !claimed.Contains(stat.Identity)
                && tails.Find(stat.Identity) is null
                && (RotationFamily.IsArchiveOf(path, log) || RotationFamily.IsArchiveBeside(path, log)
                    || (stat.SizeBytes >= file.Mark.Position && (path == log || RotatedName.IsOf(path, log) || RotatedName.AreOfOne(log, path))));
            if (!isCandidate || Open(path, out OpenFile? opened, out FileStat openedStat) != FileError.None)
            {
                continue;
            }

            if (openedStat.Identity == stat.Identity && file.Mark.Fits(opened!))
            {
                events.CopyRecognised(path, file.Name, file.Position);
                return tails.Resume(file, path, opened!, openedStat, now);
            }

            opened!.Dispose();
        }

        return null;
    }

    // Of a file in which nothing was counted nothing tells what it is now. One that was made since under a rotated name, and is read
    // from its first byte for that, may hold it, and stands for one such file.
    bool MayBeReadAsNew(FileCheckpoint file, List<(string Path, FileStat Stat)> listing, HashSet<FileIdentity> claimed)
    {
        if (file.Position > 0 || file.Mark.Position > 0)
        {
            return false;
        }

        string log = files.TargetOf(file.Name);
        foreach ((string path, FileStat stat) in listing)
        {
            bool isArchive = Compressed.HasName(path);
            if (stat.FirstStampNanoseconds >= saved.LookedThroughNanoseconds
                && !saved.PassedOver.Contains(stat.Identity)
                && !claimed.Contains(stat.Identity)
                && (isArchive ? RotationFamily.IsArchiveOf(path, log) : RotatedName.IsOf(path, log) && stat.SizeBytes >= file.SizeBytes)
                && _standIns.Add(stat.Identity))
            {
                return true;
            }
        }

        return false;
    }

    FileError Open(string path, out OpenFile? file, out FileStat stat)
    {
        FileError error = tails.Open(path, out file, out stat);
        if (error == FileError.TooManyOpenFiles)
        {
            _resumed.ForEach(tail => tail.Close());
            error = tails.Open(path, out file, out stat);
        }

        return error;
    }

    // The regular files beside a path; null when there is no such directory.
    List<(string Path, FileStat Stat)>? ListingOf(string path, bool isNew)
    {
        string directory = Path.GetDirectoryName(files.TargetOf(path)) ?? "/";
        if (isNew || !_listings.TryGetValue(directory, out List<(string Path, FileStat Stat)>? listing))
        {
            listing = [];
            foreach (string name in files.Names(directory))
            {
                string sibling = FileGlob.Join(directory, name);
                if (files.Stat(sibling, out FileStat stat) == FileError.None && stat.IsRegular)
                {
                    listing.Add((sibling, stat));
                }
            }

            _listings[directory] = listing;
        }

        return listing.Count == 0 && files.Probe(directory) != FileError.None ? null : listing;
    }
}
