using System.Buffers;
using System.Globalization;
using System.Text;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Runtime.Exposition;

/// <summary>Writes indented JSON with the line breaks, escapes and numbers of Go's encoder.</summary>
ref struct JsonWriter(IBufferWriter<byte> output)
{
    SampleWriter _writer = new(output);
    int _depth;
    bool _first = true;

    internal void Flush() => _writer.Flush();

    internal void Open(byte bracket)
    {
        _writer.Write(bracket);
        _depth++;
        _first = true;
    }

    internal void Close(byte bracket)
    {
        _depth--;
        if (!_first)
        {
            BreakLine();
        }

        _writer.Write(bracket);
        _first = false;
    }

    /// <summary>Begins the next element of an array, or the next member of an object before its name.</summary>
    internal void Next()
    {
        if (!_first)
        {
            _writer.Write((byte)',');
        }

        _first = false;
        BreakLine();
    }

    internal void Name(scoped ReadOnlySpan<byte> name)
    {
        Next();
        String(name);
        _writer.Write(": "u8);
    }

    internal void Member(scoped ReadOnlySpan<byte> name, string value)
    {
        Name(name);
        String(Encoding.UTF8.GetBytes(value));
    }

    internal void Member(scoped ReadOnlySpan<byte> name, long value)
    {
        Name(name);
        Int(value);
    }

    internal void True() => _writer.Write("true"u8);

    internal void Int(long value) => _writer.WriteInt(value);

    /// <summary>Plain decimal, and an exponent outside of 1e-6 to 1e21; what JSON has no number for is null.</summary>
    internal void Float(double value)
    {
        double size = Math.Abs(value);
        if (!double.IsFinite(value))
        {
            _writer.Write("null"u8);
        }
        else if (size != 0 && size is < 1e-6 or >= 1e21)
        {
            Exponential(value);
        }
        else
        {
            _writer.Write(Encoding.UTF8.GetBytes(PlainDecimal(value)));
        }
    }

    internal void String(scoped ReadOnlySpan<byte> text)
    {
        _writer.Write((byte)'"');
        while (!text.IsEmpty)
        {
            OperationStatus status = Rune.DecodeFromUtf8(text, out Rune rune, out int used);
            if (status != OperationStatus.Done)
            {
                // Go replaces each byte of what is not UTF-8.
                used = 1;
                _writer.Write("\\ufffd"u8);
            }
            else if (Escape(rune.Value) is { } escape)
            {
                _writer.Write(escape);
            }
            else
            {
                _writer.Write(text[..used]);
            }

            text = text[used..];
        }

        _writer.Write((byte)'"');
    }

    /// <summary>How a character is escaped; null when it is not. HTML's characters are, as Go has it.</summary>
    static string? Escape(int rune) => rune switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        < 0x20 or '<' or '>' or '&' or 0x2028 or 0x2029 => $"\\u{rune:x4}",
        _ => null,
    };

    /// <summary>The digits of the <c>%g</c> form, but <c>e-7</c> for <c>e-07</c>.</summary>
    void Exponential(double value)
    {
        Span<byte> text = stackalloc byte[NumberText.MaxBytes];
        int length = NumberText.FormatFloat(value, text);
        if (length > 4 && text[..length][^4..^1].SequenceEqual("e-0"u8))
        {
            text[length - 2] = text[length - 1];
            length--;
        }

        _writer.Write(text[..length]);
    }

    static string PlainDecimal(double value)
    {
        // The shortest digits that read back, however .NET would place the point.
        string shortest = value.ToString("R", CultureInfo.InvariantCulture);
        return shortest.Contains('E', StringComparison.Ordinal)
            ? decimal.Parse(shortest, NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)
            : shortest;
    }

    void BreakLine()
    {
        _writer.Write((byte)'\n');
        for (int i = 0; i < _depth; i++)
        {
            _writer.Write("  "u8);
        }
    }
}
