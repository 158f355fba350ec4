namespace LogMetrics.Runtime.Execution;

/// <summary>Room for the strings that programs make while they process one line; taken back as a whole.</summary>
sealed class ScratchBytes(int maxBytes)
{
    const int FirstBytes = 4 * 1024;

    // What is kept from line to line; a line that needed more gives the rest back, so that memory stays flat.
    const int MaxKeptBytes = 1024 * 1024;

    byte[] _bytes = new byte[Math.Min(FirstBytes, maxBytes)];
    int _used;
    long _usedInOlder;

    /// <summary>Takes everything back.</summary>
    public void Clear()
    {
        _used = 0;
        _usedInOlder = 0;
        if (_bytes.Length > MaxKeptBytes)
        {
            GiveBack();
        }
    }

    /// <summary>Finds room, without taking it: <see cref="Take"/> says how much of it was used.</summary>
    /// <param name="length">The most that will be used.</param>
    /// <param name="room">Writable until the next call.</param>
    /// <returns>False when the line has used up its limit.</returns>
    public bool TryReserve(long length, out Span<byte> room)
    {
        if (length > _bytes.Length - _used && !TryGrow(length))
        {
            room = default;
            return false;
        }

        room = _bytes.AsSpan(_used, (int)length);
        return true;
    }

    /// <summary>Takes the first bytes of what was just reserved.</summary>
    public StringValue Take(int length)
    {
        var value = new StringValue(_bytes, _used, length);
        _used += length;
        return value;
    }

    void GiveBack() => _bytes = new byte[Math.Min(FirstBytes, maxBytes)];

    // Strings already made stay where they are, in the older arrays, which live as long as somebody refers to them.
    bool TryGrow(long length)
    {
        long total = _usedInOlder + _used;
        if (total + length > maxBytes)
        {
            return false;
        }

        long wanted = Math.Max(2L * _bytes.Length, length);
        _usedInOlder = total;
        _bytes = new byte[Math.Min(wanted, maxBytes - total)];
        _used = 0;
        return true;
    }
}
