using System.Text;

namespace LogMetrics.Regex.Automata;

/// <summary>Makes text valid UTF-8, and leads offsets back to the text as it was.</summary>
/// <remarks>
/// Go takes a byte that is not part of valid UTF-8 for U+FFFD of width 1. So each such byte is written as U+FFFD, and
/// the automata never meet anything but valid text. Lines that need it are rare.
/// </remarks>
sealed class RepairedText
{
    byte[] _bytes = [];
    int[] _repairs = [];
    int _length;
    int _count;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>Reads text; true when it had to be repaired.</summary>
    public bool Read(ReadOnlySpan<byte> text)
    {
        if (System.Text.Unicode.Utf8.IsValid(text))
        {
            return false;
        }

        if (_bytes.Length < 3 * text.Length)
        {
            _bytes = new byte[3 * text.Length];
            _repairs = new int[text.Length];
        }

        _length = 0;
        _count = 0;
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(text, out _, out var width) == System.Buffers.OperationStatus.Done)
            {
                text[..width].CopyTo(_bytes.AsSpan(_length));
                _length += width;
                text = text[width..];
                continue;
            }

            _repairs[_count++] = _length;
            _bytes[_length++] = 0xEF;
            _bytes[_length++] = 0xBF;
            _bytes[_length++] = 0xBD;
            text = text[1..];
        }

        return true;
    }

    /// <summary>The offset here of an offset into the text as it was.</summary>
    public int FromOriginal(int offset)
    {
        // A repaired byte takes two bytes more here; find how many stand before the offset.
        var (low, high) = (0, _count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_repairs[middle] - (2 * middle) < offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return offset + (2 * low);
    }

    /// <summary>The offset into the text as it was.</summary>
    public int ToOriginal(int offset)
    {
        var before = _repairs.AsSpan(0, _count).BinarySearch(offset);
        return offset - (2 * (before < 0 ? ~before : before));
    }
}
