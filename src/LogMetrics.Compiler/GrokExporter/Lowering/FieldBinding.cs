using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.GrokExporter.Configuration;
using LogMetrics.Compiler.Patterns;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Compiler.GrokExporter.Lowering;

/// <summary>What the fields of a metric's templates are: groups of its match, and what every line brings along.</summary>
sealed class FieldBinding(CompiledPattern pattern, int slot, MetricSettings metric, DiagnosticBag diagnostics)
{
    /// <summary>The field of the file's path.</summary>
    public const string LogFile = "logfile";

    /// <summary>The field of what came along with a line.</summary>
    public const string Extra = "extra";

    /// <summary>What a template can name.</summary>
    public IEnumerable<string> Names =>
        pattern.FieldNames.OfType<string>().Concat(metric.Labels.IsEmpty ? [] : [LogFile, Extra]).Distinct();

    /// <summary>The value of a field; what is wrong with it is reported.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="span">Where it is used.</param>
    public Expression Find(string name, SourceSpan span)
    {
        int[] groups = [.. Enumerable.Range(1, pattern.FieldNames.Length - 1).Where(group => pattern.FieldNames[group] == name)];
        bool isGlobal = name is LogFile or Extra;
        switch (groups.Length)
        {
            case 1 when isGlobal && name == LogFile && !metric.Labels.IsEmpty:
                Report(span, $"`{name}` is a field of the match and also the path of the log file", "rename the field in the pattern");
                break;
            case > 1:
                Report(
                    span,
                    $"the match captures `{name}` {groups.Length} times, so that it is not clear which is meant",
                    "give each its own name, as in `%{NUMBER:first}` and `%{NUMBER:second}`");
                break;
            case 0 when isGlobal && metric.Labels.IsEmpty:
                Report(span, $"`{name}` is there for metrics with labels only", "give the metric `labels`");
                break;
            case 0 when isGlobal:
                return new CallExpression(name == LogFile ? Builtin.SourceFile : Builtin.SourceExtra, [], ValueKind.String, span);
            case 0:
                ReportUnknown(name, span);
                break;
            default:
                return new CaptureExpression(slot, groups[0], span);
        }

        return new StringLiteral("", span);
    }

    /// <summary>Whether a number comes of it for every line that matches: a literal, or a group that takes only numbers and takes
    /// part in every match.</summary>
    public bool IsSurelyNumber(Expression value) => value switch
    {
        FloatLiteral => true,
        ConvertExpression { Conversion: Conversion.StringToFloat, Operand: CaptureExpression capture } =>
            // A type that is written, as in `%{DATA:x:int}`, is a wish; only what the pattern can match is sure.
            pattern.Kinds[capture.Group] is ValueKind.Int or ValueKind.Float
            && pattern.Expanded.Groups[capture.Group] is not { Field: { Type: not GrokType.None } }
            && pattern.AlwaysTakes(capture.Group),
        _ => false,
    };

    void ReportUnknown(string name, SourceSpan span)
    {
        string[] known = [.. pattern.FieldNames.OfType<string>().Distinct()];
        string? nearest = NameSuggestion.Nearest(name, known);
        bool cannotBeNamed = nearest is not null && (char.IsAsciiDigit(nearest[0]) || nearest.AsSpan().ContainsAny("-.@["));
        Report(
            span,
            $"the match of `{metric.Name.Value}` captures no field `{name}`",
            cannotBeNamed ? $"rename the field in the pattern: a template cannot name `{nearest}`, only letters, digits and `_`, a letter first"
            : nearest is not null ? $"did you mean `.{nearest}`?"
            : known.Length == 0 ? $"name what you want to use: `%{{WORD:{name}}}`"
            : $"it captures {string.Join(", ", known.Take(20))}");
    }

    void Report(SourceSpan span, string message, string hint) => diagnostics.Error(DiagnosticCode.UnknownField, span, message, hint);
}
