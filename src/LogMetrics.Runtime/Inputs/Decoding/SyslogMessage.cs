using System.Buffers.Text;

namespace LogMetrics.Runtime.Inputs.Decoding;

/// <summary>A syslog message, put into the form that rsyslog writes into files: <c>time host tag: text</c>.</summary>
/// <remarks>
/// RFC 3164: the priority is taken off, and the rest is that line already. RFC 5424:
/// <c>&lt;34&gt;1 2026-11-21T10:00:00Z web su 123 ID47 [x@1 a="b"] text</c> becomes
/// <c>2026-11-21T10:00:00Z web su[123]: text</c>; the message id and the structured data are left out, a byte order mark in
/// front of the text as well. All of it happens in place, because nothing gets longer.
/// </remarks>
static class SyslogMessage
{
    const int HighestPriority = 191;

    /// <summary>Rewrites a message in its place.</summary>
    /// <param name="message">What was received, without its frame.</param>
    /// <param name="start">Where the line starts.</param>
    /// <param name="length">How long it is.</param>
    /// <returns>False when it begins with no priority: then it is left as it is.</returns>
    internal static bool TryRead(Span<byte> message, out int start, out int length)
    {
        start = 0;
        length = message.Length;
        if (message.Length < 3
            || message[0] != (byte)'<'
            || !Utf8Parser.TryParse(message[1..], out int priority, out int digits)
            || digits > 3
            || priority is < 0 or > HighestPriority
            || digits + 1 >= message.Length
            || message[digits + 1] != (byte)'>')
        {
            return false;
        }

        start = digits + 2;
        length = message.Length - start;
        Span<byte> rest = message[start..];
        if (rest.StartsWith("1 "u8) && TryRewrite(rest, out int rewritten))
        {
            length = rewritten;
        }

        return true;
    }

    // VERSION SP TIME SP HOST SP APP SP PROCESS SP ID SP DATA [SP TEXT]
    static bool TryRewrite(Span<byte> message, out int length)
    {
        length = 0;
        Span<Range> fields = stackalloc Range[6];
        int at = 0;
        for (int field = 0; field < fields.Length; field++)
        {
            int size = message[at..].IndexOf((byte)' ');
            if (size <= 0)
            {
                return false;
            }

            fields[field] = at..(at + size);
            at += size + 1;
        }

        int textStart = EndOfData(message, at);
        if (textStart < 0)
        {
            return false;
        }

        Append(message, fields[1], ref length);
        Append(message, " "u8, ref length);
        Append(message, fields[2], ref length);
        Append(message, " "u8, ref length);
        Append(message, fields[3], ref length);
        if (!message[fields[4]].SequenceEqual("-"u8))
        {
            Append(message, "["u8, ref length);
            Append(message, fields[4], ref length);
            Append(message, "]"u8, ref length);
        }

        Append(message, ":"u8, ref length);
        Span<byte> text = message[textStart..];
        text = text.StartsWith(" "u8) ? text[1..] : text;
        text = text.StartsWith("\uFEFF"u8) ? text[3..] : text;
        Append(message, " "u8, ref length);
        text.CopyTo(message[length..]);
        length += text.Length;
        return true;
    }

    // The data are "-", or elements in brackets in whose quoted values a backslash takes the meaning from what follows.
    static int EndOfData(ReadOnlySpan<byte> message, int at)
    {
        if (at < message.Length && message[at] == (byte)'-')
        {
            return at + 1;
        }

        int start = at;
        bool isQuoted = false;
        bool isInside = false;
        for (; at < message.Length && (isInside || message[at] == (byte)'['); at++)
        {
            switch (message[at])
            {
                case (byte)'\\' when isQuoted:
                    at++;
                    break;
                case (byte)'"':
                    isQuoted = !isQuoted;
                    break;
                case (byte)'[' when !isInside:
                    isInside = true;
                    break;
                case (byte)']' when !isQuoted:
                    isInside = false;
                    break;
            }
        }

        return isInside || at == start ? -1 : Math.Min(at, message.Length);
    }

    static void Append(Span<byte> message, Range field, ref int length)
    {
        ReadOnlySpan<byte> bytes = message[field];
        bytes.CopyTo(message[length..]);
        length += bytes.Length;
    }

    static void Append(Span<byte> message, ReadOnlySpan<byte> bytes, ref int length)
    {
        bytes.CopyTo(message[length..]);
        length += bytes.Length;
    }
}
