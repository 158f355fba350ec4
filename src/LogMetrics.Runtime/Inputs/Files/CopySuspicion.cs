namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>A file that seems to be a copy of another, which still holds the same: it may be half made, and may also be a log of its
/// own that begins alike.</summary>
/// <param name="Copy">The file.</param>
/// <param name="MadeNanoseconds">When the file was made, in nanoseconds since 1970.</param>
/// <param name="Original">What it seems to be a copy of; null when it is empty, and so like everything.</param>
/// <param name="Generation">Which content of the original that is.</param>
readonly record struct CopySuspicion(FileIdentity Copy, long MadeNanoseconds, FileTail? Original, int Generation)
{
    // What the original holds now may not be read yet, and what was read no longer be in it.
    internal static CopySuspicion Of(in FileStat copy, FileTail? original) => new(
        copy.Identity,
        copy.FirstStampNanoseconds,
        original,
        original is null ? 0 : original.Generation + (original.IsIntact() ? 0 : 1));

    /// <summary>Whether the file is a copy of less than was read of its original, which was emptied since. Where it is long enough
    /// to be recognised by its first bytes, those decide.</summary>
    internal bool IsConfirmedBy(in FileStat stat) =>
        Copy == stat.Identity
        && Original is { } original
        && Generation == original.Generation
        && stat.SizeBytes < original.Content.HeadCount
        && !original.IsIntact();
}
