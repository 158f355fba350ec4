using System.Globalization;
using LogMetrics.Compiler.GrokExporter.Lowering;
using LogMetrics.Compiler.GrokExporter.Templates;

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
        ActionPiece { Pipeline: { Variables: [], Commands: [{ Words: [FieldNode { Names: [var name] }] }] } } => Field(name),
        ActionPiece { Pipeline: { Variables: [], Commands: [{ Words: [FunctionNode { Name: "base" }, FieldNode { Names: [var name] }] }] } }
            when Field(name) is { } path => $"subst(/^.*\\//, \"\", {path})",
        _ => null,
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
