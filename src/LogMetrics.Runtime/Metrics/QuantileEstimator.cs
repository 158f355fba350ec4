using LogMetrics.Compiler.Programs;

namespace LogMetrics.Runtime.Metrics;

/// <summary>Quantiles of a stream of numbers, each within its error, from few of the numbers.</summary>
/// <remarks>
/// The targeted quantiles of G. Cormode, F. Korn, S. Muthukrishnan and D. Srivastava, "Effective Computation of Biased
/// Quantiles over Data Streams" (ICDE 2005): a sorted list of numbers that were seen, each with how many ranks it stands for
/// and how uncertain its own is; neighbours are put together wherever the invariant of the targets allows it. Numbers wait
/// in a buffer and are merged in sorted order, so that one costs a share of a pass. As long as the buffer was never full,
/// the answers are exact. It allocates only while it grows.
/// </remarks>
sealed class QuantileEstimator(QuantileTargets targets)
{
    // With the buffer of the Prometheus client libraries small sets give the same answers as theirs.
    const int BufferLength = 500;

    readonly double[] _buffer = new double[BufferLength];
    Sample[] _samples = [];
    Sample[] _merged = [];
    int _sampleCount;
    int _buffered;
    bool _isSorted;
    double _count;

    /// <summary>Takes a number in; NaN has no rank and must not come here.</summary>
    public void Insert(double value)
    {
        _buffer[_buffered++] = value;
        _isSorted = false;
        if (_buffered == BufferLength)
        {
            Merge();
        }
    }

    /// <summary>Forgets everything; keeps the memory.</summary>
    public void Clear()
    {
        _sampleCount = 0;
        _buffered = 0;
        _count = 0;
    }

    /// <summary>The number at a quantile; NaN when there is none.</summary>
    public double Query(double quantile)
    {
        if (_sampleCount == 0)
        {
            return QueryBuffer(quantile);
        }

        if (_buffered > 0)
        {
            Merge();
        }

        double rank = Math.Ceiling(quantile * _count);
        rank += Math.Ceiling(targets.AllowedError(rank, _count) / 2);
        double before = 0;
        for (int i = 1; i < _sampleCount; i++)
        {
            before += _samples[i - 1].Width;
            if (before + _samples[i].Width + _samples[i].Delta > rank)
            {
                return _samples[i - 1].Value;
            }
        }

        return _samples[_sampleCount - 1].Value;
    }

    double QueryBuffer(double quantile)
    {
        if (_buffered == 0)
        {
            return double.NaN;
        }

        SortBuffer();
        int rank = (int)Math.Ceiling(_buffered * quantile);
        return _buffer[Math.Clamp(rank - 1, 0, _buffered - 1)];
    }

    void SortBuffer()
    {
        if (!_isSorted)
        {
            _buffer.AsSpan(0, _buffered).Sort();
            _isSorted = true;
        }
    }

    /// <summary>Puts the buffer into the list, in one pass over both.</summary>
    void Merge()
    {
        SortBuffer();
        if (_merged.Length < _sampleCount + _buffered)
        {
            _merged = new Sample[2 * (_sampleCount + _buffered)];
        }

        int from = 0;
        int to = 0;
        double rank = 0;
        foreach (double value in _buffer.AsSpan(0, _buffered))
        {
            while (from < _sampleCount && _samples[from].Value <= value)
            {
                rank += _samples[from].Width;
                _merged[to++] = _samples[from++];
            }

            // At the ends a number's rank is known; in between it is as uncertain as the invariant lets it be.
            bool isAtEnd = from == _sampleCount;
            double delta = isAtEnd ? 0 : Math.Max(0, Math.Floor(targets.AllowedError(rank, _count)) - 1);
            _merged[to++] = new Sample(value, 1, delta);
            rank++;
            _count++;
        }

        _samples.AsSpan(from, _sampleCount - from).CopyTo(_merged.AsSpan(to));
        _sampleCount += _buffered;
        _buffered = 0;
        (_samples, _merged) = (_merged, _samples);
        Compress();
    }

    /// <summary>Puts neighbours together, from the largest on down.</summary>
    void Compress()
    {
        int kept = _sampleCount - 1;
        double rank = _count - 1 - _samples[kept].Width;
        for (int i = _sampleCount - 2; i >= 0; i--)
        {
            Sample smaller = _samples[i];
            Sample larger = _samples[kept];
            if (smaller.Width + larger.Width + larger.Delta <= targets.AllowedError(rank, _count))
            {
                _samples[kept] = larger with { Width = larger.Width + smaller.Width };
            }
            else
            {
                _samples[--kept] = smaller;
            }

            rank -= smaller.Width;
        }

        int count = _sampleCount - kept;
        Array.Copy(_samples, kept, _samples, 0, count);
        _sampleCount = count;
    }

    /// <summary>A number that stands for some ranks.</summary>
    readonly record struct Sample(double Value, double Width, double Delta);
}

/// <summary>The quantiles that are asked for, and how uncertain a rank may be for their sake.</summary>
sealed class QuantileTargets
{
    // An error of nothing would keep every number for ever.
    const double SmallestError = 0.0005;

    readonly SummaryQuantile[] _targets;

    public QuantileTargets(IEnumerable<SummaryQuantile> quantiles) => _targets =
    [
        .. quantiles.Select(target => new SummaryQuantile(
            Math.Clamp(target.Quantile, SmallestError, 1 - SmallestError), Math.Max(target.Error, SmallestError))),
    ];

    /// <summary>By how many ranks a number at a rank may be off, of so many numbers.</summary>
    public double AllowedError(double rank, double count)
    {
        double least = double.MaxValue;
        foreach ((double quantile, double error) in _targets)
        {
            double allowed = quantile * count <= rank
                ? 2 * error * rank / quantile
                : 2 * error * (count - rank) / (1 - quantile);
            least = Math.Min(least, allowed);
        }

        return least;
    }
}
