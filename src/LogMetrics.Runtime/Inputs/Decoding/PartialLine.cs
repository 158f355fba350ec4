namespace LogMetrics.Runtime.Inputs.Decoding;

/// <summary>The pieces of a line that has not ended.</summary>
sealed class PartialLine(int maxBytes, InputEvents events)
{
    // What a source may keep for its next line in pieces; more is an exception, and let go.
    const int KeptBufferBytes = 256 * 1024;

    byte[] _bytes = [];
    int _count;
    bool _isCut;

    /// <summary>Whether there is a piece.</summary>
    internal bool IsBegun { get; private set; }

    /// <summary>The pieces, one behind the other.</summary>
    internal ReadOnlySpan<byte> Text => _bytes.AsSpan(0, _count);

    /// <summary>Adds a piece; what is longer than a line may be is skipped.</summary>
    internal void Add(ReadOnlySpan<byte> piece)
    {
        IsBegun = true;
        int kept = Math.Min(piece.Length, maxBytes - _count);
        if (kept < piece.Length && !_isCut)
        {
            _isCut = true;
            events.OversizeLine(maxBytes);
        }

        if (_count + kept > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Min(Math.Max(32 * 1024, 2 * (_count + kept)), maxBytes));
        }

        piece[..kept].CopyTo(_bytes.AsSpan(_count));
        _count += kept;
    }

    /// <summary>Begins anew.</summary>
    internal void Clear()
    {
        if (_bytes.Length > KeptBufferBytes)
        {
            _bytes = [];
        }

        _count = 0;
        _isCut = false;
        IsBegun = false;
    }

    /// <summary>Goes on with the pieces of another.</summary>
    internal void TakeOver(PartialLine other)
    {
        (_bytes, other._bytes) = (other._bytes, _bytes);
        (_count, _isCut, IsBegun) = (other._count, other._isCut, other.IsBegun);
    }
}
