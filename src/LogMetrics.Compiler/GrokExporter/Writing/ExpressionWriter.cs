using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using LogMetrics.Compiler.GrokExporter.Lowering;
using LogMetrics.Compiler.GrokExporter.Templates;
using LogMetrics.Compiler.Patterns;
using LogMetrics.Compiler.Programs;
using LogMetrics.Regex.Syntax;

namespace LogMetrics.Compiler.GrokExporter.Writing;

/// <summary>Templates → expressions of the language: its own words where they mean the same, and <c>template("…")</c> where it has
/// none.</summary>
/// <param name="pattern">The match that the fields are from.</param>
/// <param name="readsFiles">Whether lines have a file, so that its path is what <c>getfilename()</c> says.</param>
sealed class ExpressionWriter(CompiledPattern pattern, bool readsFiles)
{
    /// <summary>Whether something written since the last question can fail on a line.</summary>
    public bool CanFail { get; set; }

    /// <summary>The text that a template makes.</summary>
    public string Text(Template template) => Joined(template.Pieces, isPart: false) ?? Whole(template);

    /// <summary>The number that a template makes.</summary>
    public string Number(Template template)
    {
        CanFail = true;
        return Number(template.Pieces) ?? $"float({Text(template)})";
    }

    /// <summary>A number that is written in a template.</summary>
    public static string Literal(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0";
    }

    string Whole(Template template)
    {
        CanFail = true;
        return $"template({TemplateSource.Quote(template.Text)})";
    }

    string? Joined(ImmutableArray<TemplateNode> pieces, bool isPart)
    {
        string?[] parts = [.. pieces.Select(piece => Text(piece, isPart || pieces.Length > 1))];
        return parts.Length == 0 ? "\"\"" : parts.Contains(null) ? null : string.Join(" + ", parts);
    }

    string? Text(TemplateNode piece, bool isPart) => piece switch
    {
        TextPiece text => ProgramText.Quote(text.Text),
        ActionPiece action => Text(action.Pipeline),
        BranchPiece { IsWith: false } branch when new ConditionWriter(Field).Write(branch.Pipeline) is { } condition
            && Joined(branch.Then, isPart: false) is { } then && Joined(branch.Else, isPart: false) is { } otherwise =>
            isPart ? $"({condition} ? {then} : {otherwise})" : $"{condition} ? {then} : {otherwise}",
        _ => null,
    };

    string? Text(PipelineNode pipeline) =>
        pipeline is { Variables: [], Commands: [{ Words: var words }] } ? Text(words) : null;

    string? Text(ImmutableArray<TemplateNode> words) => words switch
    {
        [FieldNode { Names: [var name] }] => Field(name),
        [PipelineNode inner] => Text(inner),

        // Only of the path of a file is it known that it has a last part.
        [FunctionNode { Name: "base" }, FieldNode { Names: [FieldBinding.LogFile] }] when Field(FieldBinding.LogFile) is { } path =>
            $"subst(/^.*\\//, \"\", {path})",
        [FunctionNode { Name: "gsub" }, var input, ConstantNode { Value: string regexp }, ConstantNode { Value: string replacement }]
            when ProgramText.Quote(replacement) is { } quoted && Text([input]) is { } text => Replaced(regexp, quoted, text),
        _ => null,
    };

    string Replaced(string regexp, string replacement, string text)
    {
        string pattern = ProgramText.Slashed(ReplacedPattern.Of(regexp, out RegexpNode tree));
        if (!replacement.Contains('\\', StringComparison.Ordinal) && TakesText(tree))
        {
            return $"subst({pattern}, {replacement}, {text})";
        }

        CanFail = true;
        return $"gsub({pattern}, {replacement}, {text})";
    }

    // An empty match counts differently behind another one.
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

    string? Field(string name) => (name, KindOf(name)) switch
    {
        (FieldBinding.LogFile, null) => readsFiles ? "getfilename()" : null,
        (FieldBinding.Extra, null) => null,
        (_, ValueKind.String) => $"${name}",

        // As a number it would lose the zeros before its digits.
        _ => $"raw(${name})",
    };

    string? Number(ImmutableArray<TemplateNode> pieces) => pieces switch
    {
        [ActionPiece action] => Number(action.Pipeline, isPart: false),
        [BranchPiece { IsWith: false } branch] when new ConditionWriter(Field).Write(branch.Pipeline) is { } condition
            && Number(branch.Then) is { } then && Number(branch.Else) is { } otherwise => $"({condition} ? {then} : {otherwise})",
        [TextPiece text] when NumberText.ParseFloat(Encoding.UTF8.GetBytes(text.Text), out double value) == NumberError.None
            && double.IsFinite(value) => Literal(value),
        _ => null,
    };

    string? Number(PipelineNode pipeline, bool isPart)
    {
        if (pipeline is not { Variables: [], Commands: [{ Words: var words }] })
        {
            return null;
        }

        if (words is [var single])
        {
            return Operand(single);
        }

        if (words is [FunctionNode { Name: "timestamp" }, ConstantNode { Value: string layout }, var time])
        {
            return Time(layout, time);
        }

        return words is [FunctionNode function, var left, var right] ? Calculation(function.Name, left, right, isPart) : null;
    }

    string? Calculation(string function, TemplateNode left, TemplateNode right, bool isPart)
    {
        string? sign = function switch
        {
            "add" => "+",
            "subtract" => "-",
            "multiply" => "*",

            // Where a template fails, a division by the float zero is infinite.
            "divide" when right is ConstantNode { Value: not (0L or 0d) } => "/",
            _ => null,
        };
        return sign is null || Operand(left) is not { } a || Operand(right) is not { } b ? null
            : isPart ? $"({a} {sign} {b})" : $"{a} {sign} {b}";
    }

    // A time without a year is of the year 0 in a template, and of the present year in a program.
    string? Time(string layout, TemplateNode time) =>
        TimeLayout.TryParse(layout) is { HasYear: true } && ProgramText.Quote(layout) is { } quoted && Text([time]) is { } text
            ? $"timestamp({text}, {quoted})"
            : null;

    string? Operand(TemplateNode node) => node switch
    {
        FieldNode { Names: [var name] } when KindOf(name) is { } kind => kind switch
        {
            ValueKind.Float => $"${name}",
            ValueKind.String => $"float(${name})",
            _ => $"float(raw(${name}))",
        },
        ConstantNode { Value: long integer } => Literal(integer),
        ConstantNode { Value: double real } => Literal(real),
        PipelineNode inner => Number(inner, isPart: true),
        _ => null,
    };

    ValueKind? KindOf(string name)
    {
        int group = pattern.FieldNames.IndexOf(name);
        return group < 0 ? null : pattern.Kinds[group];
    }
}
