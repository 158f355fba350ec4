using System.Buffers;
using System.Numerics;
using System.Text;

namespace LogMetrics.Runtime.Metrics;

/// <summary>Label values on their way to a series: filled again for each look-up, so that a known series costs nothing.</summary>
/// <remarks>
/// Values that are longer than the limit are cut, and what is not valid UTF-8 becomes U+FFFD, here, before a series
/// exists: a scrape never has to mend anything. The values lie behind each other, each followed by the byte 0xFF, which
/// no UTF-8 contains: so equal bytes are equal label sets, and one comparison tells.
/// </remarks>
public sealed class LabelValues
{
    /// <summary>Ends each value in <see cref="Key"/>.</summary>
    internal const byte End = 0xFF;

    const int HashDigits = 8;

    readonly int _maxValueBytes;
    readonly MetricEvents? _events;
    byte[] _key = new byte[256];
    int _length;
    uint _hash;
    bool _isHashed;

    /// <summary>With the default limits, and cuts are not counted.</summary>
    public LabelValues()
        : this(Limits.Default.MaxLabelValueBytes, null)
    {
    }

    internal LabelValues(int maxValueBytes, MetricEvents? events)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxValueBytes, 2 * HashDigits);
        _maxValueBytes = maxValueBytes;
        _events = events;
    }

    /// <summary>How many values there are.</summary>
    public int Count { get; private set; }

    /// <summary>All values, as series keep them.</summary>
    internal ReadOnlySpan<byte> Key => _key.AsSpan(0, _length);

    /// <summary>The <see cref="LabelHash"/> of <see cref="Key"/>; computed once for all that look these values up.</summary>
    internal uint Hash
    {
        get
        {
            if (!_isHashed)
            {
                _hash = LabelHash.Of(Key);
                _isHashed = true;
            }

            return _hash;
        }
    }

    /// <summary>Whether a value was longer than the limit.</summary>
    internal bool HasCut { get; private set; }

    /// <summary>Forgets the values.</summary>
    public void Clear()
    {
        _length = 0;
        _isHashed = false;
        HasCut = false;
        Count = 0;
    }

    /// <summary>Adds the next value, in the order of the family's label names.</summary>
    public void Add(ReadOnlySpan<byte> value)
    {
        if (value.Length > _maxValueBytes || LabelText.NeedsMending(value))
        {
            AddMended(value);
        }
        else
        {
            Reserve(value.Length + 1);
            value.CopyTo(_key.AsSpan(_length));
            _length += value.Length;
            _key[_length++] = End;
        }

        _isHashed = false;
        Count++;
    }

    /// <summary>Goes over the values of a key, in order.</summary>
    internal static ReadOnlySpan<byte> TakeValue(scoped ref ReadOnlySpan<byte> key)
    {
        int end = key.IndexOf(End);
        ReadOnlySpan<byte> value = key[..end];
        key = key[(end + 1)..];
        return value;
    }

    void AddMended(ReadOnlySpan<byte> value)
    {
        // A mended value has at most three bytes for each of the input, and we stop behind the limit.
        Reserve(_maxValueBytes + LabelText.MaxRuneBytes + 1);
        Span<byte> room = _key.AsSpan(_length, _maxValueBytes + LabelText.MaxRuneBytes);
        int length = LabelText.Mend(value, room, _maxValueBytes);
        if (length > _maxValueBytes)
        {
            length = CutTo(_maxValueBytes - HashDigits, room);
            _ = LabelText.Hash(value).TryFormat(room[length..], out int digits, "x8");
            length += digits;
            HasCut = true;
            _events?.LabelValueCut();
        }

        _length += length;
        _key[_length++] = End;
    }

    static int CutTo(int length, ReadOnlySpan<byte> text)
    {
        while (length > 0 && (text[length] & 0xC0) == 0x80)
        {
            length--;
        }

        return length;
    }

    void Reserve(int bytes)
    {
        if (_key.Length - _length < bytes)
        {
            Array.Resize(ref _key, (int)BitOperations.RoundUpToPowerOf2((uint)(_length + bytes)));
        }
    }
}

/// <summary>What the text of a label may hold.</summary>
/// <remarks>
/// Valid UTF-8 without characters that steer a terminal or turn the direction of what is read: C0 controls except tab and
/// newline, DEL, C1 controls, the line and paragraph separators, and the marks of bidirectional text. Each of them, and
/// each sequence that is no UTF-8, is replaced by one U+FFFD. Ordinary text, tabs and newlines stay as mtail has them.
/// </remarks>
static class LabelText
{
    /// <summary>The most bytes that one step of <see cref="Mend"/> writes.</summary>
    internal const int MaxRuneBytes = 4;

    const int ShortBytes = 8;

    static readonly SearchValues<byte> Plain = SearchValues.Create(PlainBytes());

    /// <summary>False for nearly every value: it is printable ASCII.</summary>
    internal static bool NeedsMending(ReadOnlySpan<byte> value)
    {
        // Most values are a few bytes long: what a search with vectors sets up costs more than looking at them.
        if (value.Length > ShortBytes)
        {
            return value.ContainsAnyExcept(Plain);
        }

        foreach (byte b in value)
        {
            if ((uint)(b - ' ') > '~' - ' ' && b is not ((byte)'\t' or (byte)'\n'))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Writes the mended value, and stops when it has more than <paramref name="enough"/> bytes.</summary>
    internal static int Mend(ReadOnlySpan<byte> value, Span<byte> output, int enough)
    {
        int length = 0;
        while (!value.IsEmpty && length <= enough)
        {
            OperationStatus status = Rune.DecodeFromUtf8(value, out Rune rune, out int used);
            if (status != OperationStatus.Done || IsUnwanted(rune.Value))
            {
                rune = Rune.ReplacementChar;
            }

            length += rune.EncodeToUtf8(output[length..]);
            value = value[used..];
        }

        return length;
    }

    /// <summary>A hash that is the same in every process: it becomes part of a label value.</summary>
    internal static uint Hash(ReadOnlySpan<byte> value)
    {
        uint crc = uint.MaxValue;
        while (value.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BitConverter.ToUInt64(value));
            value = value[sizeof(ulong)..];
        }

        foreach (byte b in value)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return ~crc;
    }

    static bool IsUnwanted(int rune) => rune switch
    {
        '\t' or '\n' => false,
        < 0x20 or (>= 0x7F and <= 0x9F) => true,
        0x061C or 0x200E or 0x200F or (>= 0x2028 and <= 0x202E) or (>= 0x2066 and <= 0x2069) => true,
        _ => false,
    };

    static byte[] PlainBytes()
    {
        var plain = new List<byte> { (byte)'\t', (byte)'\n' };
        for (byte b = 0x20; b < 0x7F; b++)
        {
            plain.Add(b);
        }

        return [.. plain];
    }
}
