namespace LogMetrics.Runtime.Metrics;

/// <summary>The series of a family by their label sets, and in the order in which they were made.</summary>
/// <remarks>Open addressing with linear probing over the hash; the bytes of the labels are compared only when the hashes
/// are equal, so a look-up touches one line of the table and one series. Logs repeat themselves, so the series that was found last is
/// looked at first; it is forgotten when it is removed.</remarks>
sealed class SeriesTable
{
    const int Removed = -1;

    Slot[] _slots = new Slot[8];
    Series?[] _ordered = new Series?[4];
    int _usedSlots;
    int _end;
    SeriesKeys? _keys;
    Series? _lastFound;

    /// <summary>How many series there are.</summary>
    internal int Count { get; private set; }

    /// <summary>Those that were ever made and not cleaned away, oldest first; null where one was removed.</summary>
    internal ReadOnlySpan<Series?> Ordered => _ordered.AsSpan(0, _end);

    internal Series? Find(ReadOnlySpan<byte> key, uint hash) =>
        _lastFound is { } last && last.Hash == hash && key.SequenceEqual(last.Key) ? last : Search(key, hash);

    Series? Search(ReadOnlySpan<byte> key, uint hash)
    {
        Slot[] slots = _slots;
        int mask = slots.Length - 1;
        for (int at = (int)hash & mask; ; at = (at + 1) & mask)
        {
            ref Slot slot = ref slots[at];
            if (slot.Number == 0)
            {
                return null;
            }

            if (slot.Hash == hash && slot.Number > 0)
            {
                Series series = _ordered[slot.Number - 1]!;
                if (key.SequenceEqual(series.Key))
                {
                    _lastFound = series;
                    return series;
                }
            }
        }
    }

    /// <summary>Adds a series whose key is not there yet.</summary>
    internal void Add(Series series)
    {
        if (_end == _ordered.Length || 4 * (_usedSlots + 1) > 3 * _slots.Length)
        {
            Rebuild();
        }

        _ordered[_end++] = series;
        Place(series.Hash, _end);
        Count++;
        _keys = null;
    }

    internal void Remove(Series series)
    {
        int mask = _slots.Length - 1;
        for (int at = (int)series.Hash & mask; ; at = (at + 1) & mask)
        {
            int number = _slots[at].Number;
            if (number > 0 && ReferenceEquals(_ordered[number - 1], series))
            {
                _slots[at].Number = Removed;
                _ordered[number - 1] = null;
                Count--;
                _keys = null;
                _lastFound = null;
                return;
            }
        }
    }

    /// <summary>The label sets of all series in order; the same object until a series is added or removed.</summary>
    internal SeriesKeys Keys()
    {
        if (_keys is null)
        {
            var keys = new byte[Count][];
            long[] started = new long[Count];
            int count = 0;
            foreach (Series? series in Ordered)
            {
                if (series is not null)
                {
                    keys[count] = series.Key;
                    started[count++] = series.StartedNanoseconds;
                }
            }

            _keys = new SeriesKeys(keys, started);
        }

        return _keys;
    }

    /// <summary>Says that the start of a series is another than it was.</summary>
    internal void NoteStarts() => _keys = null;

    /// <summary>Closes the gaps that removed series left, and grows when the living ones need it.</summary>
    void Rebuild()
    {
        int room = Math.Max(4, 2 * Count);
        var ordered = new Series?[room];
        int slots = 8;
        while (3 * slots < 4 * (room + 1))
        {
            slots *= 2;
        }

        int end = 0;
        foreach (Series? series in Ordered)
        {
            if (series is not null)
            {
                ordered[end++] = series;
            }
        }

        _ordered = ordered;
        _end = end;
        _slots = new Slot[slots];
        _usedSlots = 0;
        for (int i = 0; i < end; i++)
        {
            Place(ordered[i]!.Hash, i + 1);
        }
    }

    void Place(uint hash, int number)
    {
        int mask = _slots.Length - 1;
        int at = (int)hash & mask;
        while (_slots[at].Number != 0)
        {
            at = (at + 1) & mask;
        }

        _slots[at] = new Slot { Hash = hash, Number = number };
        _usedSlots++;
    }

    /// <summary>Where a series is: its place in the order, counted from 1; 0 is free, -1 was one.</summary>
    struct Slot
    {
        public uint Hash;
        public int Number;
    }
}
