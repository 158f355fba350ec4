namespace LogMetrics.Runtime.Metrics;

/// <summary>The time by which series begin: as the system has it, but never earlier than it was, because the clock may be set back and
/// a series that begins anew must have a later start than before. Any thread.</summary>
/// <param name="time">The clock of the system.</param>
sealed class SeriesClock(TimeProvider time)
{
    // The finest that a page shows of a start timestamp.
    const long ShownStep = 1_000_000;

    long _latest;

    /// <summary>The present of the system, in nanoseconds since 1970.</summary>
    internal long SystemNanoseconds => time.GetUtcNow().ToUnixNanoseconds();

    /// <summary>The start of what begins now, in nanoseconds since 1970.</summary>
    internal long StartNanoseconds => NotBefore(SystemNanoseconds);

    /// <summary>What has begun by now has a start until this moment.</summary>
    /// <returns>The latest of such moments.</returns>
    internal long NotBefore(long nanoseconds)
    {
        long latest = Volatile.Read(ref _latest);
        while (nanoseconds > latest)
        {
            long before = Interlocked.CompareExchange(ref _latest, nanoseconds, latest);
            if (before == latest)
            {
                return nanoseconds;
            }

            latest = before;
        }

        return latest;
    }

    /// <summary>What begins from now on has a later start than all that has begun, also where the clock was set back.</summary>
    internal void BeginAnew()
    {
        long latest = Volatile.Read(ref _latest);
        if (SystemNanoseconds < latest)
        {
            NotBefore(latest + ShownStep);
        }
    }
}
