namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>When a directory was listed, and what was its stamp then: one that has not changed need not be listed again.</summary>
/// <remarks>A stamp has steps of some milliseconds, or of seconds on old file systems, so that a directory is only taken for
/// unchanged when it was listed well after it got its present stamp, and the clock that stamps files has gone on since. It is
/// listed now and then in any case, because not every file system keeps stamps.</remarks>
sealed class ListedDirectory
{
    static readonly TimeSpan StampTime = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan LongStampTime = TimeSpan.FromSeconds(2.5);
    static readonly TimeSpan LongestTime = TimeSpan.FromSeconds(5);

    long _stamp;
    long _stampSeenAt;
    long _listedAt;
    bool _isCertain;

    /// <summary>Whether there was something in it that matches.</summary>
    internal bool HasMatches { get; set; }

    /// <summary>Whether it has to be listed; it is taken to be when it has.</summary>
    internal bool HasToBeListed(string directory, FileSystem files)
    {
        long utcNanoseconds = files.StampNanoseconds(files.Clock);
        bool isKnown = files.Stat(directory, out FileStat stat) == FileError.None;
        if (isKnown && _isCertain && stat.ChangedNanoseconds == _stamp && files.Clock.GetElapsedTime(_listedAt) < LongestTime)
        {
            return false;
        }

        long now = files.Clock.GetTimestamp();
        if (!isKnown || stat.ChangedNanoseconds != _stamp || _stampSeenAt == 0)
        {
            _stamp = stat.ChangedNanoseconds;
            _stampSeenAt = now;
        }

        _listedAt = now;
        TimeSpan stampTime = _stamp % 1_000_000_000 == 0 ? LongStampTime : StampTime;
        _isCertain = isKnown && utcNanoseconds > _stamp && files.Clock.GetElapsedTime(_stampSeenAt, now) >= stampTime;
        return true;
    }
}
