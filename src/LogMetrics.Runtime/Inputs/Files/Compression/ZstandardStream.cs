namespace LogMetrics.Runtime.Inputs.Files.Compression;

/// <summary>What is in a file of Zstandard frames, from the first byte to the last.</summary>
/// <remarks>What stands in front of damage comes out before the damage is told, by an <see cref="InvalidDataException"/>; the end
/// of a file that was cut off is damage, too.</remarks>
sealed class ZstandardStream : Stream
{
    // Compressors promise that a decoder with eight megabytes can read what they write unless they were asked for more.
    const int MaxWindowLog = 23;

    const int BlockHeaderBytes = 3;

    // The longest block and its header.
    const int InputBytes = (128 * 1024) + BlockHeaderBytes;

    readonly Stream _source;
    readonly ZstandardLibrary.Context _context;
    readonly byte[] _input = new byte[InputBytes];
    int _start;
    int _end;
    int _next;
    bool _isInsideFrame;
    bool _isOutputFull;

    /// <summary>Begins to read.</summary>
    /// <param name="library">What decompresses.</param>
    /// <param name="source">The compressed bytes, which stay open.</param>
    internal ZstandardStream(ZstandardLibrary library, Stream source)
    {
        _source = source;
        _context = library.Create(MaxWindowLog);
    }

    /// <summary>Whether the damage is that decompressing takes more memory than is allowed.</summary>
    internal bool IsWindowTooLarge { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            if (_start == _end && !_isOutputFull && !Fill())
            {
                return _isInsideFrame ? throw new InvalidDataException("The last frame is cut off.") : 0;
            }

            int count = _isOutputFull ? 0 : Math.Min(_end - _start, BytesOfOneStep);
            ZstandardLibrary.Outcome outcome =
                _context.Decompress(_input.AsSpan(_start, count), buffer, out int used, out int written, out _next);
            _start += used;
            _isOutputFull = written == buffer.Length;
            _isInsideFrame = outcome == ZstandardLibrary.Outcome.InsideFrame;
            if (outcome is ZstandardLibrary.Outcome.Damaged or ZstandardLibrary.Outcome.WindowTooLarge)
            {
                IsWindowTooLarge = outcome == ZstandardLibrary.Outcome.WindowTooLarge;
                throw new InvalidDataException("The frame is damaged.");
            }

            if (written > 0)
            {
                return written;
            }
        }

        return 0;
    }

    // A call that fails loses what it has decompressed. So each gets one block, without the header of the next, and none while
    // bytes of the last one may wait inside for room.
    int BytesOfOneStep => _next > BlockHeaderBytes ? _next - BlockHeaderBytes : Math.Max(1, _next);

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _context.Dispose();
        base.Dispose(disposing);
    }

    bool Fill()
    {
        _start = 0;
        _end = _source.Read(_input);
        return _end > 0;
    }
}
