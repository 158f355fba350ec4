using LogMetrics.Regex;
using LogMetrics.Runtime.Lines;

namespace LogMetrics.Runtime.Inputs.Decoding;

/// <summary>Puts lines together to records: one begins with each line that a pattern matches, and has the lines that follow
/// until the next one.</summary>
/// <remarks>
/// The lines of a record are separated by LF. Lines in front of the first start are a record, too. A record ends where the
/// next begins, when the lines come from the other stream of a container, when it has as many lines as it may, and when
/// nothing was added to it for a while. What is longer than a line may be is cut.
/// </remarks>
sealed class RecordJoiner(Regexp start, MultilineOptions options, int maxBytes, InputEvents events, TimeProvider time)
{
    byte[] _bytes = [];
    int _count;
    int _lines;
    bool _isCut;
    long _changedAt;
    LineStream _stream;

    /// <summary>Where the first line of the record lies that has not ended.</summary>
    internal long PendingStart { get; private set; } = LineDecoder.NothingPending;

    /// <summary>Takes a line that lies in the batch's buffer.</summary>
    internal void Take(LineBatch batch, int lineStart, int length, long position, LineStream stream)
    {
        ReadOnlySpan<byte> line = batch.Buffer.AsSpan(lineStart, length);
        bool isFull = _lines >= options.MaxLines;
        if (_lines > 0 && (isFull || stream != _stream || start.IsMatch(line)))
        {
            if (isFull && !start.IsMatch(line))
            {
                events.RecordCut(options.MaxLines);
            }

            // The buffer may be another one afterwards.
            Finish(batch);
            line = batch.Buffer.AsSpan(lineStart, length);
        }

        Add(line, position, stream);
    }

    /// <summary>Whether a line begins a record.</summary>
    internal bool IsStart(ReadOnlySpan<byte> line) => start.IsMatch(line);

    /// <summary>What was begun is a record.</summary>
    internal void Finish(LineBatch batch)
    {
        if (_lines > 0)
        {
            batch.Append(_bytes.AsSpan(0, _count), _stream);
            Drop();
        }
    }

    /// <summary>The same when nothing was added for a while.</summary>
    internal void FinishOld(LineBatch batch)
    {
        if (_lines > 0 && time.GetElapsedTime(_changedAt) >= options.MaxAge)
        {
            Finish(batch);
        }
    }

    /// <summary>Forgets what was begun.</summary>
    internal void Drop()
    {
        _count = 0;
        _lines = 0;
        _isCut = false;
        PendingStart = LineDecoder.NothingPending;
    }

    /// <summary>Goes on with what another has begun; the other begins anew. It lies in another source, in front of the first
    /// line of this one.</summary>
    internal void TakeOver(RecordJoiner other)
    {
        if (_lines > 0 || other._lines == 0)
        {
            return;
        }

        (_bytes, other._bytes) = (other._bytes, _bytes);
        (_count, _lines, _isCut, _stream) = (other._count, other._lines, other._isCut, other._stream);
        _changedAt = time.GetTimestamp();
        PendingStart = 0;
        other.Drop();
    }

    void Add(ReadOnlySpan<byte> line, long position, LineStream stream)
    {
        if (_lines == 0)
        {
            PendingStart = position;
            _stream = stream;
        }
        else
        {
            Append("\n"u8);
        }

        Append(line);
        _lines++;
        _changedAt = time.GetTimestamp();
    }

    void Append(ReadOnlySpan<byte> bytes)
    {
        int kept = Math.Min(bytes.Length, maxBytes - _count);
        if (kept < bytes.Length && !_isCut)
        {
            _isCut = true;
            events.OversizeLine(maxBytes);
        }

        if (_count + kept > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Min(Math.Max(1024, 2 * (_count + kept)), Math.Max(maxBytes, 1)));
        }

        bytes[..kept].CopyTo(_bytes.AsSpan(_count));
        _count += kept;
    }
}
