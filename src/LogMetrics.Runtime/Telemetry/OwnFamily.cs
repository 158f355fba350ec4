namespace LogMetrics.Runtime.Telemetry;

/// <summary>What an own metric is to those who read it.</summary>
enum OwnKind
{
    Counter,
    Gauge,

    /// <summary>Constant labels with the value 1; its name ends in <c>_info</c>.</summary>
    Info,

    /// <summary>Says nothing about itself: what mtail does with the metrics that have its names.</summary>
    Untyped,
}

/// <summary>One own metric, and how its series are read.</summary>
sealed record OwnFamily(
    string Name,
    string Help,
    OwnKind Kind,
    string[] LabelNames,
    Func<IEnumerable<(string[] LabelValues, double Value)>> Read,
    OwnCounter? Counter);
