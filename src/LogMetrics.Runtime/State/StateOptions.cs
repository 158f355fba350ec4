namespace LogMetrics.Runtime.State;

/// <summary>Where and how often the state is kept.</summary>
public sealed record StateOptions
{
    /// <summary>The folder.</summary>
    public required string Directory { get; init; }

    /// <summary>How often it is saved when nobody scrapes, and how often the disk is waited for: what may be lost when the
    /// machine goes down. 10 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the series of a metric that no program has any more are kept for the case that it comes back. A
    /// day: long enough to notice a bad program and go back to the one before.</summary>
    public static TimeSpan RemovedKept { get; } = TimeSpan.FromHours(24);
}
