using LogMetrics.Runtime.Telemetry;
using Microsoft.Extensions.Logging;

namespace LogMetrics.Runtime.Metrics;

/// <summary>What happens to metrics that an operator should know.</summary>
sealed partial class MetricEvents(OwnMetrics own, ILogger logger)
{
    readonly OwnCounter _cuts = own.AddCounter(
        "logmetrics_label_values_cut_total",
        "Label values that were longer than the limit and were cut.");

    readonly OwnCounter _overflows = own.AddCounter(
        "logmetrics_series_overflow_total",
        "Updates that went to the series __other__ because the metric, or all metrics together, had too many series.",
        "metric");

    // Which metrics were logged already: one warning each, because from then on nearly every line would give another.
    readonly Dictionary<string, OwnCounter> _overflowsByMetric = [];

    /// <summary>A label value was cut.</summary>
    internal void LabelValueCut() => _cuts.Add();

    /// <summary>A label set did not get a series of its own.</summary>
    internal void SeriesOverflow(string metric)
    {
        if (!_overflowsByMetric.TryGetValue(metric, out OwnCounter? counter))
        {
            counter = _overflows.With(metric);
            _overflowsByMetric.Add(metric, counter);
            LogSeriesOverflow(metric);
        }

        counter.Add();
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Metric} has as many series as the limits allow; further label sets share the series __other__.")]
    partial void LogSeriesOverflow(string metric);
}
