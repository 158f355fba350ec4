namespace LogMetrics.Compiler.Programs;

/// <summary>An instant: seconds since 1970 in UTC and the nanoseconds within the second.</summary>
/// <param name="Seconds">Whole seconds since 1970, rounded down; negative before it.</param>
/// <param name="Nanoseconds">0 to 999,999,999.</param>
public readonly record struct UnixTime(long Seconds, int Nanoseconds)
{
    /// <summary>All of it in nanoseconds; wraps around outside the years 1678 to 2262, as mtail's times do.</summary>
    public long TotalNanoseconds => unchecked((Seconds * 1_000_000_000) + Nanoseconds);
}
