namespace LogMetrics.Cli;

/// <summary>The lines of a stream for <c>match</c>, without the machinery that follows files.</summary>
static class LineReader
{
    const int MaxLineBytes = 1024 * 1024;

    /// <summary>Every line without its terminator (LF, or CR LF), valid until the next; one that is longer than 1 MiB is cut
    /// into pieces of that length.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Lines(Stream input)
    {
        var buffer = new byte[MaxLineBytes];
        int filled = 0;
        int read;
        while ((read = input.Read(buffer, filled, buffer.Length - filled)) > 0)
        {
            filled += read;
            int start = 0;
            int length;
            while ((length = buffer.AsSpan(start, filled - start).IndexOf((byte)'\n')) >= 0)
            {
                int end = start + length;
                yield return buffer.AsMemory(start, end > start && buffer[end - 1] == '\r' ? length - 1 : length);
                start = end + 1;
            }

            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            filled -= start;
            if (filled == buffer.Length)
            {
                yield return buffer;
                filled = 0;
            }
        }

        if (filled > 0)
        {
            yield return buffer.AsMemory(0, filled);
        }
    }
}
