namespace LogMetrics.Runtime.Inputs.Decoding;

/// <summary>Whole lines that wait for one in pieces that began before them.</summary>
sealed class WaitingLines(int maxBytes)
{
    const int MaxLines = 1024;

    // What a source may keep for the next time; more is an exception, and let go.
    const int KeptBufferBytes = 256 * 1024;

    readonly List<(int Start, int Length, LineStream Stream)> _lines = [];
    byte[] _bytes = [];
    int _count;

    /// <summary>How many there are.</summary>
    internal int Count => _lines.Count;

    /// <summary>Whether there are as many as may wait.</summary>
    internal bool IsFull => _lines.Count >= MaxLines || _count > maxBytes;

    /// <summary>A line; valid until the next one is added.</summary>
    internal ReadOnlySpan<byte> this[int index] => _bytes.AsSpan(_lines[index].Start, _lines[index].Length);

    /// <summary>What the container wrote it to.</summary>
    internal LineStream StreamOf(int index) => _lines[index].Stream;

    /// <summary>Adds one.</summary>
    internal void Add(ReadOnlySpan<byte> line, LineStream stream)
    {
        if (_count + line.Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(32 * 1024, 2 * (_count + line.Length)));
        }

        line.CopyTo(_bytes.AsSpan(_count));
        _lines.Add((_count, line.Length, stream));
        _count += line.Length;
    }

    /// <summary>Forgets them.</summary>
    internal void Clear()
    {
        if (_bytes.Length > KeptBufferBytes)
        {
            _bytes = [];
        }

        _lines.Clear();
        _count = 0;
    }

    /// <summary>Goes on with those of another.</summary>
    internal void TakeOver(WaitingLines other)
    {
        for (int index = 0; index < other.Count; index++)
        {
            Add(other[index], other.StreamOf(index));
        }
    }
}
