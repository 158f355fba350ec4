using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Patterns;

namespace LogMetrics.Compiler.GrokExporter.Configuration;

/// <summary>How a scalar is written.</summary>
enum ScalarStyle
{
    /// <summary>Without quotes.</summary>
    Plain,

    /// <summary>In single quotes, where <c>''</c> is a quote.</summary>
    SingleQuoted,

    /// <summary>In double quotes, with escapes.</summary>
    DoubleQuoted,

    /// <summary>As a block behind <c>|</c> or <c>&gt;</c>.</summary>
    Block,
}

/// <summary>A text, number or word. Its value is what the source says, whatever type the YAML standard would see in it.</summary>
sealed record YamlScalar(string Value, ScalarStyle Style, SourceSpan Span) : YamlNode(Span)
{
    /// <summary>Whether it stands for nothing at all.</summary>
    public bool IsNull => Style == ScalarStyle.Plain && Value is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>The text, where a null is the empty text.</summary>
    public string Text => IsNull ? "" : Value;

    /// <summary>Where a piece of the value is written; the whole scalar, where that cannot be told.</summary>
    public SourceSpan SpanOf(int offset, int length)
    {
        if (Style == ScalarStyle.Block || Span.Text.Contains('\n'))
        {
            return Span;
        }

        int start = SourceOffset(offset);
        int end = SourceOffset(offset + length);
        return end <= Span.End ? new SourceSpan(Span.Source, start, end - start) : Span;
    }

    /// <summary>The first characters of the value, as pieces that stand in the source as they stand in the value. Where an
    /// escape means another character, a text of its own that only knows the name of the file.</summary>
    public PlacedText Pieces(int length)
    {
        bool isWritten = Style != ScalarStyle.Block && !Span.Text.Contains('\n');
        var pieces = ImmutableArray.CreateBuilder<SourceSpan>();
        for (int offset = 0; offset < length && isWritten; offset++)
        {
            int end = SourceOffset(offset + 1);
            var character = new SourceSpan(Span.Source, end - 1, 1);
            isWritten = end <= Span.End && character.Text[0] == Value[offset];
            if (pieces.Count > 0 && pieces[^1].End == character.Start)
            {
                pieces[^1] = pieces[^1].To(character);
            }
            else
            {
                pieces.Add(character);
            }
        }

        var copy = new SourceText(Span.Source.Path, Value[..length]);
        return new PlacedText(isWritten && length > 0 ? pieces.DrainToImmutable() : [new SourceSpan(copy, 0, length)]);
    }

    int SourceOffset(int offset)
    {
        if (Style == ScalarStyle.Plain)
        {
            return Span.Start + offset;
        }

        ReadOnlySpan<char> text = Span.Text;
        int at = 1;
        for (int i = 0; i < offset && at < text.Length; i++)
        {
            at += text[at] switch
            {
                '\'' when Style == ScalarStyle.SingleQuoted => 2,
                '\\' when Style == ScalarStyle.DoubleQuoted => LengthOfEscape(text[at..]),
                _ => 1,
            };
        }

        return Span.Start + at;
    }

    static int LengthOfEscape(ReadOnlySpan<char> escape) => escape.Length < 2 ? 1 : escape[1] switch
    {
        'x' => 4,
        'u' => 6,
        'U' => 10,
        _ => 2,
    };
}
