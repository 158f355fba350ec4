using System.Collections.Immutable;
using System.Globalization;
using LogMetrics.Compiler.GrokExporter.Lowering;
using LogMetrics.Compiler.GrokExporter.Templates;
using LogMetrics.Regex.Syntax;

namespace LogMetrics.Compiler.GrokExporter.Writing;

/// <summary>Templates → expressions of the language, where it has some.</summary>
static class ExpressionWriter
{
    /// <summary>The text that a template makes; null when the language cannot say it.</summary>
    public static string? Text(Template template)
    {
        string?[] pieces = [.. template.Pieces.Select(Text)];
        return pieces.Length == 0 ? "\"\"" : pieces.Contains(null) ? null : string.Join(" + ", pieces);
    }

    /// <summary>The number that a template makes; null when the language cannot say it.</summary>
    public static string? Number(Template template) => template.Pieces is [ActionPiece action] ? Number(action.Pipeline) : null;

    static string? Text(TemplateNode piece) => piece switch
    {
        TextPiece text => ProgramWriter.Quote(text.Text),
        ActionPiece action => Text(action.Pipeline),
        _ => null,
    };

    static string? Text(PipelineNode pipeline) =>
        pipeline is { Variables: [], Commands: [{ Words: var words }] } ? Text(words) : null;

    static string? Text(ImmutableArray<TemplateNode> words) => words switch
    {
        [FieldNode { Names: [var name] }] => Field(name),
        [PipelineNode inner] => Text(inner),
        [FunctionNode { Name: "base" }, var path] when Text([path]) is { } text => $"subst(/^.*\\//, \"\", {text})",
        [FunctionNode { Name: "gsub" }, var input, ConstantNode { Value: string regexp }, ConstantNode { Value: string replacement }]
            when IsSubst(regexp, replacement) && Text([input]) is { } text =>
            $"subst({ProgramWriter.Slashed(regexp)}, {ProgramWriter.Quote(replacement)}, {text})",
        _ => null,
    };

    /// <summary>Whether <c>subst</c> replaces the same: no groups in the replacement, and no empty match, which the two count
    /// differently behind another.</summary>
    static bool IsSubst(string regexp, string replacement) =>
        !replacement.AsSpan().ContainsAny('\\', '\n')
        && !regexp.Contains("%{", StringComparison.Ordinal) && !regexp.Contains('\n', StringComparison.Ordinal)
        && TakesText(GsubFunction.Compile(regexp).Tree);

    static bool TakesText(RegexpNode node) => node.Op switch
    {
        RegexpOp.Literal => node.Runes.Count > 0,
        RegexpOp.CharClass or RegexpOp.AnyChar or RegexpOp.AnyCharNotNewline => true,
        RegexpOp.Concat => node.Subs.Any(TakesText),
        RegexpOp.Alternate => node.Subs.All(TakesText),
        RegexpOp.Plus or RegexpOp.Capture => TakesText(node.Subs[0]),
        RegexpOp.Repeat => node.Min > 0 && TakesText(node.Subs[0]),
        _ => false,
    };

    static string? Field(string name) => name switch
    {
        FieldBinding.Extra => null,
        FieldBinding.LogFile => "getfilename()",
        _ => $"${name}",
    };

    static string? Number(PipelineNode pipeline)
    {
        if (pipeline is not { Variables: [], Commands: [{ } command] })
        {
            return null;
        }

        if (command.Words is [FieldNode field])
        {
            return Operand(field);
        }

        if (command.Words is not [FunctionNode function, var left, var right] || Operand(left) is not { } a || Operand(right) is not { } b)
        {
            return null;
        }

        return function.Name switch
        {
            "add" => $"({a} + {b})",
            "subtract" => $"({a} - {b})",
            "multiply" => $"({a} * {b})",
            "divide" when right is ConstantNode { Value: not (0L or 0d) } => $"({a} / {b})",
            _ => null,
        };
    }

    static string? Operand(TemplateNode node) => node switch
    {
        FieldNode { Names: [not (FieldBinding.Extra or FieldBinding.LogFile) and var name] } => $"float(${name})",
        ConstantNode { Value: long integer } => string.Create(CultureInfo.InvariantCulture, $"{integer}.0"),
        ConstantNode { Value: double real } => real.ToString("0.0##############", CultureInfo.InvariantCulture),
        PipelineNode inner => Number(inner),
        _ => null,
    };
}
