using System.Globalization;
using System.Text;

namespace LogMetrics.Compiler.Programs;

/// <summary>Writes a program as text that people can read: for goldens, and for whoever wants to know what a program
/// really does.</summary>
/// <remarks>Conversions, slots and the way of comparing are to be seen; places in the source are not.</remarks>
public static class ProgramPrinter
{
    /// <summary>The whole program, one declaration or statement a line.</summary>
    public static string Print(MetricProgram program)
    {
        var text = new StringBuilder();
        foreach (MetricDeclaration metric in program.Metrics)
        {
            AppendMetric(text, metric);
        }

        for (int slot = 0; slot < program.Patterns.Length; slot++)
        {
            text.Append("pattern ").Append(slot).Append(" /").Append(program.Patterns[slot].Text).Append("/\n");
        }

        if (!program.SourceFilter.IsEmpty)
        {
            text.Append("sources ").AppendJoin(", ", program.SourceFilter.Select(NodePrinter.Quote)).Append('\n');
        }

        var nodes = new NodePrinter(program, text);
        if (!program.Begin.IsEmpty)
        {
            text.Append("begin\n");
            nodes.Append(program.Begin, 1);
        }

        for (int i = 0; i < program.Body.Length; i++)
        {
            if (!program.Rules.IsEmpty)
            {
                text.Append("rule ").Append(program.Rules[i].Metric).Append(program.Rules[i].IsDeletion ? " deletes" : "").Append('\n');
            }

            nodes.Append([program.Body[i]], program.Rules.IsEmpty ? 0 : 1);
        }

        return text.ToString();
    }

    static void AppendMetric(StringBuilder text, MetricDeclaration metric)
    {
        text.Append(metric.Hidden ? "hidden " : "").Append(NodePrinter.Lower(metric.Kind)).Append(' ').Append(metric.Name);
        text.Append(" : ").Append(NodePrinter.Lower(metric.ValueType));
        text.Append(metric.Keys.IsEmpty ? "" : " by " + string.Join(", ", metric.Keys));
        text.Append(metric.ExportedName == metric.Name ? "" : " as " + NodePrinter.Quote(metric.ExportedName));
        if (!metric.Buckets.IsEmpty)
        {
            text.Append(" buckets ").AppendJoin(", ", metric.Buckets.Select(NodePrinter.Number));
        }

        if (!metric.Quantiles.IsEmpty)
        {
            text.Append(" quantiles ").AppendJoin(", ", metric.Quantiles.Select(q => $"{NodePrinter.Number(q.Quantile)}±{NodePrinter.Number(q.Error)}"));
        }

        text.Append(metric.Kind != MetricKind.Summary ? "" : string.Create(CultureInfo.InvariantCulture, $" over {metric.MaxAge.TotalSeconds}s"));
        text.Append(metric.ExistsFromStart ? " from start" : "");
        text.Append(metric.Retention is null ? "" : string.Create(CultureInfo.InvariantCulture, $" retention {metric.Retention.Value.TotalSeconds}s"));
        text.Append(metric.SeriesLimit == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" limit {metric.SeriesLimit}"));
        text.Append(metric.Help is null ? "" : " help " + NodePrinter.Quote(metric.Help));
        text.Append(metric.Unit is null ? "" : " unit " + NodePrinter.Quote(metric.Unit));
        text.Append('\n');
    }
}
