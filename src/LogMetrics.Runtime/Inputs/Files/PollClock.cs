namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>The times of polling as timestamps of a clock that never goes back.</summary>
sealed class PollClock(TimeProvider time, SourceOptions options, FileSystem files)
{
    /// <summary>The present.</summary>
    internal long Now => time.GetTimestamp();

    /// <summary>The present in nanoseconds since 1970, as files are stamped: what is made from now on has no earlier stamp.</summary>
    internal long UtcNanoseconds => files.StampNanoseconds(time);

    /// <summary>The stamps of what was made since a look, also when the clock was set back after it.</summary>
    internal StampRange Since(in LookTime look) => new(
        look.UtcNanoseconds,
        UtcNanoseconds,
        look.Timestamp == 0 ? 0 : (long)time.GetElapsedTime(look.Timestamp).TotalNanoseconds);

    /// <summary>The moment of a look that is about to be made.</summary>
    internal LookTime LookTime => new(UtcNanoseconds, Now);

    /// <summary>Between two looks at what changes.</summary>
    internal long Interval { get; } = Ticks(options.PollInterval, time);

    /// <summary>Between two looks at what does not.</summary>
    internal long IdleInterval { get; } = Ticks(options.IdlePollInterval, time);

    /// <summary>The same when there are so many files: no more than 5,000 of them are looked at in a second for nothing.</summary>
    internal long IdleIntervalOf(int fileCount) => Math.Max(IdleInterval, fileCount * time.TimestampFrequency / 5000);

    /// <summary>How long a rotated file is held after its last new byte.</summary>
    internal long RotateWait { get; } = Ticks(options.RotateWait, time);

    /// <summary>The same in nanoseconds.</summary>
    internal long RotateWaitNanoseconds { get; } = options.RotateWait.Ticks * TimeSpan.NanosecondsPerTick;

    static long Ticks(TimeSpan span, TimeProvider time) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
