namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>What is remembered of the bytes that were read from a file: enough to tell, of a file, whether they still are in
/// front of the position.</summary>
/// <remarks>A hash of the first bytes, and the last bytes themselves. Many files begin alike, and many end alike; that both
/// agree, at the same position, without it being the same text does not happen by accident. The size alone tells nothing:
/// a file may be emptied and grow past the old position between two looks.</remarks>
sealed class ContentMark
{
    internal const int MaxHeadBytes = 1024;
    internal const int MaxTailBytes = 256;

    const ulong HashStart = 14695981039346656037;

    readonly byte[] _tail = new byte[MaxTailBytes];
    int _tailCount;
    ulong _headHash = HashStart;
    int _headCount;

    /// <summary>How many bytes of the file it stands for.</summary>
    internal long Position { get; private set; }

    /// <summary>The last bytes in front of the position.</summary>
    internal ReadOnlySpan<byte> Tail => _tail.AsSpan(0, _tailCount);

    /// <summary>Takes in the bytes that follow.</summary>
    internal void Append(ReadOnlySpan<byte> bytes)
    {
        if (Position < MaxHeadBytes)
        {
            int count = (int)Math.Min(bytes.Length, MaxHeadBytes - Position);
            _headHash = Hash(_headHash, bytes[..count]);
            _headCount += count;
        }

        if (bytes.Length >= MaxTailBytes)
        {
            bytes[^MaxTailBytes..].CopyTo(_tail);
            _tailCount = MaxTailBytes;
        }
        else
        {
            int kept = Math.Min(_tailCount, MaxTailBytes - bytes.Length);
            _tail.AsSpan(_tailCount - kept, kept).CopyTo(_tail);
            bytes.CopyTo(_tail.AsSpan(kept));
            _tailCount = kept + bytes.Length;
        }

        Position += bytes.Length;
    }

    /// <summary>Takes the bytes in front of a position from the file, when reading does not begin at its start.</summary>
    internal FileError Load(OpenFile file, long position)
    {
        Span<byte> bytes = stackalloc byte[MaxHeadBytes];
        FileError error = file.Read(bytes[..(int)Math.Min(position, MaxHeadBytes)], 0, out int headCount);
        if (error != FileError.None)
        {
            return error;
        }

        _headCount = headCount;
        _headHash = Hash(HashStart, bytes[..headCount]);
        int tailCount = (int)Math.Min(position, MaxTailBytes);
        error = file.Read(_tail.AsSpan(0, tailCount), position - tailCount, out _tailCount);
        Position = position;
        return error;
    }

    /// <summary>Whether the file holds, up to the position, what was read.</summary>
    internal bool Fits(OpenFile file)
    {
        Span<byte> tail = stackalloc byte[MaxTailBytes];
        tail = tail[.._tailCount];
        return HeadFits(file)
            && file.Read(tail, Position - _tailCount, out int count) == FileError.None
            && count == _tailCount
            && tail.SequenceEqual(Tail);
    }

    /// <summary>Whether the file begins as what was read does.</summary>
    internal bool HeadFits(OpenFile file)
    {
        Span<byte> head = stackalloc byte[MaxHeadBytes];
        head = head[.._headCount];
        return file.Read(head, 0, out int count) == FileError.None
            && count == _headCount
            && Hash(HashStart, head) == _headHash;
    }

    // FNV-1a: good enough to tell files apart, and the same in every process, as a checkpoint needs it.
    static ulong Hash(ulong hash, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            hash = (hash ^ value) * 1099511628211;
        }

        return hash;
    }
}
