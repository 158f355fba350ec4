using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace LogMetrics.Compiler.GrokExporter.Configuration;

/// <summary>YAML text → nodes with their places. Only the first document counts.</summary>
/// <remarks>Built on the parser's events, because its ready-made trees refuse a key that is given twice, which grok_exporter
/// accepts, and its deserialisers reflect.</remarks>
sealed class YamlReader
{
    /// <summary>Deeper texts are no configuration.</summary>
    const int MaxDepth = 50;

    readonly SourceText _source;
    readonly DiagnosticBag _diagnostics;
    readonly Parser _parser;
    readonly Dictionary<AnchorName, YamlNode> _anchors = [];
    int _depth;

    YamlReader(SourceText source, DiagnosticBag diagnostics)
    {
        _source = source;
        _diagnostics = diagnostics;
        _parser = new Parser(new StringReader(source.Text));
    }

    /// <summary>Reads the first document.</summary>
    /// <returns>Null when it is no YAML, which is then reported, or when there is none.</returns>
    public static YamlNode? Read(SourceText source, DiagnosticBag diagnostics)
    {
        var reader = new YamlReader(source, diagnostics);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlException error)
        {
            diagnostics.Error(
                DiagnosticCode.BadYaml,
                reader.TabAt(error) ?? reader.SpanOf(error.End, error.End),
                $"this is no YAML: {Sentence(error)}",
                Hint(error.Message));
            return null;
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or IndexOutOfRangeException or FormatException or OverflowException)
        {
            // The scanner has no words for some texts, such as a bracket behind a stray sign.
            Mark behind = reader._parser.Current?.End ?? Mark.Empty;
            diagnostics.Error(
                DiagnosticCode.BadYaml,
                reader.SpanOf(behind, behind),
                "this is no YAML: it cannot be read from here on",
                "put texts with special characters, such as patterns and templates, in 'single quotes'");
            return null;
        }
    }

    YamlNode? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
        {
            return null;
        }

        return ReadNode();
    }

    YamlNode ReadNode()
    {
        if (++_depth > MaxDepth)
        {
            throw new YamlException(_parser.Current!.Start, _parser.Current.End, $"it nests deeper than {MaxDepth} levels");
        }

        YamlNode node = _parser.Consume<ParsingEvent>() switch
        {
            Scalar scalar => Remember(scalar.Anchor, ReadScalar(scalar)),
            SequenceStart start => Remember(start.Anchor, ReadList(start)),
            MappingStart start => Remember(start.Anchor, ReadMap(start)),
            AnchorAlias alias when _anchors.TryGetValue(alias.Value, out YamlNode? anchored) => anchored,
            AnchorAlias alias => throw new YamlException(alias.Start, alias.End, $"there is no anchor `{alias.Value}` before this"),
            ParsingEvent other => throw new YamlException(other.Start, other.End, "a value is missing here"),
        };
        _depth--;
        return node;
    }

    YamlNode Remember(AnchorName anchor, YamlNode node)
    {
        if (!anchor.IsEmpty)
        {
            _anchors[anchor] = node;
        }

        return node;
    }

    YamlScalar ReadScalar(Scalar scalar) => new(
        scalar.Value,
        scalar.Style switch
        {
            YamlDotNet.Core.ScalarStyle.SingleQuoted => ScalarStyle.SingleQuoted,
            YamlDotNet.Core.ScalarStyle.DoubleQuoted => ScalarStyle.DoubleQuoted,
            YamlDotNet.Core.ScalarStyle.Literal or YamlDotNet.Core.ScalarStyle.Folded => ScalarStyle.Block,
            _ => ScalarStyle.Plain,
        },
        SpanOf(scalar.Start, scalar.End));

    YamlList ReadList(SequenceStart start)
    {
        var items = ImmutableArray.CreateBuilder<YamlNode>();
        SequenceEnd end;
        while (!_parser.TryConsume(out end!))
        {
            items.Add(ReadNode());
        }

        return new YamlList(items.DrainToImmutable(), SpanOf(start.Start, end.End));
    }

    YamlMap ReadMap(MappingStart start)
    {
        var entries = ImmutableArray.CreateBuilder<YamlEntry>();
        MappingEnd end;
        while (!_parser.TryConsume(out end!))
        {
            YamlNode key = ReadNode();
            YamlNode value = ReadNode();
            if (key is YamlScalar { Value: "<<", Style: ScalarStyle.Plain })
            {
                entries.InsertRange(0, Merged(value));
            }
            else if (key is YamlScalar name)
            {
                entries.Add(new YamlEntry(name, value));
            }
            else
            {
                _diagnostics.Error(DiagnosticCode.BadYaml, key.Span, "only a text can be the name of a setting", "put templates, which begin with `{{`, in 'single quotes'");
            }
        }

        return new YamlMap(entries.DrainToImmutable(), SpanOf(start.Start, end.End));
    }

    // Of several maps the first one wins.
    static IEnumerable<YamlEntry> Merged(YamlNode node) => node switch
    {
        YamlMap map => map.Entries,
        YamlList list => list.Items.Reverse().OfType<YamlMap>().SelectMany(map => map.Entries),
        _ => [],
    };

    // Where a block ends, the parser says the end of the white space behind it.
    SourceSpan SpanOf(Mark start, Mark end)
    {
        int from = Math.Clamp((int)start.Index, 0, _source.Text.Length);
        int to = Math.Clamp((int)end.Index, from, _source.Text.Length);
        while (to > from && char.IsWhiteSpace(_source.Text[to - 1]))
        {
            to--;
        }

        return new SourceSpan(_source, from, to - from);
    }

    // The scanner notices a tab in an indentation, but not always there.
    SourceSpan? TabAt(YamlException error)
    {
        if (!error.Message.Contains(" tab ", StringComparison.Ordinal))
        {
            return null;
        }

        string text = _source.Text;
        for (int at = text.LastIndexOf('\n', Math.Max(0, (int)error.Start.Index - 1)) + 1; at < text.Length; at = text.IndexOf('\n', at) + 1)
        {
            int tab = at;
            while (tab < text.Length && text[tab] == ' ')
            {
                tab++;
            }

            if (tab < text.Length && text[tab] == '\t')
            {
                return new SourceSpan(_source, tab, 1);
            }

            if (text.IndexOf('\n', at) < 0)
            {
                break;
            }
        }

        return null;
    }

    // What it is most often, as the parser speaks of its own rules only.
    static string Hint(string message)
    {
        bool Says(string words) => message.Contains(words, StringComparison.Ordinal);
        return message switch
        {
            _ when Says("unknown escape") => "a backslash begins an escape between \"double quotes\": put patterns and templates in 'single quotes'",
            _ when Says("invalid mapping") || Says("mapping values") => "put a text that has a colon and a blank in it in 'single quotes'",
            _ when Says("cannot start any token") => "put texts that begin with a sign, such as `%`, `@` or a backquote, in 'single quotes'",
            _ when Says("expected key") || Says("'-' indicator") =>
                "indent this line like the settings around it, write a colon and a blank behind each name, and look above for a quote that is not closed",
            _ => "indent with blanks only, and put texts with special characters, such as patterns and templates, in 'single quotes'",
        };
    }

    static string Sentence(YamlException error)
    {
        string text = error.Message.TrimEnd('.');
        return text.Length == 0 ? "it cannot be read" : char.ToLowerInvariant(text[0]) + text[1..];
    }
}
