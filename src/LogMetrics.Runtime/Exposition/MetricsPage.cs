using System.Buffers;
using LogMetrics.Runtime.Metrics;
using LogMetrics.Runtime.Telemetry;
using Microsoft.Extensions.Logging;

namespace LogMetrics.Runtime.Exposition;

/// <summary>What <c>/metrics</c> answers: the metrics of the programs, and what LogMetrics says about itself.</summary>
/// <remarks>Any thread may write it, several at once too; what belongs to the engine thread is in the snapshot.</remarks>
public sealed class MetricsPage(OwnMetrics own, ExpositionOptions options, Limits limits, ILogger logger)
{
    readonly ExpositionEvents _events = new(logger);

    /// <summary>Writes the page; it is valid whatever the programs declare.</summary>
    public void Write(MetricSnapshot snapshot, ExpositionFormat format, IBufferWriter<byte> output)
    {
        var selection = new ExpositionSelection(options);
        var leftOut = new List<LeftOutFamily>();
        selection.AddOwn(OwnSnapshot.Of(own, leftOut));
        selection.AddPrograms(snapshot);
        leftOut.AddRange(selection.LeftOut);
        foreach (LeftOutFamily family in leftOut)
        {
            _events.FamilyLeftOut(family);
        }

        selection.AddOwn(AboutThePage(snapshot, leftOut));
        if (format == ExpositionFormat.OpenMetrics)
        {
            OpenMetricsText.Write(selection, options, output);
        }
        else
        {
            PrometheusText.Write(selection, options, output);
        }
    }

    /// <summary>The own metrics that follow from the snapshot, and so agree with the rest of the page.</summary>
    MetricSnapshot AboutThePage(MetricSnapshot snapshot, List<LeftOutFamily> leftOut) => new(
    [
        Gauge(
            "logmetrics_exposition_families_left_out",
            "Metrics that are not in this scrape because their names would make it invalid.",
            ["metric", "reason"],
            leftOut
                .GroupBy(family => (family.Metric, family.Reason))
                .Select(group => (new[] { group.Key.Metric, ExpositionEvents.NameOf(group.Key.Reason) }, (double)group.Count()))),
        Gauge(
            "logmetrics_series",
            "Series of each metric, hidden ones included.",
            ["metric"],
            snapshot.Families
                .GroupBy(family => family.Declaration.ExportedName)
                .Select(group => (new[] { group.Key }, (double)group.Sum(family => family.Count)))),
        Gauge(
            "logmetrics_series_limit",
            "The most series that one metric may have, and that all may have together.",
            ["scope"],
            [(["metric"], limits.MaxSeriesPerMetric), (["process"], limits.MaxSeries)]),
    ]);

    FamilySnapshot Gauge(
        string name, string help, string[] labelNames, IEnumerable<(string[] LabelValues, double Value)> rows) =>
        OwnSnapshot.Of(new OwnFamily(name, help, OwnKind.Gauge, labelNames, () => rows, null), own.Started);
}
