namespace LogMetrics.Runtime.Metrics;

/// <summary>The label sets of a family at one moment, in the order in which the series were made.</summary>
/// <remarks>Snapshots share it as long as no series comes or goes, so that neither the copy on the engine thread nor the
/// sorting for the exposition is done again for each scrape.</remarks>
sealed class SeriesKeys(byte[][] keys, long[] startedNanoseconds)
{
    volatile int[]? _sorted;

    internal int Count => keys.Length;

    /// <summary>The values of one series, each followed by <see cref="LabelValues.End"/>.</summary>
    internal ReadOnlySpan<byte> this[int index] => keys[index];

    /// <summary>When a series came to be, in nanoseconds since 1970.</summary>
    internal long Started(int index) => startedNanoseconds[index];

    /// <summary>The indexes of the series, sorted by their label values in the order of the label names.</summary>
    /// <param name="labelOrder">For each label in the order of the sorted names, its place in the keys. Always the same
    /// for one family, so what was sorted once is kept. Scrapes of several threads may both sort; the result is equal.</param>
    internal int[] Sorted(int[] labelOrder)
    {
        if (_sorted is { } known)
        {
            return known;
        }

        int[] sorted = new int[keys.Length];
        for (int i = 0; i < sorted.Length; i++)
        {
            sorted[i] = i;
        }

        var comparer = new LabelOrder(labelOrder);
        Array.Sort(sorted, (a, b) => comparer.Compare(keys[a], keys[b]));
        return _sorted = sorted;
    }
}
