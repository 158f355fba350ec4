using LogMetrics.Runtime.Inputs.Decoding;

namespace LogMetrics.Runtime.Inputs.Sockets;

/// <summary>Takes the lengths out of a stream of counted frames, <c>LENGTH SP MESSAGE</c>, so that each message ends with LF
/// like those of the other framing; a stream of the other framing stays as it is.</summary>
/// <remarks>
/// Which framing a client has is told by each message's first byte: a digit begins a length, <c>&lt;</c> a priority. LF
/// inside a counted message becomes a space, as rsyslog writes it. A frame that says it is longer than a line may be, or
/// has no space behind its length, is counted, and the stream goes on behind the next LF.
/// </remarks>
sealed class SyslogFraming(int maxMessageBytes, InputEvents events)
{
    enum State
    {
        /// <summary>A frame or a line begins with the next byte.</summary>
        Start,

        /// <summary>Inside the length of a frame.</summary>
        Length,

        /// <summary>Inside the message of a frame.</summary>
        Counted,

        /// <summary>Inside a line, or behind a frame that is none.</summary>
        Line,
    }

    const int MaxDigits = 8;

    State _state;
    int _digits;
    int _left;

    /// <summary>Rewrites received bytes in place.</summary>
    /// <param name="bytes">What was received, with room for one byte more behind it.</param>
    /// <param name="count">How many bytes were received.</param>
    /// <returns>How many there are now; no more than received, but for one.</returns>
    internal int Rewrite(Span<byte> bytes, int count)
    {
        int to = 0;
        for (int at = 0; at < count;)
        {
            switch (_state)
            {
                case State.Start when bytes[at] is >= (byte)'1' and <= (byte)'9':
                    (_state, _digits, _left) = (State.Length, 0, 0);
                    break;
                case State.Start:
                    _state = State.Line;
                    break;
                case State.Length:
                    at += TakeLength(bytes[at]) ? 1 : 0;
                    break;
                case State.Counted:
                    TakeCounted(bytes, ref at, ref to, ref count);
                    break;
                case State.Line:
                    int end = bytes[at..count].IndexOf((byte)'\n');
                    int length = end < 0 ? count - at : end + 1;
                    bytes.Slice(at, length).CopyTo(bytes[to..]);
                    at += length;
                    to += length;
                    _state = end < 0 ? State.Line : State.Start;
                    break;
            }
        }

        return to;
    }

    // Whether the byte belongs to the length; what does not is looked at again.
    bool TakeLength(byte next)
    {
        if (next is >= (byte)'0' and <= (byte)'9' && _digits < MaxDigits)
        {
            _digits++;
            _left = (10 * _left) + (next - '0');
            return true;
        }

        bool isFrame = next == (byte)' ' && _left <= maxMessageBytes;
        if (!isFrame)
        {
            events.BadSyslog(SyslogFault.BadFrame);
        }

        _state = isFrame ? State.Counted : State.Line;
        return isFrame;
    }

    void TakeCounted(Span<byte> bytes, ref int at, ref int to, ref int count)
    {
        int length = Math.Min(_left, count - at);
        Span<byte> piece = bytes.Slice(at, length);
        bool isLast = length == _left;
        if (isLast && piece is [.., (byte)'\n'])
        {
            // Some senders count the LF that they also write.
            piece = piece[..^1];
        }

        piece.Replace((byte)'\n', (byte)' ');
        piece.CopyTo(bytes[to..]);
        to += piece.Length;
        at += length;
        _left -= length;
        if (isLast)
        {
            if (to == at && at < count)
            {
                // The length came with what was received before, so nothing has made room for the LF; it happens once at most,
                // since every later message has its length before it.
                bytes[at..count].CopyTo(bytes[(at + 1)..]);
                at++;
                count++;
            }

            bytes[to++] = (byte)'\n';
            _state = State.Start;
        }
    }
}
