using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using LogMetrics.Compiler.GrokExporter.Configuration;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Compiler.GrokExporter.Writing;

/// <summary>The declarations of metrics, as programs write them.</summary>
static class DeclarationWriter
{
    /// <summary>Writes a declaration.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="word">What the program calls it.</param>
    public static string Write(MetricSettings metric, string word)
    {
        var text = new StringBuilder($"{metric.Kind.ToString().ToLowerInvariant()} {word}");
        text.Append(metric.Labels.IsEmpty ? "" : " by " + string.Join(", ", metric.Labels.Select(label => Name(label.Name.Value))));
        text.Append(word == metric.Name.Value ? "" : $" as \"{metric.Name.Value}\"");

        // A boundary at or below zero would begin the first bucket, and here every boundary ends one.
        ImmutableArray<double> buckets = metric.Buckets is [<= 0, ..] ? [double.MinValue, .. metric.Buckets] : metric.Buckets;
        text.Append(List(" buckets ", buckets.Select(bucket => bucket.ToString("R", CultureInfo.InvariantCulture))));
        text.Append(List(" quantiles ", metric.Quantiles.Select(
            quantile => string.Create(CultureInfo.InvariantCulture, $"{quantile.Quantile:R}: {quantile.Error:R}"))));
        text.Append(metric.MaxAge is { } age ? $" max_age {Duration(age)}" : "");
        text.Append(CultureInfo.InvariantCulture, $" help {ProgramText.QuoteSentence(metric.Help.Value)}\n");

        // A gauge of a program is there when something was assigned to it.
        return text + (metric is { Kind: MetricKind.Gauge, Labels.IsEmpty: true } ? $"begin {{\n  {word} += 0.0\n}}\n" : "");
    }

    /// <summary>A duration with its units.</summary>
    public static string Duration(TimeSpan time) => time.Ticks % TimeSpan.TicksPerMillisecond == 0
        ? GoDuration.Format(time)
        : (time.Ticks / (decimal)TimeSpan.TicksPerSecond).ToString("0.#######", CultureInfo.InvariantCulture) + "s";

    static string Name(string label) => ProgramText.IsName(label) ? label : $"\"{label}\"";

    static string List(string word, IEnumerable<string> items)
    {
        string list = string.Join(", ", items);
        return list.Length == 0 ? "" : word + list;
    }
}
