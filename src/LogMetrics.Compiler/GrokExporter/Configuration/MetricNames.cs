using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Compiler.GrokExporter.Configuration;

/// <summary>Names that Prometheus cannot have, or that are taken: grok_exporter panics or fails every scrape over them.</summary>
static class MetricNames
{
    static readonly string[] Taken =
    [
        "grok_exporter_build_info", "grok_exporter_lines_total", "grok_exporter_lines_matching_total",
        "grok_exporter_lines_processing_time_microseconds_total", "grok_exporter_line_processing_errors_total",
        "grok_exporter_line_buffer_load", "promhttp_metric_handler_requests_total", "promhttp_metric_handler_requests_in_flight",
        "go_goroutines", "go_threads", "go_gc_duration_seconds", "go_info", "process_cpu_seconds_total", "process_open_fds",
        "process_max_fds", "process_virtual_memory_bytes", "process_virtual_memory_max_bytes", "process_resident_memory_bytes",
        "process_start_time_seconds",
    ];

    /// <summary>Checks the metrics of a configuration, each and together.</summary>
    public static void Check(IReadOnlyList<MetricSettings> metrics, DiagnosticBag diagnostics)
    {
        var samples = new Dictionary<string, MetricSettings>(StringComparer.Ordinal);
        foreach (MetricSettings metric in metrics)
        {
            CheckName(metric, diagnostics);
            CheckLabels(metric, diagnostics);
            foreach (string sample in SamplesOf(metric))
            {
                if (!samples.TryAdd(sample, metric))
                {
                    ReportTwice(metric, samples[sample], sample, diagnostics);
                    break;
                }
            }
        }
    }

    static void CheckName(MetricSettings metric, DiagnosticBag diagnostics)
    {
        SettingText name = metric.Name;
        if (!IsName(name.Value, ":"))
        {
            diagnostics.Error(
                DiagnosticCode.BadMetricName,
                name.Span,
                $"`{name.Value}` is no name of a metric",
                $"use letters, digits, `_` and `:`, no digit first: `{Mend(name.Value)}`");
        }
        else if (Taken.Contains(name.Value) || name.Value.StartsWith("go_memstats_", StringComparison.Ordinal))
        {
            diagnostics.Error(
                DiagnosticCode.BadMetricName, name.Span, $"`{name.Value}` is a metric of the exporter itself", "choose another name, such as one that begins with your application's");
        }
    }

    static void CheckLabels(MetricSettings metric, DiagnosticBag diagnostics)
    {
        foreach (LabelSetting label in metric.Labels)
        {
            string name = label.Name.Value;
            string? hint = !IsName(name, "") ? $"use letters, digits and `_`, no digit first: `{Mend(name)}`"
                : name.StartsWith("__", StringComparison.Ordinal) ? "leave the first underscores away: such names belong to Prometheus"
                : name == "le" && metric.Kind == MetricKind.Histogram ? "choose another name: a histogram has `le` already"
                : name == "quantile" && metric.Kind == MetricKind.Summary ? "choose another name: a summary has `quantile` already"
                : null;
            if (hint is not null)
            {
                diagnostics.Error(DiagnosticCode.BadMetricName, label.Name.Span, $"`{name}` cannot be a label of `{metric.Name.Value}`", hint);
            }
        }
    }

    static void ReportTwice(MetricSettings metric, MetricSettings first, string sample, DiagnosticBag diagnostics) =>
        diagnostics.Error(
            DiagnosticCode.MetricTwice,
            metric.Name.Span,
            metric.Name.Value == first.Name.Value
                ? $"the metric `{metric.Name.Value}` is there already"
                : $"`{metric.Name.Value}` and `{first.Name.Value}` both expose samples named `{sample}`",
            "give one of them another name; one metric can match several formats by alternatives: `(?:one|other)`",
            new DiagnosticNote(first.Name.Span, "the other one"));

    static IEnumerable<string> SamplesOf(MetricSettings metric) => metric.Kind switch
    {
        MetricKind.Histogram => [metric.Name.Value, $"{metric.Name.Value}_bucket", $"{metric.Name.Value}_count", $"{metric.Name.Value}_sum"],
        MetricKind.Summary => [metric.Name.Value, $"{metric.Name.Value}_count", $"{metric.Name.Value}_sum"],
        _ => [metric.Name.Value],
    };

    static bool IsName(string name, string others) =>
        name.Length > 0
        && !char.IsAsciiDigit(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_' || others.Contains(c));

    static string Mend(string name)
    {
        string mended = new([.. name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')]);
        return mended.Length == 0 || char.IsAsciiDigit(mended[0]) ? "_" + mended : mended;
    }
}
