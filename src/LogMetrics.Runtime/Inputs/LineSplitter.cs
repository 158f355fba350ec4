using System.Diagnostics;
using LogMetrics.Runtime.Inputs.Decoding;
using LogMetrics.Runtime.Lines;

namespace LogMetrics.Runtime.Inputs;

/// <summary>Cuts the bytes of one source into lines, in the buffer they were read into. Owns the bytes of the line that has
/// not ended yet.</summary>
/// <remarks>
/// <para>A line ends at LF; one CR before it belongs to the terminator. A line longer than the limit is delivered once, cut,
/// when it ends; the rest of it is skipped, so that a writer that never ends its line costs one buffer and not the
/// process. How the bytes were cut into reads makes no difference to the lines.</para>
/// <para>A line that lies whole in the buffer is not copied. Only one that began in an earlier read is put together, behind
/// the bytes of this one.</para>
/// <para>In files, a hole is no text: a writer that does not append leaves NUL bytes up to its old position when its file
/// is truncated, and so does a preallocated file or a crash. NUL bytes at the start of a file, and blocks of them at the
/// start of a line, are skipped and counted; any others are part of their line.</para>
/// <para>A byte order mark in front of the first line, as some editors and loggers write it, is no part of that.</para>
/// </remarks>
sealed class LineSplitter(
    int maxLineBytes, LineDecoder decoder, InputEvents events, bool skipsHoles, LineTee? tee = null)
{
    // Holes consist of blocks, but for the one that starts at the first byte of a file.
    const int HoleBytes = 4096;

    const int ByteOrderMarkBytes = 3;

    // What one source may keep for its next unfinished line; a longer one is an exception, and its buffer is let go.
    const int KeptBufferBytes = 64 * 1024;

    byte[] _held = [];
    int _heldCount;
    long _skippedCount;
    long _nulCount;

    /// <summary>How far the source was read.</summary>
    internal long ReadPosition { get; private set; }

    /// <summary>How many bytes of the present line were read already, those that are not kept included.</summary>
    internal long PendingBytes => _heldCount + _skippedCount + _nulCount;

    /// <summary>How many bytes of the present line are kept.</summary>
    internal long HeldBytes => _heldCount;

    /// <summary>How many NUL bytes, and nothing else, were read since the last line ended.</summary>
    internal long PendingNulBytes => _heldCount == 0 ? _nulCount : 0;

    /// <summary>Where the line, or the record of several lines, starts that has not ended yet: what a checkpoint may remember.</summary>
    internal long LineStart => Math.Min(ReadPosition - PendingBytes, decoder.PendingStart);

    /// <summary>What makes records of lines.</summary>
    internal LineDecoder Decoder => decoder;

    /// <summary>Starts anew at a position; what was held is dropped.</summary>
    internal void Start(long position)
    {
        decoder.Drop();
        Rewind(position);
    }

    /// <summary>Goes back to a position in the line that has not ended; records that were begun before it stay.</summary>
    internal void Rewind(long position)
    {
        Drop();
        ReadPosition = position;
    }

    /// <summary>Takes bytes that were read at <see cref="ReadPosition"/> into the batch's buffer, and adds the lines that end
    /// in them.</summary>
    internal void Split(LineBatch batch, int start, int count)
    {
        long lineStart = LineStart;
        long begunAt = ReadPosition - PendingBytes;
        int end = start + count;
        ReadPosition += count;
        batch.FreeStart = Math.Max(batch.FreeStart, end);
        CopyLines(batch.Buffer.AsSpan(start, count));

        while (start < end)
        {
            if (skipsHoles && batch.Buffer[start] == 0 && PendingBytes == _nulCount)
            {
                start = PassNuls(batch.Buffer, start, end);
                if (start == end)
                {
                    break;
                }
            }
            else if (_nulCount > 0)
            {
                LeaveNuls(ReadPosition - (end - start));
            }

            int length = batch.Buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (length < 0)
            {
                Hold(batch.Buffer.AsSpan(start, end - start));
                break;
            }

            if (_heldCount > 0)
            {
                Hold(batch.Buffer.AsSpan(start, length));
                AddHeld(batch, begunAt, terminated: true);
            }
            else
            {
                Add(batch, start, length, ReadPosition - (end - start), terminated: true);
            }

            start += length + 1;
        }

        batch.SourceBytes += LineStart - lineStart;
        batch.EndPosition = LineStart;
    }

    /// <summary>The source has ended for good: what is held becomes its last line, in a batch of its own.</summary>
    internal void Finish(LineBatch batch)
    {
        Debug.Assert(batch.Count == 0, "The line would be written over those that lie in the buffer.");
        long lineStart = LineStart;
        if (_heldCount > 0)
        {
            tee?.Put(_held.AsSpan(0, _heldCount), "\n"u8);
            AddHeld(batch, ReadPosition - PendingBytes, terminated: false);
        }
        else if (_nulCount > 0)
        {
            events.HoleSkipped(_nulCount);
        }

        Drop();
        decoder.Finish(batch);
        batch.SourceBytes += LineStart - lineStart;
        batch.EndPosition = LineStart;
    }

    /// <summary>Records that were begun are complete; the line that has not ended stays.</summary>
    internal void FinishRecords(LineBatch batch)
    {
        long lineStart = LineStart;
        decoder.Finish(batch);
        batch.SourceBytes += LineStart - lineStart;
        batch.EndPosition = LineStart;
    }

    /// <summary>A record to which nothing was added for a while is complete.</summary>
    internal void FinishOld(LineBatch batch)
    {
        long lineStart = LineStart;
        decoder.FinishOld(batch);
        batch.SourceBytes += LineStart - lineStart;
        batch.EndPosition = LineStart;
    }

    // NUL bytes at the start of a line are passed when they are a hole, or may become one with the next read. Those that
    // began in this read and belong to their line stay in it, where they lie.
    int PassNuls(byte[] buffer, int start, int end)
    {
        int run = buffer.AsSpan(start, end - start).IndexOfAnyExcept((byte)0);
        bool hasEnded = run >= 0;
        run = hasEnded ? run : end - start;
        long position = ReadPosition - (end - start) + run;
        if (hasEnded && _nulCount == 0 && !IsHole(run, position))
        {
            return start;
        }

        _nulCount += run;
        if (hasEnded)
        {
            LeaveNuls(position);
        }

        return start + run;
    }

    // Before anything is rewritten in place.
    void CopyLines(ReadOnlySpan<byte> bytes)
    {
        int length = tee is null ? 0 : 1 + bytes.LastIndexOf((byte)'\n');
        if (length > 0)
        {
            tee!.Put(_held.AsSpan(0, _heldCount), bytes[..length]);
        }
    }

    static bool IsHole(long nulCount, long position) => position == nulCount || nulCount >= HoleBytes;

    // The run of NUL bytes at the start of the line has ended before the position: it was a hole, or belongs to the line.
    void LeaveNuls(long position)
    {
        if (IsHole(_nulCount, position))
        {
            events.HoleSkipped(_nulCount);
            _nulCount = 0;
            return;
        }

        Span<byte> nuls = stackalloc byte[(int)_nulCount];
        nuls.Clear();
        _nulCount = 0;
        Hold(nuls);
    }

    // One byte more than the limit is held, because a CR at that place may turn out to belong to the terminator.
    void Hold(ReadOnlySpan<byte> bytes)
    {
        int kept = Math.Min(bytes.Length, maxLineBytes + 1 - _heldCount);
        int count = _heldCount + kept;
        if (count > _held.Length)
        {
            int size = (int)Math.Min(Math.Max(256, (uint)count * 2), (uint)maxLineBytes + 1);
            Array.Resize(ref _held, size);
        }

        bytes[..kept].CopyTo(_held.AsSpan(_heldCount));
        _heldCount = count;
        if (kept < bytes.Length)
        {
            if (_skippedCount == 0)
            {
                events.OversizeLine(maxLineBytes);
            }

            _skippedCount += bytes.Length - kept;
        }
    }

    void AddHeld(LineBatch batch, long position, bool terminated)
    {
        int start = batch.Place(_held.AsSpan(0, _heldCount));
        int length = _heldCount;
        bool skipped = _skippedCount > 0;
        Drop();
        if (skipped)
        {
            decoder.Decode(batch, start, maxLineBytes, position);
        }
        else
        {
            Add(batch, start, length, position, terminated);
        }
    }

    void Add(LineBatch batch, int start, int length, long position, bool terminated)
    {
        if (terminated && length > 0 && batch.Buffer[start + length - 1] == (byte)'\r')
        {
            length--;
        }

        if (position == 0 && batch.Buffer.AsSpan(start, length).StartsWith("\uFEFF"u8))
        {
            start += ByteOrderMarkBytes;
            length -= ByteOrderMarkBytes;
        }

        if (length > maxLineBytes)
        {
            events.OversizeLine(maxLineBytes);
            length = maxLineBytes;
        }

        decoder.Decode(batch, start, length, position);
    }

    void Drop()
    {
        if (_held.Length > KeptBufferBytes)
        {
            _held = [];
        }

        _heldCount = 0;
        _skippedCount = 0;
        _nulCount = 0;
    }
}
