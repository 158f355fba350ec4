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

    /// <summary>Nothing was read yet.</summary>
    internal ContentMark()
    {
    }

    /// <summary>One that was kept.</summary>
    internal ContentMark(long position, ulong headHash, int headCount, ReadOnlySpan<byte> tail)
    {
        Position = position;
        _headHash = headHash;
        _headCount = headCount;
        _tailCount = tail.Length;
        tail.CopyTo(_tail);
    }

    /// <summary>A mark of its own that says the same as another.</summary>
    internal static ContentMark CopyOf(ContentMark mark) => new(mark.Position, mark.HeadHash, mark.HeadCount, mark.Tail);

    /// <summary>How many bytes of the file it stands for.</summary>
    internal long Position { get; private set; }

    /// <summary>The hash of the first bytes.</summary>
    internal ulong HeadHash => _headHash;

    /// <summary>How many first bytes are hashed, up to <see cref="MaxHeadBytes"/>; it may be more than stand in front of the
    /// position, because what was read does not end with a line.</summary>
    internal int HeadCount => _headCount;

    /// <summary>The last bytes in front of the position.</summary>
    internal ReadOnlySpan<byte> Tail => _tail.AsSpan(0, _tailCount);

    /// <summary>Becomes a copy of another.</summary>
    internal void Set(ContentMark other)
    {
        Set(other, other.Tail, other.Position);
    }

    /// <summary>Takes the first bytes from another mark of the same file, and the last ones as they are.</summary>
    /// <param name="head">Where the first bytes are taken from.</param>
    /// <param name="bytes">What stands in front of the position; only its last bytes are kept.</param>
    /// <param name="position">The position.</param>
    internal void Set(ContentMark head, ReadOnlySpan<byte> bytes, long position)
    {
        _headHash = head._headHash;
        _headCount = head._headCount;
        ReadOnlySpan<byte> tail = bytes[^Math.Min(bytes.Length, MaxTailBytes)..];
        tail.CopyTo(_tail);
        _tailCount = tail.Length;
        Position = position;
    }

    /// <summary>Stands for nothing again.</summary>
    internal void Clear()
    {
        _headHash = HashStart;
        _headCount = 0;
        _tailCount = 0;
        Position = 0;
    }

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

    /// <summary>The hash of some bytes, the same in every process.</summary>
    internal static ulong HashOf(ReadOnlySpan<byte> bytes) => Hash(HashStart, bytes);

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
