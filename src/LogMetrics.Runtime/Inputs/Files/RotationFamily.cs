using LogMetrics.Runtime.Inputs.Files.Compression;

namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>The rotated files beside a log: those that no glob finds but that hold lines nobody has read.</summary>
/// <remarks>When a log is rotated twice between two looks, or emptied with lines in it that were not read, those lines are
/// still there, under a rotated name in the same directory. They are read as lines of the log they were written to.</remarks>
sealed class RotationFamily(TailTable tails, FileSystem files, InputEvents events)
{
    const int Attempts = 3;

    readonly Dictionary<FileIdentity, (string Name, CopySuspicion Suspicion)> _suspicions = [];
    readonly HashSet<string> _suspicious = new(StringComparer.Ordinal);
    readonly HashSet<FileIdentity> _seen = [];
    readonly RotatedSiblings _siblings = new(files);

    /// <summary>What is left alone although its stamps say that it was made since.</summary>
    internal PassedOverFiles PassedOver { get; } = new(files, tails);

    /// <summary>All logs were looked at: what is beside them is looked at from now on.</summary>
    internal void BeginTurn() => _siblings.BeginTurn();

    /// <summary>When the oldest file was made that may be a copy, or a log, and is not followed yet; of those that were made since
    /// a moment. In nanoseconds since 1970; the largest number when there is none.</summary>
    internal long OldestSuspicion(long since)
    {
        long oldest = long.MaxValue;
        foreach ((_, CopySuspicion suspicion) in _suspicions.Values)
        {
            oldest = suspicion.MadeNanoseconds >= since ? Math.Min(oldest, suspicion.MadeNanoseconds) : oldest;
        }

        return oldest;
    }

    /// <summary>Follows the files that had the log's path for a while between two looks at it, and copies of what it held
    /// for a while, oldest first.</summary>
    /// <param name="name">The log's path.</param>
    /// <param name="old">The file that had the path last, as far as is known; null when there was none.</param>
    /// <param name="since">The stamps of what was made since the path was looked at before: what was made earlier, and is not
    /// known, is an archive that somebody unpacked.</param>
    /// <param name="watched">Paths that are looked at anyway.</param>
    /// <param name="now">A timestamp of the clock.</param>
    /// <param name="named">The file that the path was found to name now; the default for none.</param>
    /// <param name="withArchives">Whether compressed files count, too. Only when nobody looked for a while: what is compressed
    /// while we look was read before.</param>
    /// <returns>The last of them; the old file when there is none.</returns>
    internal FileTail? FollowBetween(
        string name, FileTail? old, in StampRange since, HashSet<string> watched, long now, FileIdentity named, bool withArchives) =>
        FollowBetween(name, [name], old, since, watched, now, named, withArchives);

    FileTail? FollowBetween(
        string name,
        IReadOnlyList<string> places,
        FileTail? old,
        in StampRange since,
        HashSet<string> watched,
        long now,
        FileIdentity? named = null,
        bool withArchives = false)
    {
        // Names move while they are looked at: what was not there, or is another file once it is open, is looked for again.
        FileTail? last = old;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            bool hasMoved;
            List<(string Path, FileStat Stat)> members = attempt == 0 && named is { } file
                ? _siblings.LookListed(name, file, out hasMoved)
                : _siblings.Look(places, out hasMoved);
            List<(string Path, FileIdentity Identity, long Born)> between = Made(members, since, watched);
            if (withArchives)
            {
                FindArchives(name, since, between);
            }

            last = Follow(name, between, last, now, ref hasMoved);
            if (!hasMoved)
            {
                break;
            }
        }

        return last;
    }

    List<(string Path, FileIdentity Identity, long Born)> Made(
        List<(string Path, FileStat Stat)> members, StampRange since, HashSet<string> watched) =>
    [
        .. members
            .Where(member => member.Stat.IsRegular && !watched.Contains(member.Path) && IsMadeSince(since, member.Stat))
            .Select(member => (member.Path, member.Stat.Identity, member.Stat.FirstStampNanoseconds)),
    ];

    FileTail? Follow(
        string name, List<(string Path, FileIdentity Identity, long Born)> found, FileTail? last, long now, ref bool hasMoved)
    {
        foreach ((string path, FileIdentity identity, _) in found.OrderBy(file => file.Born))
        {
            if (tails.Open(path, out OpenFile? file, out FileStat stat) != FileError.None)
            {
                hasMoved = true;
                continue;
            }

            if (stat.Identity != identity)
            {
                hasMoved = true;
                file!.Dispose();
                continue;
            }

            if (tails.Find(stat.Identity) is not null || IsKnownContent(name, path, file!, ref stat))
            {
                file!.Dispose();
                continue;
            }

            FileTail tail = tails.Follow(name, file!, stat, 0, now);
            tail.Path = path;
            tail.Predecessor = last;
            last = tail;
        }

        return last;
    }

    /// <summary>Follows the copy that was made of a log before it was emptied, from where the log was left, and the copies
    /// of what it held after that until it was emptied again.</summary>
    /// <param name="original">The log.</param>
    /// <param name="since">The stamps of what was made since it was looked at before it was found to be emptied.</param>
    /// <param name="watched">Paths that are looked at anyway.</param>
    /// <param name="now">A timestamp of the clock.</param>
    internal void FollowCopiesOf(FileTail original, in StampRange since, HashSet<string> watched, long now)
    {
        FileTail? copy = FindCopyOf(original, watched, now);
        StampRange sinceCopy = copy is { Identity.BornNanoseconds: > 0 and var born } ? StampRange.Since(born) : since;
        FileTail? last = FollowBetween(original.Name, original.Places.Paths, copy ?? original, sinceCopy, watched, now);
        original.Predecessor = last == original ? original.Predecessor : last;
    }

    FileTail? FindCopyOf(FileTail original, HashSet<string> watched, long now)
    {
        foreach (string path in _siblings.Paths(original.Places.Paths))
        {
            if (watched.Contains(path) || tails.Open(path, out OpenFile? file, out FileStat stat) != FileError.None)
            {
                continue;
            }

            if (tails.Find(stat.Identity) is null
                && TailStart.OriginalOf(path, file!, ref stat, tails.Tails, SuspicionOf(stat), out bool isCertain) == original
                && isCertain)
            {
                return FollowCopy(path, file!, stat, original, now);
            }

            file!.Dispose();
        }

        return null;
    }

    /// <summary>Looks again at files that seemed to be copies, or were empty: what they are is seen when they are longer, or when
    /// their original no longer holds the same.</summary>
    internal void Review(HashSet<string> watched, long now)
    {
        if (_suspicions.Count == 0)
        {
            return;
        }

        _suspicious.Clear();
        _seen.Clear();
        _suspicious.UnionWith(_suspicions.Values.Select(suspect => suspect.Name));
        foreach (string name in _suspicious)
        {
            foreach (string path in _siblings.Paths(name))
            {
                if (!watched.Contains(path)
                    && files.Stat(path, out FileStat stat) == FileError.None
                    && _suspicions.ContainsKey(stat.Identity)
                    && tails.Find(stat.Identity) is null)
                {
                    _seen.Add(stat.Identity);
                    Review(name, path, now);
                }
            }
        }

        foreach (FileIdentity gone in _suspicions.Keys.Except(_seen).ToList())
        {
            _suspicions.Remove(gone);
        }
    }

    void Review(string name, string path, long now)
    {
        if (tails.Open(path, out OpenFile? file, out FileStat stat) != FileError.None)
        {
            return;
        }

        FileTail? original = TailStart.OriginalOf(path, file!, ref stat, tails.Tails, SuspicionOf(stat), out bool isCertain);
        if (stat.SizeBytes == 0 || (original is not null && !isCertain))
        {
            Suspect(name, stat, original);
            file!.Dispose();
            return;
        }

        _suspicions.Remove(stat.Identity);
        if (original is not null)
        {
            FollowCopy(path, file!, stat, original, now);
        }
        else
        {
            tails.Follow(name, file!, stat, 0, now).Path = path;
        }
    }

    /// <summary>Follows a copy whose original is no longer what it was.</summary>
    internal FileTail FollowCopy(string path, OpenFile file, in FileStat stat, FileTail original, long now)
    {
        long position = TailStart.InCopy(original, stat);
        FileTail copy = tails.Follow(original.Name, file, stat, position, now);
        copy.Path = path;
        copy.IsCopy = true;
        original.CopiedBytes = Math.Max(original.CopiedBytes, stat.SizeBytes);
        original.Predecessor = copy;
        events.CopyRecognised(path, original.Name, position);
        return copy;
    }

    /// <inheritdoc cref="RotatedSiblings.Find"/>
    internal string? Find(IReadOnlyList<string> places, FileIdentity identity, out FileStat stat, out bool hasMoved) =>
        _siblings.Find(places, identity, out stat, out hasMoved);

    /// <summary>Whether a path is what rotation makes of a log when it also compresses it.</summary>
    internal static bool IsArchiveOf(ReadOnlySpan<char> path, ReadOnlySpan<char> name)
    {
        ReadOnlySpan<char> plain = Compressed.WithoutExtension(path, out bool isReadable);
        return isReadable && (plain.SequenceEqual(name) || RotatedName.IsOf(plain, name));
    }

    /// <summary>Whether a path is what rotation makes, with compression, of what was found under another rotated name first.</summary>
    internal static bool IsArchiveBeside(ReadOnlySpan<char> path, ReadOnlySpan<char> rotated)
    {
        ReadOnlySpan<char> plain = Compressed.WithoutExtension(path, out bool isReadable);
        return isReadable && RotatedName.AreOfOne(rotated, plain);
    }

    // A compressed file was made when it was compressed, and says that it was written when the log was written last. One that lies
    // beside what it is made of is not whole yet.
    void FindArchives(string name, in StampRange since, List<(string Path, FileIdentity Identity, long Born)> found)
    {
        name = files.TargetOf(name);
        string directory = Path.GetDirectoryName(name) ?? "/";
        HashSet<string> siblings = [.. files.Names(directory).Select(entry => FileGlob.Join(directory, entry))];
        foreach (string sibling in siblings)
        {
            string plain = Compressed.WithoutExtension(sibling, out _).ToString();
            if (IsArchiveOf(sibling, name)
                && (plain == name || !siblings.Contains(plain))
                && files.Stat(sibling, out FileStat stat) == FileError.None
                && stat.IsRegular
                && IsMadeSince(since, stat))
            {
                found.Add((sibling, stat.Identity, stat.ModifiedNanoseconds));
            }
        }
    }

    bool IsMadeSince(in StampRange since, in FileStat stat) =>
        since.Contains(stat.FirstStampNanoseconds) && !PassedOver.Contains(stat.Identity) && tails.Find(stat.Identity) is null;

    bool IsKnownContent(string name, string path, OpenFile file, ref FileStat stat)
    {
        if (file.IsCompressed)
        {
            return tails.Tails.Any(tail => tail.BeginsLike(file));
        }

        FileTail? original = TailStart.OriginalOf(path, file, ref stat, tails.Tails, SuspicionOf(stat), out bool isCertain);
        bool isOpen = stat.SizeBytes == 0 || (original is not null && !isCertain);
        if (isOpen)
        {
            Suspect(name, stat, original);
        }

        return isOpen || original is not null;
    }

    // An empty file is a log that was rotated before it got its first line, or a copy before it got its first byte.
    void Suspect(string name, in FileStat stat, FileTail? original) => _suspicions[stat.Identity] = (
        name,
        CopySuspicion.Of(stat, stat.SizeBytes == 0 ? null : original));

    CopySuspicion? SuspicionOf(in FileStat stat) =>
        _suspicions.TryGetValue(stat.Identity, out (string Name, CopySuspicion Suspicion) suspect) ? suspect.Suspicion : null;
}
