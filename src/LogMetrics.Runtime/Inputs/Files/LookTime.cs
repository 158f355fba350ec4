namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>When something was looked at.</summary>
/// <param name="UtcNanoseconds">By the clock that stamps files, in nanoseconds since 1970; 0 for never.</param>
/// <param name="Timestamp">By the clock that never goes back; 0 when it was in another process.</param>
readonly record struct LookTime(long UtcNanoseconds, long Timestamp);

/// <summary>The stamps that files have which were made between a moment and now.</summary>
/// <param name="FromNanoseconds">The moment, in nanoseconds since 1970.</param>
/// <param name="ToNanoseconds">Now, by the same clock. When that is earlier, the clock was set back in between, and files that
/// were made afterwards have stamps from before the moment.</param>
/// <param name="ElapsedNanoseconds">How much time has really passed.</param>
readonly record struct StampRange(long FromNanoseconds, long ToNanoseconds, long ElapsedNanoseconds)
{
    // Stamps may be finer than the steps of the clock that is asked for the present.
    const long LongestStep = 1_000_000_000;

    // How far the clock of a file server may be ahead. What has later stamps was made before the clock was set back.
    const long FurthestAhead = 60_000_000_000;

    /// <summary>Everything since a moment, by a clock that was not set back.</summary>
    internal static StampRange Since(long nanoseconds) => new(nanoseconds, long.MaxValue, 0);

    /// <summary>Whether a stamp is one of them.</summary>
    internal bool Contains(long stamp) =>
        (stamp >= FromNanoseconds && (ToNanoseconds < FromNanoseconds || stamp - FurthestAhead <= ToNanoseconds))
        || (ToNanoseconds < FromNanoseconds
            && stamp >= ToNanoseconds - ElapsedNanoseconds
            && stamp <= ToNanoseconds + LongestStep);
}
