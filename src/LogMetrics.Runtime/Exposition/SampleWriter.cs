using System.Buffers;
using System.Text;
using LogMetrics.Compiler.Programs;
using LogMetrics.Runtime.Metrics;

namespace LogMetrics.Runtime.Exposition;

/// <summary>Writes the pieces that the formats are made of, without a string for any sample.</summary>
ref struct SampleWriter
{
    const int ChunkBytes = 16 * 1024;

    static readonly SearchValues<byte> LabelEscapes = SearchValues.Create("\\\"\n"u8);
    static readonly SearchValues<byte> HelpEscapes = SearchValues.Create("\\\n"u8);

    readonly IBufferWriter<byte> _output;
    Span<byte> _room;
    int _length;

    internal SampleWriter(IBufferWriter<byte> output)
    {
        _output = output;
        _room = output.GetSpan(ChunkBytes);
    }

    /// <summary>Hands everything over to the output.</summary>
    internal void Flush()
    {
        _output.Advance(_length);
        _length = 0;
        _room = default;
    }

    internal void Write(scoped ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_room[_length..]);
        _length += bytes.Length;
    }

    internal void Write(byte b)
    {
        Reserve(1);
        _room[_length++] = b;
    }

    internal void Write(string text)
    {
        Reserve(Encoding.UTF8.GetMaxByteCount(text.Length));
        _length += Encoding.UTF8.GetBytes(text, _room[_length..]);
    }

    internal void WriteInt(long value)
    {
        Reserve(NumberText.MaxBytes);
        _length += NumberText.FormatInt(value, _room[_length..]);
    }

    internal void WriteFloat(double value)
    {
        // The client library that mtail uses writes both zeros as 0, so a negative one must not look different here.
        Reserve(NumberText.MaxBytes);
        _length += NumberText.FormatFloat(value == 0 ? 0 : value, _room[_length..]);
    }

    /// <summary>Writes seconds with three decimals.</summary>
    internal void WriteSeconds(long nanoseconds)
    {
        long milliseconds = nanoseconds / 1_000_000;
        if (milliseconds < 0)
        {
            Write((byte)'-');
            milliseconds = -milliseconds;
        }

        WriteInt(milliseconds / 1000);
        Write((byte)'.');
        long rest = milliseconds % 1000;
        Write((byte)('0' + (rest / 100)));
        Write((byte)('0' + (rest / 10 % 10)));
        Write((byte)('0' + (rest % 10)));
    }

    /// <summary>Writes a HELP text; quotes are escaped in OpenMetrics only.</summary>
    internal void WriteHelp(string text, bool escapeQuotes)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (LabelText.NeedsMending(bytes))
        {
            byte[] mended = new byte[(3 * bytes.Length) + LabelText.MaxRuneBytes];
            bytes = mended[..LabelText.Mend(bytes, mended, int.MaxValue)];
        }

        WriteEscaped(bytes, escapeQuotes ? LabelEscapes : HelpEscapes);
    }

    /// <summary>Writes the labels of a series, and <c>le</c> behind them for the bucket of a histogram.</summary>
    internal void WriteLabels(ExposedPart part, int index, scoped ReadOnlySpan<byte> bucket = default) =>
        WriteLabels(part, index, "le=\""u8, bucket);

    /// <summary>Writes the labels of a series, and another one behind them unless its value is empty.</summary>
    internal void WriteLabels(ExposedPart part, int index, scoped ReadOnlySpan<byte> opening, scoped ReadOnlySpan<byte> bucket)
    {
        ReadOnlySpan<LabelSlot> labels = part.Labels;
        ReadOnlySpan<byte> key = part.Family.Keys[index];
        foreach (LabelSlot label in labels)
        {
            Write(label.Opening);
            WriteEscaped(label.Constant ?? LabelOrder.ValueAt(key, label.Place), LabelEscapes);
            Write((byte)'"');
        }

        if (!bucket.IsEmpty)
        {
            Write(labels.IsEmpty ? (byte)'{' : (byte)',');
            Write(opening);
            Write(bucket);
            Write((byte)'"');
        }

        if (!labels.IsEmpty || !bucket.IsEmpty)
        {
            Write((byte)'}');
        }
    }

    /// <summary>Writes a text that nothing quotes: a space for each end of line.</summary>
    internal void WriteOnOneLine(scoped ReadOnlySpan<byte> text)
    {
        Reserve(text.Length);
        text.Replace(_room[_length..], (byte)'\n', (byte)' ');
        _length += text.Length;
    }

    void WriteEscaped(scoped ReadOnlySpan<byte> text, SearchValues<byte> escapes)
    {
        while (true)
        {
            int plain = text.IndexOfAny(escapes);
            if (plain < 0)
            {
                Write(text);
                return;
            }

            Write(text[..plain]);
            Write((byte)'\\');
            Write(text[plain] == '\n' ? (byte)'n' : text[plain]);
            text = text[(plain + 1)..];
        }
    }

    void Reserve(int bytes)
    {
        if (_room.Length - _length < bytes)
        {
            _output.Advance(_length);
            _length = 0;
            _room = _output.GetSpan(Math.Max(bytes, ChunkBytes));
        }
    }
}
