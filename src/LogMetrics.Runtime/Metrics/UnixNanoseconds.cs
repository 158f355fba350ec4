namespace LogMetrics.Runtime.Metrics;

/// <summary>Time as the store keeps it.</summary>
static class UnixNanoseconds
{
    /// <summary>Nanoseconds since 1970, in steps of 100.</summary>
    internal static long ToUnixNanoseconds(this DateTimeOffset time) =>
        (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * TimeSpan.NanosecondsPerTick;
}
