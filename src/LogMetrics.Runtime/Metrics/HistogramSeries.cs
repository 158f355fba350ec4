using System.Collections.Immutable;

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

/// <summary>The buckets of a histogram as they follow from the boundaries that its program wrote.</summary>
/// <remarks>A positive first boundary puts a bucket from zero before it; a first boundary of zero or less is where the
/// first bucket begins, and ends none. Everything below lands in the first bucket, everything above in the last.</remarks>
sealed class HistogramBounds
{
    internal HistogramBounds(ImmutableArray<double> boundaries)
    {
        bool fromZero = boundaries.Length > 0 && boundaries[0] > 0;
        Lower = fromZero || boundaries.Length == 0 ? [0, .. boundaries] : [.. boundaries];
        Upper = [.. Lower.AsSpan(1), double.PositiveInfinity];
    }

    /// <summary>The lower bounds, exclusive.</summary>
    internal double[] Lower { get; }

    /// <summary>The upper bounds, inclusive; the last is infinity.</summary>
    internal double[] Upper { get; }
}
