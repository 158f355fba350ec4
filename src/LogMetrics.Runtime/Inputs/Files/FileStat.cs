namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>What a path or an open file is at one moment.</summary>
/// <param name="Identity">Which file it is.</param>
/// <param name="Kind">What sort of file.</param>
/// <param name="SizeBytes">How long it is.</param>
/// <param name="LinkCount">How many names it has; 0 for a deleted file that is still open.</param>
/// <param name="ModifiedNanoseconds">When its content was last written, since 1970.</param>
/// <param name="ChangedNanoseconds">When its content, names or rights last changed, since 1970.</param>
readonly record struct FileStat(
    FileIdentity Identity,
    FileKind Kind,
    long SizeBytes,
    uint LinkCount,
    long ModifiedNanoseconds,
    long ChangedNanoseconds)
{
    /// <summary>When it was made; where the file system does not know that, when it was written last.</summary>
    internal long FirstStampNanoseconds =>
        Identity.BornNanoseconds == 0 ? ModifiedNanoseconds : Identity.BornNanoseconds;

    /// <summary>Whether it is a plain file, which is all that is followed.</summary>
    internal bool IsRegular => Kind == FileKind.Regular;
}

/// <summary>The sorts of file that make a difference here.</summary>
enum FileKind
{
    /// <summary>A directory, a device, a socket.</summary>
    Other,

    /// <summary>A plain file.</summary>
    Regular,

    /// <summary>A named pipe.</summary>
    Pipe,
}
