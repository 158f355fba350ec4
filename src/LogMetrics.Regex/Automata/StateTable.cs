namespace LogMetrics.Regex.Automata;

/// <summary>
/// The states of a deterministic automaton that have been met so far, each with what it stands for and its row of
/// transitions. Bounded: when it is full, everything is forgotten.
/// </summary>
/// <remarks>
/// A state is known by the offset of its row in <see cref="Rows"/>; the row at 0 belongs to no state, and an entry of 0
/// has not been worked out yet.
/// </remarks>
sealed class StateTable
{
    const int BytesBesideRow = 64;
    const int FirstStates = 16;

    readonly int _stride;
    readonly int _shift;
    readonly int _maxBytes;
    int[] _rows;
    int[] _keys = new int[FirstStates * 8];
    int[] _keyStarts = new int[FirstStates];
    int[] _buckets = new int[FirstStates * 4];
    int _keysLength;

    public StateTable(int stride, int maxBytes)
    {
        _stride = stride;
        _shift = System.Numerics.BitOperations.Log2((uint)stride);
        _maxBytes = maxBytes;
        _rows = new int[FirstStates * stride];
        Count = 1;
    }

    /// <summary>The transitions of all states; a new array when it has grown.</summary>
    public int[] Rows => _rows;

    /// <summary>How many states there are, the one at 0 included.</summary>
    public int Count { get; private set; }

    /// <summary>How often everything was forgotten.</summary>
    public long Flushes { get; private set; }

    public long SizeBytes => ((long)(_stride + _keysLength / Math.Max(1, Count)) * sizeof(int) + BytesBesideRow) * Count;

    public int IndexOf(int state) => state >> _shift;

    /// <summary>What a state stands for.</summary>
    public ReadOnlySpan<int> KeyOf(int state)
    {
        var index = state >> _shift;
        var start = _keyStarts[index];
        var end = index + 1 < Count ? _keyStarts[index + 1] : _keysLength;
        return _keys.AsSpan(start, end - start);
    }

    /// <summary>The same where all keys have one length.</summary>
    public ReadOnlySpan<int> KeyOf(int state, int length) => _keys.AsSpan((IndexOf(state) - 1) * length, length);

    /// <summary>Finds the state that stands for <paramref name="key"/>, or adds it.</summary>
    /// <returns>False when it is not there and there is no room for it.</returns>
    public bool TryAdd(ReadOnlySpan<int> key, out int state)
    {
        var bucket = FindBucket(key);
        state = _buckets[bucket] << _shift;
        if (state != 0)
        {
            return true;
        }

        if (SizeBytes + ((_stride + key.Length) * sizeof(int)) + BytesBesideRow > _maxBytes)
        {
            return false;
        }

        if (2 * (Count + 1) > _buckets.Length)
        {
            GrowBuckets();
            bucket = FindBucket(key);
        }

        if (Count == _keyStarts.Length)
        {
            Array.Resize(ref _keyStarts, 2 * Count);
            Array.Resize(ref _rows, 2 * Count * _stride);
        }

        if (_keysLength + key.Length > _keys.Length)
        {
            Array.Resize(ref _keys, Math.Max(2 * _keys.Length, _keysLength + key.Length));
        }

        _keyStarts[Count] = _keysLength;
        key.CopyTo(_keys.AsSpan(_keysLength));
        _keysLength += key.Length;
        _buckets[bucket] = Count;
        state = Count << _shift;
        Count++;
        return true;
    }

    public void Flush()
    {
        Flushes++;
        Array.Clear(_rows, 0, Count * _stride);
        Array.Clear(_buckets);
        _keysLength = 0;
        Count = 1;
    }

    int FindBucket(ReadOnlySpan<int> key)
    {
        var mask = _buckets.Length - 1;
        for (var bucket = HashOf(key) & mask; ; bucket = (bucket + 1) & mask)
        {
            if (_buckets[bucket] == 0 || KeyOf(_buckets[bucket] << _shift).SequenceEqual(key))
            {
                return bucket;
            }
        }
    }

    void GrowBuckets()
    {
        _buckets = new int[2 * _buckets.Length];
        for (var index = 1; index < Count; index++)
        {
            _buckets[FindBucket(KeyOf(index << _shift))] = index;
        }
    }

    static int HashOf(ReadOnlySpan<int> key)
    {
        var hash = 0x9E3779B9u;
        foreach (var part in key)
        {
            hash = (hash ^ (uint)part) * 0x01000193;
            hash ^= hash >> 15;
        }

        return (int)(hash & int.MaxValue);
    }
}
