using System.Collections.Immutable;
using LogMetrics.Compiler.GrokExporter.Templates;

namespace LogMetrics.Compiler.GrokExporter.Writing;

/// <summary>What <c>{{if}}</c> asks → conditions of the language.</summary>
/// <param name="fields">How a field is read as the text that it is; null for one that cannot be.</param>
sealed class ConditionWriter(Func<string, string?> fields)
{
    /// <summary>Writes a condition.</summary>
    /// <returns>Null when the language cannot ask it: of numbers, of the results of other functions.</returns>
    public string? Write(PipelineNode pipeline) => Write(pipeline, isNegated: false);

    string? Write(PipelineNode pipeline, bool isNegated) =>
        pipeline is { Variables: [], Commands: [{ Words: var words }] } ? Write(words, isNegated) : null;

    string? Write(ImmutableArray<TemplateNode> words, bool isNegated) => words switch
    {
        [FieldNode { Names: [var name] }] when fields(name) is { } field => $"{field} {(isNegated ? "==" : "!=")} \"\"",
        [PipelineNode inner] => Write(inner, isNegated),
        [FunctionNode { Name: "not" }, var operand] => Write([operand], !isNegated),
        [FunctionNode { Name: "and" }, ..] => Joined(words, isNegated ? "||" : "&&", isNegated),
        [FunctionNode { Name: "or" }, ..] => Joined(words, isNegated ? "&&" : "||", isNegated),
        [FunctionNode { Name: "eq" }, var left, _, _, ..] => Either(left, words[2..], isNegated),
        [FunctionNode function, var left, var right] => Compared(function.Name, left, right, isNegated),
        _ => null,
    };

    string? Joined(ImmutableArray<TemplateNode> words, string sign, bool isNegated)
    {
        string?[] parts = [.. words[1..].Select(word => Write([word], isNegated))];
        return parts.Length == 0 || parts.Contains(null) ? null : $"({string.Join($" {sign} ", parts)})";
    }

    // `eq a b c` asks whether a is one of the others.
    string? Either(TemplateNode left, ImmutableArray<TemplateNode> others, bool isNegated)
    {
        string?[] parts = [.. others.Select(other => Compared("eq", left, other, isNegated))];
        return parts.Contains(null) ? null : $"({string.Join(isNegated ? " && " : " || ", parts)})";
    }

    // Both sides are texts that stand as they are, so that the language compares them as texts, too.
    string? Compared(string function, TemplateNode left, TemplateNode right, bool isNegated)
    {
        string? sign = (function, isNegated) switch
        {
            ("eq", false) or ("ne", true) => "==",
            ("ne", false) or ("eq", true) => "!=",
            ("lt", false) or ("ge", true) => "<",
            ("ge", false) or ("lt", true) => ">=",
            ("gt", false) or ("le", true) => ">",
            ("le", false) or ("gt", true) => "<=",
            _ => null,
        };
        return sign is not null && left is FieldNode && Operand(left) is { } a && Operand(right) is { } b ? $"{a} {sign} {b}" : null;
    }

    string? Operand(TemplateNode node) => node switch
    {
        FieldNode { Names: [var name] } => fields(name),
        ConstantNode { Value: string text } => ProgramText.Quote(text),
        _ => null,
    };
}
