using System.Buffers;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Runtime.Exposition;

/// <summary>The names that Prometheus accepts in both text formats.</summary>
static class ExpositionNames
{
    internal const string ProgramLabel = "prog";

    const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";

    static readonly SearchValues<char> LabelStart = SearchValues.Create(Letters);
    static readonly SearchValues<char> LabelRest = SearchValues.Create(Letters + "0123456789");
    static readonly SearchValues<char> MetricStart = SearchValues.Create(Letters + ":");
    static readonly SearchValues<char> MetricRest = SearchValues.Create(Letters + "0123456789:");

    /// <summary>The name under which a metric is exposed; it may still be invalid.</summary>
    internal static string Expose(string exportedName) => exportedName.Replace('-', '_');

    internal static bool IsMetricName(string name) =>
        name.Length > 0 && MetricStart.Contains(name[0]) && !name.AsSpan(1).ContainsAnyExcept(MetricRest);

    /// <summary>True when all label names of a metric can stand beside each other.</summary>
    internal static bool AreLabelNames(MetricDeclaration metric, bool programLabel)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (programLabel)
        {
            seen.Add(ProgramLabel);
        }

        if (metric.Kind == MetricKind.Histogram)
        {
            seen.Add("le");
        }

        if (metric.Kind == MetricKind.Summary)
        {
            seen.Add("quantile");
        }

        return metric.Keys.All(key => IsLabelName(key) && seen.Add(key));
    }

    /// <summary>Names with two underscores in front belong to Prometheus.</summary>
    static bool IsLabelName(string name) =>
        name.Length > 0
        && LabelStart.Contains(name[0])
        && !name.AsSpan(1).ContainsAnyExcept(LabelRest)
        && !name.StartsWith("__", StringComparison.Ordinal);
}
