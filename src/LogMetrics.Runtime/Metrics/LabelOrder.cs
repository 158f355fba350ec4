namespace LogMetrics.Runtime.Metrics;

/// <summary>Compares label sets value by value, in the order of the label names.</summary>
/// <param name="labelOrder">For each label in the order of the sorted names, its place in the keys.</param>
sealed class LabelOrder(int[] labelOrder)
{
    readonly bool _asDeclared = labelOrder.AsSpan().SequenceEqual([.. Enumerable.Range(0, labelOrder.Length)]);

    internal int Compare(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        if (_asDeclared)
        {
            return CompareInOrder(a, b);
        }

        foreach (int place in labelOrder)
        {
            int order = ValueAt(a, place).SequenceCompareTo(ValueAt(b, place));
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    /// <summary>The value at a place of a key.</summary>
    internal static ReadOnlySpan<byte> ValueAt(ReadOnlySpan<byte> key, int place)
    {
        for (; place > 0; place--)
        {
            LabelValues.TakeValue(ref key);
        }

        return LabelValues.TakeValue(ref key);
    }

    static int CompareInOrder(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        int same = a.CommonPrefixLength(b);
        if (same == a.Length || same == b.Length)
        {
            return a.Length - b.Length;
        }

        // Where one value ends and the other goes on, the shorter one comes first, though its end is the largest byte.
        if (a[same] == LabelValues.End)
        {
            return -1;
        }

        return b[same] == LabelValues.End ? 1 : a[same] - b[same];
    }
}
