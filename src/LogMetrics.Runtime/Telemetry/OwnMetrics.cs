namespace LogMetrics.Runtime.Telemetry;

/// <summary>What LogMetrics counts about itself: the families <c>logmetrics_*</c>, <c>process_*</c> and <c>dotnet_*</c>.</summary>
/// <remarks>Any thread may count. Each event class of a stage (<c>…Events</c>) makes its counters here once, and has one
/// method per event, which logs and counts, so that the two cannot disagree.</remarks>
public sealed class OwnMetrics
{
    /// <summary>Adds a counter without labels, or the first cell of one with labels.</summary>
    public OwnCounter AddCounter(string name, string help, params string[] labelNames) =>
        throw new NotImplementedException();

    /// <summary>Adds a gauge without labels, read at each scrape.</summary>
    public void AddGauge(string name, string help, Func<double> read) => throw new NotImplementedException();

    /// <summary>Adds a gauge whose series are read at each scrape: label values in the order of the names, and the value.</summary>
    public void AddGauge(
        string name,
        string help,
        string[] labelNames,
        Func<IEnumerable<(string[] LabelValues, double Value)>> read) => throw new NotImplementedException();
}

/// <summary>A counter of <see cref="OwnMetrics"/>; counting is an interlocked addition.</summary>
public sealed class OwnCounter
{
    /// <summary>Counts on the cell without labels.</summary>
    public void Add(long amount = 1) => throw new NotImplementedException();

    /// <summary>The cell of some label values, made on first use; keep it where counting is frequent.</summary>
    public OwnCounter With(params string[] labelValues) => throw new NotImplementedException();

    /// <summary>The present value.</summary>
    public long Value => throw new NotImplementedException();
}
