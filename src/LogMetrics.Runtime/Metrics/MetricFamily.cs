using LogMetrics.Compiler.Programs;

namespace LogMetrics.Runtime.Metrics;

/// <summary>A metric as it lives in the store: its declaration and its series.</summary>
public sealed class MetricFamily
{
    readonly SeriesBudget _budget;
    readonly SeriesClock _clock;
    readonly MetricEvents _events;
    readonly HistogramBounds _bounds;
    readonly SummaryShape _shape;
    SeriesTable _series = new();
    Series? _scalar;
    Series? _overflow;
    long _lastRemovedNanoseconds;

    internal MetricFamily(
        MetricDeclaration declaration, string program, SeriesBudget budget, SeriesClock clock, MetricEvents events)
    {
        Declaration = declaration;
        Program = program;
        _budget = budget;
        _clock = clock;
        _events = events;
        _bounds = new HistogramBounds(declaration.Buckets);
        _shape = new SummaryShape(declaration);

        AddWhatIsThereFromTheStart();
    }

    /// <summary>The declaration it was made for; of the first program, when several share it.</summary>
    public MetricDeclaration Declaration { get; internal set; }

    /// <summary>The program whose declaration it is.</summary>
    internal string Program { get; set; }

    /// <summary>How many series there are.</summary>
    internal int SeriesCount => _series.Count;

    /// <summary>The series of a family without labels, made on first use; its type is that of the value type.</summary>
    /// <param name="nowNanoseconds">The time of the line, in nanoseconds since 1970: a new series is stamped with it.</param>
    public Series GetOrAdd(long nowNanoseconds) => _scalar ?? AddScalar(nowNanoseconds);

    /// <summary>The series of a set of label values, made when it is missing; the overflow series when there are already
    /// as many as the limits allow.</summary>
    public Series GetOrAdd(LabelValues labels, long nowNanoseconds)
    {
        ReadOnlySpan<byte> key = labels.Key;
        return _series.Find(key, labels.Hash) ?? AddOrOverflow(key, nowNanoseconds);
    }

    /// <summary>The series of a set of label values; null when there is none.</summary>
    public Series? Find(LabelValues labels) => _series.Find(labels.Key, labels.Hash);

    /// <summary>Removes a series; a missing one is fine.</summary>
    public void Remove(LabelValues labels)
    {
        if (Find(labels) is { } series)
        {
            Remove(series);
        }
    }

    /// <summary>Removes the series whose label values are these; null stands for any.</summary>
    internal void RemoveMatching(ReadOnlySpan<byte[]?> labels)
    {
        foreach (Series? series in _series.Ordered)
        {
            if (series is not null && HasLabels(series.Key, labels))
            {
                Remove(series);
            }
        }
    }

    static bool HasLabels(ReadOnlySpan<byte> key, ReadOnlySpan<byte[]?> labels)
    {
        foreach (byte[]? wanted in labels)
        {
            ReadOnlySpan<byte> value = LabelValues.TakeValue(ref key);
            if (wanted is not null && !value.SequenceEqual(wanted))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Removes the series that were not updated for longer than their expiry.</summary>
    internal void RemoveExpired(long nowNanoseconds)
    {
        foreach (Series? series in _series.Ordered)
        {
            if (series?.Expiry is { } expiry
                && (Int128)nowNanoseconds - series.UpdatedNanoseconds > (Int128)expiry.Ticks * TimeSpan.NanosecondsPerTick)
            {
                Remove(series);
            }
        }

        EvictDownTo(Declaration.SeriesLimit);
    }

    /// <summary>Goes on with series that were kept; before the family is used.</summary>
    internal void Restore(FamilySnapshot kept)
    {
        _series = new SeriesTable();
        _scalar = null;
        for (int index = 0; index < kept.Count; index++)
        {
            byte[] key = kept.Keys[index].ToArray();
            Series series = NewSeries(
                new SeriesOrigin(key, LabelHash.Of(key), kept.Keys.Started(index), kept.Updated(index)));
            _clock.NotBefore(series.StartedNanoseconds);
            kept.CopyTo(index, series);
            _series.Add(series);
            _scalar = Declaration.Keys.IsEmpty ? series : null;
        }
    }

    /// <summary>Removes all series, and begins as a new family does.</summary>
    internal void StartAnew()
    {
        _budget.Used -= _series.Count;
        foreach (Series? series in _series.Ordered)
        {
            series?.IsGone = true;
        }

        _series = new SeriesTable();
        _scalar = null;
        _overflow = null;
        _lastRemovedNanoseconds = _clock.StartNanoseconds;
        AddWhatIsThereFromTheStart();
        _budget.Used += _series.Count;
    }

    /// <summary>Gives series that came to be after a moment this moment as their start. Not where series went since: one that
    /// came back has to be told from the one that went.</summary>
    internal void BackdateStarts(long nanoseconds)
    {
        if (_lastRemovedNanoseconds >= nanoseconds)
        {
            return;
        }

        foreach (Series? series in _series.Ordered)
        {
            if (series?.StartedNanoseconds > nanoseconds)
            {
                series.StartedNanoseconds = nanoseconds;
                _series.NoteStarts();
            }
        }
    }

    /// <summary>Copies the values; the label sets are shared, because they never change.</summary>
    internal FamilySnapshot Snapshot()
    {
        SeriesKeys keys = _series.Keys();
        var snapshot = new FamilySnapshot(Declaration, Program, keys, _bounds) { Shape = _shape };
        long now = _clock.SystemNanoseconds;
        int index = 0;
        foreach (Series? series in _series.Ordered)
        {
            if (series is not null)
            {
                snapshot.Copy(index++, series, now);
            }
        }

        return snapshot;
    }

    // What Prometheus rates should be there before its first increment, with the value 0 and no time yet.
    void AddWhatIsThereFromTheStart()
    {
        if (Declaration.Keys.IsEmpty
            && (Declaration.ExistsFromStart || Declaration.Kind is MetricKind.Counter or MetricKind.Histogram or MetricKind.Summary))
        {
            _scalar = NewSeries([], 0);
            _series.Add(_scalar);
        }
    }

    Series AddScalar(long nowNanoseconds)
    {
        _scalar = NewSeries([], nowNanoseconds);
        Add(_scalar);
        return _scalar;
    }

    Series AddOrOverflow(ReadOnlySpan<byte> key, long nowNanoseconds)
    {
        int limit = Declaration.SeriesLimit;
        if (limit > 0)
        {
            EvictDownTo(limit - 1);
        }

        if (_budget.IsUsedUp(_overflow is null ? _series.Count : _series.Count - 1))
        {
            _events.SeriesOverflow(Declaration.ExportedName);
            return _overflow ??= FindOrAddOverflow(nowNanoseconds);
        }

        Series series = NewSeries(key.ToArray(), nowNanoseconds);
        Add(series);
        return series;
    }

    Series FindOrAddOverflow(long nowNanoseconds)
    {
        var labels = new LabelValues();
        foreach (string _ in Declaration.Keys)
        {
            labels.Add("__other__"u8);
        }

        if (Find(labels) is { } sameLabels)
        {
            return sameLabels;
        }

        Series series = NewSeries(labels.Key.ToArray(), nowNanoseconds);
        Add(series);
        return series;
    }

    /// <summary>Removes those that were updated longest ago, of equal times the one that was made first.</summary>
    void EvictDownTo(int limit)
    {
        while (Declaration.SeriesLimit > 0 && _series.Count > limit)
        {
            Series? oldest = null;
            foreach (Series? series in _series.Ordered)
            {
                if (series is not null && (oldest is null || series.UpdatedNanoseconds < oldest.UpdatedNanoseconds))
                {
                    oldest = series;
                }
            }

            Remove(oldest!);
        }
    }

    void Add(Series series)
    {
        _series.Add(series);
        _budget.Used++;
    }

    void Remove(Series series)
    {
        _series.Remove(series);
        series.IsGone = true;
        _lastRemovedNanoseconds = _clock.StartNanoseconds;
        _budget.Used--;
        if (ReferenceEquals(series, _overflow))
        {
            _overflow = null;
        }

        if (ReferenceEquals(series, _scalar))
        {
            _scalar = null;
        }
    }

    Series NewSeries(byte[] key, long nowNanoseconds)
    {
        return NewSeries(new SeriesOrigin(key, LabelHash.Of(key), _clock.StartNanoseconds, nowNanoseconds));
    }

    Series NewSeries(in SeriesOrigin origin)
    {
        Series series = Declaration.ValueType switch
        {
            MetricValueType.Int => new IntSeries(origin),
            MetricValueType.Float => new FloatSeries(origin),
            MetricValueType.String => new TextSeries(origin),
            MetricValueType.Quantiles => new SummarySeries(origin, _shape),
            _ => new HistogramSeries(origin, _bounds),
        };
        series.Expiry = Declaration.Retention;
        return series;
    }
}
