namespace LogMetrics.Runtime.Metrics;

/// <summary>A series of observations in buckets.</summary>
public sealed class HistogramSeries : Series
{
    readonly HistogramBounds _bounds;

    internal HistogramSeries(SeriesOrigin origin, HistogramBounds bounds)
        : base(origin)
    {
        _bounds = bounds;
        Buckets = new long[bounds.Upper.Length];
    }

    /// <summary>How many observations there were, NaN included.</summary>
    public long Count { get; private set; }

    /// <summary>Their sum.</summary>
    public double Sum { get; private set; }

    /// <summary>How many observations fell into each bucket, not cumulative; the last one has no upper bound.</summary>
    internal long[] Buckets { get; }

    /// <summary>Becomes what was kept of it.</summary>
    internal void Restore(long count, double sum, ReadOnlySpan<long> buckets)
    {
        Count = count;
        Sum = sum;
        buckets.CopyTo(Buckets);
    }

    /// <summary>Counts an observation; NaN is counted, makes the sum NaN, and lands in no bucket.</summary>
    public void Observe(double value)
    {
        Count++;
        Sum += value;
        double[] upper = _bounds.Upper;
        for (int i = 0; i < upper.Length; i++)
        {
            if (value <= upper[i])
            {
                Buckets[i]++;
                return;
            }
        }
    }
}
