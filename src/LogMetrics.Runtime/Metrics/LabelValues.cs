namespace LogMetrics.Runtime.Metrics;

/// <summary>Label values on their way to a series: filled again for each look-up, so that a known series costs nothing.</summary>
/// <remarks>Values that are longer than the limit are cut, and what is not valid UTF-8 becomes U+FFFD, here, before a
/// series exists: a scrape never has to mend anything.</remarks>
public sealed class LabelValues
{
    /// <summary>Forgets the values.</summary>
    public void Clear() => throw new NotImplementedException();

    /// <summary>Adds the next value, in the order of the family's label names.</summary>
    public void Add(ReadOnlySpan<byte> value) => throw new NotImplementedException();
}
