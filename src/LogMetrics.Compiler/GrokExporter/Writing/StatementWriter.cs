using System.Text;
using LogMetrics.Compiler.GrokExporter.Configuration;
using LogMetrics.Compiler.GrokExporter.Templates;
using LogMetrics.Compiler.Patterns;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Compiler.GrokExporter.Writing;

/// <summary>What a metric does with a line that it matches, as statements.</summary>
/// <param name="metric">The metric.</param>
/// <param name="word">What the program calls it.</param>
/// <param name="readsFiles">Whether lines come from files.</param>
sealed class StatementWriter(MetricSettings metric, string word, bool readsFiles)
{
    bool Adds => metric.Kind == MetricKind.Counter || metric.Cumulative;

    /// <summary>Counts a line.</summary>
    /// <param name="pattern">The match.</param>
    public string Update(CompiledPattern pattern)
    {
        var expressions = new ExpressionWriter(pattern, readsFiles);
        string series = word + string.Concat(metric.Labels.Select(label => $"[{expressions.Text(Template.Parse(label.Template.Value))}]"));
        string update = Change(series, expressions)
            + (metric.Retention is { } time ? $"del {series} after {DeclarationWriter.Duration(time)}\n" : "");
        return expressions.CanFail ? ProgramWriter.Block("try", update) : update;
    }

    /// <summary>Deletes series.</summary>
    /// <param name="pattern">The delete match.</param>
    public string Deletion(CompiledPattern pattern)
    {
        var expressions = new ExpressionWriter(pattern, readsFiles);
        IEnumerable<string> keys = metric.Labels
            .Select(label => metric.DeleteLabels.FirstOrDefault(deleted => deleted.Name.Value == label.Name.Value))
            .Select(deleted => deleted is null ? "[*]" : $"[{expressions.Text(Template.Parse(deleted.Template.Value))}]");
        string deletion = $"del {word}{string.Concat(keys)}\n";
        return expressions.CanFail ? ProgramWriter.Block("try", deletion) : deletion;
    }

    string Change(string series, ExpressionWriter expressions)
    {
        Template? template = metric.Value is { } text ? Template.Parse(text.Value) : null;
        double? constant = template is null ? 1 : Constant(template);
        if (constant == 1)
        {
            return metric.Kind == MetricKind.Counter ? $"{series}++\n" : $"{series} {(Adds ? "+=" : "=")} 1.0\n";
        }

        // A negative value is no number that a counter takes, and fails on every line.
        bool isPlain = constant is { } value && (value >= 0 || metric.Kind != MetricKind.Counter);
        string number = isPlain ? ExpressionWriter.Literal(constant!.Value) : expressions.Number(template!);
        string change = $"{series} {(Adds ? "+=" : "=")} {number}\n";
        return metric.Kind == MetricKind.Counter && !isPlain ? ProgramWriter.Block($"{number} >= 0.0", change) : change;
    }

    static double? Constant(Template template) =>
        template.Constant is { } text && NumberText.ParseFloat(Encoding.UTF8.GetBytes(text), out double value) == NumberError.None
            && double.IsFinite(value)
            ? value
            : null;
}
