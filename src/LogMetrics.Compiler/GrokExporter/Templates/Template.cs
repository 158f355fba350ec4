using System.Collections.Immutable;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Compiler.GrokExporter.Templates;

/// <summary>A template in the language of Go's <c>text/template</c>, with grok_exporter's functions.</summary>
sealed class Template : TextFunction
{
    readonly IReadOnlyDictionary<string, ImmutableArray<TemplateNode>> _defined;

    Template(string text, ImmutableArray<TemplateNode> pieces, IReadOnlyDictionary<string, ImmutableArray<TemplateNode>> defined)
    {
        Text = text;
        Pieces = pieces;
        _defined = defined;
        Fields = TemplateFields.Of(pieces, defined.Values);
    }

    /// <inheritdoc/>
    public override string Text { get; }

    /// <summary>Its pieces.</summary>
    public ImmutableArray<TemplateNode> Pieces { get; }

    /// <summary>The fields that it names, each once, and where it does so first: its arguments.</summary>
    public ImmutableArray<TemplateField> Fields { get; }

    /// <summary>The text, when there is nothing else in it; otherwise null.</summary>
    public string? Constant => Pieces switch
    {
        [] => "",
        [TextPiece text] => text.Text,
        _ => null,
    };

    /// <summary>Reads a template.</summary>
    /// <exception cref="TemplateSyntaxException">It cannot be read, or calls a function with what it cannot take.</exception>
    public static Template Parse(string text)
    {
        ImmutableArray<TemplateNode> pieces = TemplateParser.Parse(text, out var defined);
        TemplateCallCheck.Check(pieces);
        foreach (ImmutableArray<TemplateNode> template in defined.Values)
        {
            TemplateCallCheck.Check(template);
        }

        return new Template(text, pieces, defined);
    }

    /// <inheritdoc/>
    public override bool TryEvaluate(ReadOnlySpan<string> arguments, out string result) =>
        new TemplateRun(Fields, _defined).TryRun(Pieces, arguments, out result);
}

/// <summary>A field that a template names.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Start">Where it is named.</param>
/// <param name="Length">How long that place is.</param>
readonly record struct TemplateField(string Name, int Start, int Length);
