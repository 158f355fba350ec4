using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace LogMetrics.Runtime.Inputs.Decoding;

/// <summary>The text of a JSON string, put in its place: escapes only ever get shorter.</summary>
static class JsonText
{
    static readonly SearchValues<byte> QuoteOrEscape = SearchValues.Create("\"\\"u8);

    /// <summary>Finds the end of a string and resolves its escapes.</summary>
    /// <param name="bytes">What follows the opening quote; rewritten.</param>
    /// <param name="length">How many bytes of text now stand at the start of it.</param>
    /// <param name="end">Where the closing quote was.</param>
    /// <returns>False when there is no closing quote, or an escape that JSON does not know; the text is unchanged then.</returns>
    internal static bool TryUnescape(Span<byte> bytes, out int length, out int end)
    {
        length = 0;
        end = EndOf(bytes);
        if (end < 0)
        {
            return false;
        }

        int from = 0;
        while (from < end)
        {
            int run = bytes[from..end].IndexOf((byte)'\\');
            run = run < 0 ? end - from : run;
            bytes.Slice(from, run).CopyTo(bytes[length..]);
            length += run;
            from += run;
            if (from < end)
            {
                from += Resolve(bytes[from..end], bytes[length..], out int written);
                length += written;
            }
        }

        return true;
    }

    // Also looks that every escape is one, so that nothing is rewritten in vain.
    static int EndOf(ReadOnlySpan<byte> bytes)
    {
        int at = 0;
        while (true)
        {
            int next = bytes[at..].IndexOfAny(QuoteOrEscape);
            if (next < 0)
            {
                return -1;
            }

            at += next;
            if (bytes[at] == (byte)'"')
            {
                return at;
            }

            int size = EscapeSize(bytes[at..]);
            if (size == 0)
            {
                return -1;
            }

            at += size;
        }
    }

    static int EscapeSize(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [_, (byte)'u', ..] => bytes.Length >= 6 && TryReadUnit(bytes, out _) ? 6 : 0,
        [_, (byte)'n' or (byte)'r' or (byte)'t' or (byte)'b' or (byte)'f' or (byte)'"' or (byte)'\\' or (byte)'/', ..] => 2,
        _ => 0,
    };

    static int Resolve(ReadOnlySpan<byte> escape, Span<byte> to, out int written)
    {
        if (escape[1] != (byte)'u')
        {
            to[0] = escape[1] switch
            {
                (byte)'n' => (byte)'\n',
                (byte)'r' => (byte)'\r',
                (byte)'t' => (byte)'\t',
                (byte)'b' => (byte)'\b',
                (byte)'f' => (byte)'\f',
                byte other => other,
            };
            written = 1;
            return 2;
        }

        TryReadUnit(escape, out char unit);
        int size = 6;
        if (!Rune.TryCreate(unit, out Rune rune))
        {
            // Half of a pair alone is no character.
            bool isPair = escape.Length >= 12
                && escape[6] == (byte)'\\'
                && escape[7] == (byte)'u'
                && TryReadUnit(escape[6..], out char low)
                && Rune.TryCreate(unit, low, out rune);
            size = isPair ? 12 : 6;
            rune = isPair ? rune : Rune.ReplacementChar;
        }

        // At most four bytes for six, or for twelve.
        Span<byte> utf8 = stackalloc byte[4];
        written = rune.EncodeToUtf8(utf8);
        utf8[..written].CopyTo(to);
        return size;
    }

    static bool TryReadUnit(ReadOnlySpan<byte> escape, out char unit)
    {
        bool isRead = Utf8Parser.TryParse(escape.Slice(2, 4), out ushort value, out int count, 'x') && count == 4;
        unit = (char)value;
        return isRead;
    }
}
