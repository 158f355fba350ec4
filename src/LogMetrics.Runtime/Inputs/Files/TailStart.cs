namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>Where reading begins in a file that is new to us, though its content may not be.</summary>
/// <remarks>
/// A file that appears is read from its first byte, unless it holds what was read already under another identity: the copy
/// that copytruncate makes beside a log before it empties it, or the file that atomically takes a log's place with the
/// same lines and some more. Both are recognised by content and by circumstance, because content alone proves little:
/// two files may begin with the same banner.
/// </remarks>
static class TailStart
{
    /// <summary>Where to begin in a file that took the place of another under the same path.</summary>
    /// <returns>0, or where the old file was left.</returns>
    internal static long AfterReplacement(FileTail old, OpenFile file, in FileStat stat)
    {
        // The new file was made before the old one lost its last name: it was written aside and moved there. A file that is
        // made after the old one was deleted is a new log, also when it says the same.
        bool isReplacement = old.IsOpen
            && old.Look() == FileError.None
            && old.LastStat.LinkCount == 0
            && stat.Identity.BornNanoseconds != 0
            && stat.Identity.BornNanoseconds < old.LastStat.ChangedNanoseconds
            && stat.SizeBytes >= old.Position
            && old.Content.Fits(file);
        if (!isReplacement)
        {
            return 0;
        }

        long position = old.LineStart;
        old.DropPending();
        return position;
    }

    /// <summary>The file that a new one may be a copy of: its path is a rotated name of that file's, and everything in it is
    /// what the other holds or held.</summary>
    /// <param name="path">Where the new file is.</param>
    /// <param name="file">The new file.</param>
    /// <param name="stat">What it is; brought up to date when it grows meanwhile.</param>
    /// <param name="tails">The files that are known.</param>
    /// <param name="suspicion">What it seemed to be when it was looked at before.</param>
    /// <param name="isCertain">Whether the other no longer holds it, so that the new one is what is left of it. As long as both
    /// hold the same, the new one may also be a log of its own that begins alike.</param>
    internal static FileTail? OriginalOf(
        string path,
        OpenFile file,
        ref FileStat stat,
        IReadOnlyList<FileTail> tails,
        CopySuspicion? suspicion,
        out bool isCertain)
    {
        const int Attempts = 3;
        for (int attempt = 1; ; attempt++)
        {
            FileTail? original = Compare(path, file, stat, tails, suspicion, out isCertain);
            long size = stat.SizeBytes;

            // A copy that was finished meanwhile, after which its original was emptied, was compared by what it was before.
            if (attempt == Attempts || file.Stat(out FileStat now) != FileError.None || now.SizeBytes == size)
            {
                return original;
            }

            stat = now;
        }
    }

    static FileTail? Compare(
        string path,
        OpenFile file,
        in FileStat stat,
        IReadOnlyList<FileTail> tails,
        CopySuspicion? suspicion,
        out bool isCertain)
    {
        if (suspicion is { Original: { } original } known && known.IsConfirmedBy(stat))
        {
            isCertain = true;
            return original;
        }

        foreach (FileTail tail in tails)
        {
            if (tail.Places.IsRotatedName(path) && IsCopy(file, stat.SizeBytes, tail, out isCertain))
            {
                return tail;
            }
        }

        isCertain = false;
        return null;
    }

    /// <summary>Where to begin in a copy whose original was emptied or deleted.</summary>
    internal static long InCopy(FileTail original, in FileStat copy)
    {
        // What the original got after the copy was made, and before it was emptied, was read from the original.
        if (copy.SizeBytes < original.Position)
        {
            return Math.Min(copy.SizeBytes, original.TakenPosition);
        }

        // The line that was begun in the original ends in the copy, if anywhere.
        long position = original.LineStart;
        original.DropPending();
        return position;
    }

    static bool IsCopy(OpenFile file, long size, FileTail original, out bool isCertain)
    {
        if (original.HasBeginning(file, size))
        {
            isCertain = original.LastStat.LinkCount == 0;
            return true;
        }

        isCertain = true;
        return !original.IsIntact()
            && (size >= original.Position ? original.Content.Fits(file) : original.Content.HeadFits(file));
    }
}
