namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>One path that is looked at, and the file it named when it was looked at last.</summary>
sealed class WatchedPath(string path, FileGlob glob, bool isThereAtStart)
{
    int _quietLooks;

    /// <summary>The path.</summary>
    internal string Path => path;

    /// <summary>What it was found by.</summary>
    internal FileGlob Glob => glob;

    /// <summary>The file it names; null while there is none that can be read.</summary>
    internal FileTail? Tail { get; set; }

    /// <summary>The file it named before.</summary>
    internal FileTail? LastTail { get; set; }

    /// <summary>Why it cannot be read at the moment.</summary>
    internal FileError Error { get; set; }

    /// <summary>Whether it was found when the process started.</summary>
    internal bool IsThereAtStart => isThereAtStart;

    /// <summary>Whether it was never looked at.</summary>
    internal bool IsFirstLook { get; set; } = true;

    /// <summary>What it named when the process started, also when that could not be read yet.</summary>
    internal FileStat? FirstStat { get; set; }

    /// <summary>The file it names when that seems to be a copy; it is not read until that is certain.</summary>
    internal CopySuspicion? Suspicion { get; set; }

    /// <summary>Whether it was only found by a glob, and is no longer there.</summary>
    internal bool IsGone { get; set; }

    /// <summary>Whether an earlier process looked at it, and this one has not yet.</summary>
    internal bool IsResumed { get; private set; }

    /// <summary>What it named when it was looked at last, whatever came of that; null when there was nothing.</summary>
    internal FileIdentity? Seen { get; set; }

    /// <summary>When it is looked at next, as a timestamp of the clock.</summary>
    internal long NextLook { get; private set; }

    /// <summary>When it was looked at last.</summary>
    internal LookTime LookedAt { get; private set; }

    /// <summary>When it was looked at before that, and what was seen was read since.</summary>
    internal LookTime LookedAtBefore { get; private set; }

    /// <summary>The last look of which it is certain that what it saw was read: what is due now may have been emptied, and copies
    /// of what it held be there that nobody has seen.</summary>
    internal LookTime ReadThrough => Tail is { IsDue: true } && LookedAtBefore != default ? LookedAtBefore : LookedAt;

    /// <summary>An earlier process looked at it, and this is what it saw.</summary>
    /// <param name="tail">The file that it named; null when there was none, or that is gone.</param>
    /// <param name="utcNanoseconds">When that was.</param>
    internal void Resume(FileTail? tail, long utcNanoseconds)
    {
        LastTail = tail;
        LookedAt = new LookTime(utcNanoseconds, 0);
        IsResumed = true;
    }

    /// <summary>It was looked at.</summary>
    /// <param name="time">When that began: what was made meanwhile was not seen.</param>
    /// <param name="isRead">Whether what the look before has seen was read.</param>
    internal void NoteLook(in LookTime time, bool isRead)
    {
        IsResumed = false;
        LookedAtBefore = isRead ? LookedAt : LookedAtBefore;
        LookedAt = time;
    }

    /// <summary>Plans the next look: soon while something changes, and less and less often, down to a limit, when not.</summary>
    internal void PlanNextLook(long now, bool isChanged, long interval, long idleInterval)
    {
        const int LooksPerStep = 8;
        _quietLooks = isChanged ? 0 : Math.Min(_quietLooks + 1, 30 * LooksPerStep);
        NextLook = now + Math.Max(interval, Math.Min(interval << Math.Min(_quietLooks / LooksPerStep, 20), idleInterval));
    }

    /// <summary>What it is doing while no file can be read under it.</summary>
    internal SourceStatus Status => new(
        path,
        Error is FileError.None or FileError.NotFound ? SourceState.Waiting : SourceState.Failing,
        0,
        0,
        0,
        Error == FileError.None ? null : Error.Words());
}
