namespace LogMetrics.Runtime.Metrics;

/// <summary>One set of label values of a family, and its value. Only the engine thread reads or writes it.</summary>
public abstract class Series
{
    /// <summary>When the value was last changed, in nanoseconds since 1970: the time of the line, where a program set one;
    /// 0 for a series that was made when its program was loaded and has not been touched since.</summary>
    public long UpdatedNanoseconds { get; set; }

    /// <summary>When the series came to be, in nanoseconds since 1970 by the clock: its start timestamp.</summary>
    public long StartedNanoseconds { get; set; }

    /// <summary>How long it may stay without an update; null is for ever.</summary>
    public TimeSpan? Expiry { get; set; }
}

/// <summary>A series of integers.</summary>
public sealed class IntSeries : Series
{
    /// <summary>The value; wraps around.</summary>
    public long Value { get; set; }
}

/// <summary>A series of doubles.</summary>
public sealed class FloatSeries : Series
{
    /// <summary>The value.</summary>
    public double Value { get; set; }
}

/// <summary>A series of texts.</summary>
public sealed class TextSeries : Series
{
    /// <summary>The present text; valid until it is set again.</summary>
    public ReadOnlySpan<byte> Value => throw new NotImplementedException();

    /// <summary>Copies a text in; reuses its buffer.</summary>
    public void Set(ReadOnlySpan<byte> value) => throw new NotImplementedException();
}

/// <summary>A series of observations in buckets.</summary>
public sealed class HistogramSeries : Series
{
    /// <summary>Counts an observation; NaN is counted, makes the sum NaN, and lands in no bucket.</summary>
    public void Observe(double value) => throw new NotImplementedException();
}
