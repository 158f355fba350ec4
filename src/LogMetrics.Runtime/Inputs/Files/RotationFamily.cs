namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>The rotated files beside a log: those that no glob finds but that hold lines nobody has read.</summary>
/// <remarks>When a log is rotated twice between two looks, or emptied with lines in it that were not read, those lines are
/// still there, under a rotated name in the same directory. They are read as lines of the log they were written to.</remarks>
sealed class RotationFamily(TailTable tails, FileSystem files, InputEvents events)
{
    /// <summary>Follows the files that had the log's path after one file and before another, oldest first.</summary>
    /// <param name="old">The file that had the path when it was looked at last.</param>
    /// <param name="present">The file that has it now.</param>
    /// <param name="watched">Paths that are looked at anyway.</param>
    /// <param name="now">A timestamp of the clock.</param>
    /// <returns>The last of them; the old file when there is none.</returns>
    internal FileTail FollowBetween(FileTail old, in FileStat present, HashSet<string> watched, long now)
    {
        long earliest = old.Identity.BornNanoseconds;
        long latest = present.Identity.BornNanoseconds;
        if (earliest == 0 || latest <= earliest)
        {
            return old;
        }

        var between = new List<(string Path, FileStat Stat)>();
        foreach (string path in Siblings(old.Name))
        {
            if (!watched.Contains(path)
                && files.Stat(path, out FileStat stat) == FileError.None
                && stat.IsRegular
                && stat.Identity.BornNanoseconds > earliest
                && stat.Identity.BornNanoseconds < latest
                && tails.Find(stat.Identity) is null)
            {
                between.Add((path, stat));
            }
        }

        FileTail last = old;
        foreach ((string path, _) in between.OrderBy(file => file.Stat.Identity.BornNanoseconds))
        {
            if (tails.Open(path, out OpenFile? file, out FileStat stat) != FileError.None)
            {
                continue;
            }

            if (tails.Find(stat.Identity) is not null || TailStart.OriginalOf(path, file!, stat, tails.Tails) is not null)
            {
                file!.Dispose();
                continue;
            }

            FileTail tail = tails.Follow(old.Name, file!, stat, 0, now);
            tail.Path = path;
            tail.Predecessor = last;
            last = tail;
        }

        return last;
    }

    /// <summary>Follows the copy that was made of a log before it was emptied, from where the log was left.</summary>
    internal void FollowCopyOf(FileTail original, HashSet<string> watched, long now)
    {
        foreach (string path in Siblings(original.Name))
        {
            if (watched.Contains(path) || tails.Open(path, out OpenFile? file, out FileStat stat) != FileError.None)
            {
                continue;
            }

            if (tails.Find(stat.Identity) is null
                && TailStart.OriginalOf(path, file!, stat, tails.Tails) == original)
            {
                FollowCopy(path, file!, stat, original, now);
                return;
            }

            file!.Dispose();
        }
    }

    /// <summary>Follows a copy whose original is no longer what it was.</summary>
    internal FileTail FollowCopy(string path, OpenFile file, in FileStat stat, FileTail original, long now)
    {
        long position = TailStart.InCopy(original, stat);
        FileTail copy = tails.Follow(original.Name, file, stat, position, now);
        copy.Path = path;
        original.Predecessor = copy;
        events.CopyRecognised(path, original.Name, position);
        return copy;
    }

    static IEnumerable<string> Siblings(string path)
    {
        string directory = Path.GetDirectoryName(path) ?? "/";
        foreach (string name in DirectoryListing.Names(directory))
        {
            string sibling = FileGlob.Join(directory, name);
            if (RotatedName.IsOf(sibling, path))
            {
                yield return sibling;
            }
        }
    }
}
