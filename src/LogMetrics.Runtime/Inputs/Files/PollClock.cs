namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>The times of polling as timestamps of a clock that never goes back.</summary>
sealed class PollClock(TimeProvider time, SourceOptions options)
{
    /// <summary>The present.</summary>
    internal long Now => time.GetTimestamp();

    /// <summary>The present in nanoseconds since 1970, as files are stamped; a little early, because their stamps are coarse.</summary>
    internal long UtcNanoseconds => ((time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100) - 20_000_000;

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
