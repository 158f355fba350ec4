namespace LogMetrics.Runtime.Metrics;

/// <summary>What is kept of one series besides its labels and its start.</summary>
ref struct KeptValue
{
    /// <summary>When it was updated, in nanoseconds since 1970.</summary>
    internal long UpdatedNanoseconds;

    /// <summary>How long it may stay without an update; null is for ever.</summary>
    internal TimeSpan? Expiry;

    /// <summary>An integer, the bits of a double, or the number of observations.</summary>
    internal long Bits;

    /// <summary>The sum of observations.</summary>
    internal double Sum;

    /// <summary>Observations by bucket, not cumulative.</summary>
    internal ReadOnlySpan<long> Buckets;

    /// <summary>A text.</summary>
    internal ReadOnlySpan<byte> Text;
}
