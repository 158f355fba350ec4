using LogMetrics.Compiler.Programs;

namespace LogMetrics.Runtime.Metrics;

/// <summary>A series of observations whose quantiles are known over a window that slides; count and sum never forget.</summary>
/// <remarks>As in the Prometheus client libraries the window slides in steps of a fifth: there are five estimators, each of
/// which takes every observation, and every step the oldest one begins anew and the next one answers. So answers cover between
/// four fifths and all of the window.</remarks>
public sealed class SummarySeries : Series
{
    const int Steps = 5;

    readonly SummaryShape _shape;
    readonly QuantileEstimator[] _estimators;
    readonly double[] _answers;
    int _head;
    long _nextStepNanoseconds;

    internal SummarySeries(SeriesOrigin origin, SummaryShape shape)
        : base(origin)
    {
        _shape = shape;
        _estimators = [.. Enumerable.Range(0, shape.Quantiles.Length == 0 ? 0 : Steps).Select(_ => new QuantileEstimator(shape.Targets))];
        _answers = new double[shape.Quantiles.Length];
        _nextStepNanoseconds = origin.StartedNanoseconds + shape.StepNanoseconds;
    }

    /// <summary>How many observations there were, NaN included.</summary>
    public long Count { get; private set; }

    /// <summary>Their sum.</summary>
    public double Sum { get; private set; }

    /// <summary>Becomes what was kept of it; the window begins anew.</summary>
    internal void Restore(long count, double sum)
    {
        Count = count;
        Sum = sum;
    }

    /// <summary>Takes an observation.</summary>
    /// <param name="value">The number; NaN is counted, makes the sum NaN, and has no rank.</param>
    /// <param name="nowNanoseconds">The clock.</param>
    public void Observe(double value, long nowNanoseconds)
    {
        Count++;
        Sum += value;
        Slide(nowNanoseconds);
        if (double.IsNaN(value))
        {
            return;
        }

        foreach (QuantileEstimator estimator in _estimators)
        {
            estimator.Insert(value);
        }
    }

    /// <summary>The quantiles of the window, in the order of the declaration; valid until the next call.</summary>
    internal ReadOnlySpan<double> Quantiles(long nowNanoseconds)
    {
        Slide(nowNanoseconds);
        for (int i = 0; i < _answers.Length; i++)
        {
            _answers[i] = _estimators[_head].Query(_shape.Quantiles[i].Quantile);
        }

        return _answers;
    }

    void Slide(long nowNanoseconds)
    {
        for (int step = 0; step < _estimators.Length && _nextStepNanoseconds <= nowNanoseconds; step++)
        {
            _estimators[_head].Clear();
            _head = (_head + 1) % Steps;
            _nextStepNanoseconds += _shape.StepNanoseconds;
        }

        if (_nextStepNanoseconds <= nowNanoseconds)
        {
            // Nothing came for longer than the window.
            _nextStepNanoseconds = nowNanoseconds + _shape.StepNanoseconds;
        }
    }
}

/// <summary>What all series of a summary have in common.</summary>
sealed class SummaryShape(MetricDeclaration declaration)
{
    /// <summary>The quantiles, ascending.</summary>
    internal SummaryQuantile[] Quantiles { get; } = [.. declaration.Quantiles];

    /// <summary>What the estimators aim at.</summary>
    internal QuantileTargets Targets { get; } = new(declaration.Quantiles);

    /// <summary>How long one step of the window is.</summary>
    internal long StepNanoseconds { get; } = Math.Max(1, declaration.MaxAge.Ticks / 5 * TimeSpan.NanosecondsPerTick);

    /// <summary>The quantiles as samples have them in a label: <c>0.5</c>.</summary>
    internal byte[][] Texts { get; } = [.. declaration.Quantiles.Select(quantile => HistogramBounds.Text(quantile.Quantile, canonical: false))];

    /// <summary>The same as OpenMetrics wants them: <c>1.0</c>.</summary>
    internal byte[][] CanonicalTexts { get; } = [.. declaration.Quantiles.Select(quantile => HistogramBounds.Text(quantile.Quantile, canonical: true))];
}
