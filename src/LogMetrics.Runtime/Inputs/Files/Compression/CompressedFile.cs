namespace LogMetrics.Runtime.Inputs.Files.Compression;

/// <summary>What is in a compressed file, as if it were the file: offsets count decompressed bytes.</summary>
/// <remarks>Reading goes forward and costs two buffers, however much the file would unpack to. The last bytes are kept, so that
/// who compares them before going on gets them; reading elsewhere begins again at the first byte.</remarks>
sealed class CompressedFile(OpenFile file, CompressionFormat format) : OpenFile
{
    // What a reader compares before it reads on, and more.
    const int HistoryBytes = 4096;

    readonly byte[] _history = new byte[HistoryBytes];
    Stream? _stream;
    long _position;
    FileError _damage;
    bool _isByByte;

    /// <inheritdoc/>
    internal override bool IsCompressed => true;

    /// <inheritdoc/>
    internal override FileError Damage => _damage;

    /// <inheritdoc/>
    internal override FileError Stat(out FileStat stat) => file.Stat(out stat);

    /// <inheritdoc/>
    internal override FileError Read(Span<byte> buffer, long offset, out int count)
    {
        count = 0;
        if (_stream is null || offset > _position || offset < _position - Math.Min(_position, HistoryBytes))
        {
            FileError error = MoveTo(offset);
            if (error != FileError.None)
            {
                return error;
            }
        }

        if (offset < _position)
        {
            int kept = (int)Math.Min(buffer.Length, _position - offset);
            _history.AsSpan(HistoryBytes - (int)(_position - offset), kept).CopyTo(buffer);
            count = kept;
        }

        while (count < buffer.Length)
        {
            int read = ReadNext(buffer[count..]);
            if (read == 0)
            {
                break;
            }

            count += read;
        }

        return FileError.None;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _stream?.Dispose();
        file.Dispose();
    }

    FileError MoveTo(long offset)
    {
        if (_stream is null || offset < _position)
        {
            _stream?.Dispose();
            _stream = format.Open(file);
            _position = 0;
            _damage = FileError.None;
            _isByByte = false;
        }

        byte[] skipped = new byte[Math.Min(64 * 1024, Math.Max(1, offset - _position))];
        while (_position < offset)
        {
            int read = ReadNext(skipped.AsSpan(0, (int)Math.Min(skipped.Length, offset - _position)));
            if (read == 0)
            {
                return FileError.None;
            }
        }

        return FileError.None;
    }

    int ReadNext(Span<byte> buffer)
    {
        if (_damage != FileError.None || buffer.IsEmpty)
        {
            return 0;
        }

        try
        {
            int read = _stream!.Read(_isByByte ? buffer[..1] : buffer);
            if (read == 0 && !format.IsComplete(file, _position))
            {
                _damage = FileError.Corrupt;
            }

            Remember(buffer[..read]);
            _position += read;
            return read;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            if (_isByByte || !format.LosesBytesBeforeDamage)
            {
                _damage = format.DamageOf(_stream!);
                return 0;
            }

            // What stands in front of the damage, and would have come by the same read, is lost to the stream.
            long position = _position;
            _position = long.MaxValue;
            _isByByte = MoveTo(position) == FileError.None && _position == position;
            _damage = _isByByte ? FileError.None : FileError.Corrupt;
            return ReadNext(buffer);
        }
    }

    void Remember(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= HistoryBytes)
        {
            bytes[^HistoryBytes..].CopyTo(_history);
            return;
        }

        _history.AsSpan(bytes.Length).CopyTo(_history);
        bytes.CopyTo(_history.AsSpan(HistoryBytes - bytes.Length));
    }
}
