namespace LogMetrics.Runtime.Inputs.Files.Compression;

/// <summary>The bytes of an open file from the first to the last, as a stream; the file stays open.</summary>
/// <param name="file">The file.</param>
/// <param name="appendix">What follows behind its last byte, if anything.</param>
sealed class OpenFileStream(OpenFile file, byte[]? appendix = null) : Stream
{
    long _position;
    int _appended;

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
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        FileError error = file.Read(buffer, _position, out int count);
        _position += count;
        if (error != FileError.None)
        {
            throw new IOException(error.Words());
        }

        if (count == 0 && appendix is not null)
        {
            count = Math.Min(buffer.Length, appendix.Length - _appended);
            appendix.AsSpan(_appended, count).CopyTo(buffer);
            _appended += count;
        }

        return count;
    }

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
}
