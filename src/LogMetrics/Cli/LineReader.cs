namespace LogMetrics.Cli;

/// <summary>The lines of a stream for <c>match</c>, without the machinery that follows files.</summary>
/// <param name="cut">Told the number of a line that is too long, when it is given.</param>
sealed class LineReader(Action<long> cut)
{
    /// <summary>The longest line that is given whole, as <c>run</c> has it by default.</summary>
    internal const int MaxLineBytes = 1024 * 1024;

    // A line of that length, and CR LF.
    readonly byte[] _buffer = new byte[MaxLineBytes + 2];
    long _number;

    /// <summary>Every line without its terminator (LF, or CR LF), valid until the next; of one that is longer than 1 MiB the
    /// first 1 MiB.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Lines(Stream input)
    {
        int filled = 0;
        bool isInRest = false;
        int read;
        while ((read = input.Read(_buffer, filled, _buffer.Length - filled)) > 0)
        {
            filled += read;
            int start = 0;
            int length;
            while ((length = _buffer.AsSpan(start, filled - start).IndexOf((byte)'\n')) >= 0)
            {
                if (!isInRest)
                {
                    bool hasReturn = length > 0 && _buffer[start + length - 1] == '\r';
                    yield return Next(start, hasReturn ? length - 1 : length);
                }

                isInRest = false;
                start += length + 1;
            }

            if (filled - start == _buffer.Length && !isInRest)
            {
                yield return Next(0, filled);
                isInRest = true;
            }

            filled = isInRest ? 0 : filled - start;
            _buffer.AsSpan(start, filled).CopyTo(_buffer);
        }

        if (filled > 0)
        {
            yield return Next(0, filled);
        }
    }

    ReadOnlyMemory<byte> Next(int start, int length)
    {
        _number++;
        if (length > MaxLineBytes)
        {
            cut(_number);
        }

        return _buffer.AsMemory(start, Math.Min(length, MaxLineBytes));
    }
}
