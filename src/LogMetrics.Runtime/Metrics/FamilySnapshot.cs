using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Programs;
using LogMetrics.Runtime.Telemetry;

namespace LogMetrics.Runtime.Metrics;

/// <summary>A family at one moment: its declaration, its label sets, and for each of them the value in one column.</summary>
sealed class FamilySnapshot
{
    readonly long[] _updated;
    readonly long[] _values = [];
    readonly byte[][] _texts = [];
    readonly double[] _sums = [];
    readonly long[] _buckets = [];
    readonly double[] _quantiles = [];
    TimeSpan?[]? _expiries;

    internal FamilySnapshot(MetricDeclaration declaration, string program, SeriesKeys keys, HistogramBounds bounds)
    {
        Declaration = declaration;
        Program = program;
        Keys = keys;
        Bounds = bounds;
        _updated = GC.AllocateUninitializedArray<long>(keys.Count);
        if (declaration.ValueType == MetricValueType.String)
        {
            _texts = new byte[keys.Count][];
            return;
        }

        _values = GC.AllocateUninitializedArray<long>(keys.Count);
        if (declaration.ValueType == MetricValueType.Quantiles)
        {
            _sums = GC.AllocateUninitializedArray<double>(keys.Count);
            _quantiles = GC.AllocateUninitializedArray<double>(keys.Count * declaration.Quantiles.Length);
        }

        if (declaration.ValueType == MetricValueType.Buckets)
        {
            _sums = GC.AllocateUninitializedArray<double>(keys.Count);
            _buckets = GC.AllocateUninitializedArray<long>(keys.Count * bounds.Upper.Length);
        }
    }

    /// <summary>A family of the own metrics.</summary>
    internal FamilySnapshot(MetricDeclaration declaration, OwnKind own, SeriesKeys keys, double[] values)
        : this(declaration, "", keys, new HistogramBounds([]))
    {
        Own = own;
        _updated.AsSpan().Clear();
        for (int i = 0; i < values.Length; i++)
        {
            _values[i] = BitConverter.DoubleToInt64Bits(values[i]);
        }
    }

    internal MetricDeclaration Declaration { get; }

    /// <summary>What it is when it is one of the own metrics; null for one of a program.</summary>
    internal OwnKind? Own { get; }

    internal string Program { get; }

    internal SeriesKeys Keys { get; }

    internal HistogramBounds Bounds { get; }

    /// <summary>The quantiles of a summary in texts.</summary>
    internal SummaryShape? Shape { get; init; }

    internal int Count => Keys.Count;

    /// <summary>Where it is declared, as mtail writes it: <c>file:line:column</c>, and <c>-column</c> of its last
    /// character.</summary>
    internal string Source
    {
        get
        {
            SourceSpan span = Declaration.Span;
            string start = $"{span.Source.FileName}:{span.Line}:{span.Column}";
            return span.Length > 1 ? $"{start}-{span.Column + span.Length - 1}" : start;
        }
    }

    /// <summary>When a series was updated, in nanoseconds since 1970; 0 is never.</summary>
    internal long Updated(int index) => _updated[index];

    /// <summary>How long a series may stay without an update; null is for ever.</summary>
    internal TimeSpan? Expiry(int index) => _expiries?[index];

    /// <summary>The value of a series of integers.</summary>
    internal long Int(int index) => _values[index];

    /// <summary>The value of a series of doubles.</summary>
    internal double Float(int index) => BitConverter.Int64BitsToDouble(_values[index]);

    /// <summary>The value of a series as a scrape has it: a text is 0.</summary>
    internal double Number(int index) => Declaration.ValueType switch
    {
        MetricValueType.Int => Int(index),
        MetricValueType.Float => Float(index),
        _ => 0,
    };

    /// <summary>The value of a series of texts.</summary>
    internal ReadOnlySpan<byte> Text(int index) => _texts[index];

    /// <summary>How many observations a histogram or a summary has.</summary>
    internal long ObservationCount(int index) => _values[index];

    /// <summary>The sum of its observations.</summary>
    internal double Sum(int index) => _sums[index];

    /// <summary>How many observations fell into each bucket, not cumulative.</summary>
    internal ReadOnlySpan<long> Buckets(int index) =>
        _buckets.AsSpan(index * Bounds.Upper.Length, Bounds.Upper.Length);

    /// <summary>The quantiles of a summary, in the order of the declaration.</summary>
    internal ReadOnlySpan<double> Quantiles(int index) =>
        _quantiles.AsSpan(index * Declaration.Quantiles.Length, Declaration.Quantiles.Length);

    /// <summary>Gives a series the value, time and expiry that are kept here.</summary>
    internal void CopyTo(int index, Series series)
    {
        series.UpdatedNanoseconds = _updated[index];
        series.Expiry = Expiry(index);
        switch (series)
        {
            case IntSeries ints:
                ints.Value = _values[index];
                break;
            case FloatSeries floats:
                floats.Value = Float(index);
                break;
            case TextSeries texts:
                texts.Set(_texts[index]);
                break;
            case HistogramSeries histogram:
                histogram.Restore(_values[index], _sums[index], Buckets(index));
                break;
            case SummarySeries summary:
                summary.Restore(_values[index], _sums[index]);
                break;
        }
    }

    /// <summary>Fills in what was kept of one series; a text for a family of texts, buckets for one of histograms.</summary>
    internal void Fill(int index, in KeptValue kept)
    {
        _updated[index] = kept.UpdatedNanoseconds;
        if (kept.Expiry is { } expiry)
        {
            _expiries ??= new TimeSpan?[Count];
            _expiries[index] = expiry;
        }

        if (Declaration.ValueType == MetricValueType.String)
        {
            _texts[index] = kept.Text.ToArray();
            return;
        }

        _values[index] = kept.Bits;
        if (Declaration.ValueType == MetricValueType.Quantiles)
        {
            _sums[index] = kept.Sum;
            _quantiles.AsSpan(index * Declaration.Quantiles.Length, Declaration.Quantiles.Length).Fill(double.NaN);
        }

        if (Declaration.ValueType == MetricValueType.Buckets)
        {
            _sums[index] = kept.Sum;
            kept.Buckets.CopyTo(_buckets.AsSpan(index * Bounds.Upper.Length));
        }
    }

    /// <summary>Fills in the value of one series.</summary>
    internal void Copy(int index, Series series, long nowNanoseconds)
    {
        _updated[index] = series.UpdatedNanoseconds;
        if (series.Expiry is { } expiry)
        {
            _expiries ??= new TimeSpan?[Count];
            _expiries[index] = expiry;
        }

        switch (series)
        {
            case IntSeries ints:
                _values[index] = ints.Value;
                break;
            case FloatSeries floats:
                _values[index] = BitConverter.DoubleToInt64Bits(floats.Value);
                break;
            case TextSeries texts:
                _texts[index] = texts.Value.ToArray();
                break;
            case SummarySeries summary:
                _values[index] = summary.Count;
                _sums[index] = summary.Sum;
                summary.Quantiles(nowNanoseconds).CopyTo(_quantiles.AsSpan(index * Declaration.Quantiles.Length));
                break;
            case HistogramSeries histogram:
                _values[index] = histogram.Count;
                _sums[index] = histogram.Sum;
                histogram.Buckets.CopyTo(_buckets, index * Bounds.Upper.Length);
                break;
        }
    }
}
