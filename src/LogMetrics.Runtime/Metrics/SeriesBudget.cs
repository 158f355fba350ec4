namespace LogMetrics.Runtime.Metrics;

/// <summary>How many series there are in all families together, and how many there may be.</summary>
sealed class SeriesBudget(Limits limits)
{
    /// <summary>The series of the families that are live.</summary>
    internal int Used { get; set; }

    /// <summary>True when a family with this many series may not have another one.</summary>
    internal bool IsUsedUp(int seriesOfFamily) =>
        seriesOfFamily >= limits.MaxSeriesPerMetric || Used >= limits.MaxSeries;
}
