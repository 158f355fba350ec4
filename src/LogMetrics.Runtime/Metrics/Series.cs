namespace LogMetrics.Runtime.Metrics;

/// <summary>One set of label values of a family, and its value. Only the engine thread reads or writes it.</summary>
public abstract class Series
{
    private protected Series(SeriesOrigin origin)
    {
        Key = origin.Key;
        Hash = origin.Hash;
        StartedNanoseconds = origin.StartedNanoseconds;
        UpdatedNanoseconds = origin.UpdatedNanoseconds;
    }

    /// <summary>When the value was last changed, in nanoseconds since 1970: the time of the line, where a program set one;
    /// 0 for a series that was made when its program was loaded and has not been touched since.</summary>
    public long UpdatedNanoseconds { get; set; }

    /// <summary>When the series came to be, in nanoseconds since 1970 by the clock: its start timestamp.</summary>
    public long StartedNanoseconds { get; internal set; }

    /// <summary>How long it may stay without an update; null is for ever.</summary>
    public TimeSpan? Expiry { get; set; }

    /// <summary>Its label values as <see cref="LabelValues.Key"/> has them; never changed, so snapshots share it.</summary>
    internal byte[] Key { get; }

    /// <summary>The <see cref="LabelHash"/> of <see cref="Key"/>.</summary>
    internal uint Hash { get; }

    /// <summary>Whether its family does not have it any more: who remembers it has to look it up again.</summary>
    internal bool IsGone { get; set; }
}

/// <summary>What a series is born with.</summary>
readonly record struct SeriesOrigin(byte[] Key, uint Hash, long StartedNanoseconds, long UpdatedNanoseconds);

/// <summary>A series of integers.</summary>
public sealed class IntSeries : Series
{
    internal IntSeries(SeriesOrigin origin)
        : base(origin)
    {
    }

    /// <summary>The value; wraps around.</summary>
    public long Value { get; set; }
}

/// <summary>A series of doubles.</summary>
public sealed class FloatSeries : Series
{
    internal FloatSeries(SeriesOrigin origin)
        : base(origin)
    {
    }

    /// <summary>The value.</summary>
    public double Value { get; set; }
}

/// <summary>A series of texts.</summary>
public sealed class TextSeries : Series
{
    byte[] _text = [];
    int _length;

    internal TextSeries(SeriesOrigin origin)
        : base(origin)
    {
    }

    /// <summary>The present text; valid until it is set again.</summary>
    public ReadOnlySpan<byte> Value => _text.AsSpan(0, _length);

    /// <summary>Copies a text in; reuses its buffer.</summary>
    public void Set(ReadOnlySpan<byte> value)
    {
        // A text that was long once and is short now gives its memory back.
        if (value.Length > _text.Length || value.Length < _text.Length / 8)
        {
            _text = value.ToArray();
        }
        else
        {
            value.CopyTo(_text);
        }

        _length = value.Length;
    }
}
