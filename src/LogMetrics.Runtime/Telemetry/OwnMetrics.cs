using System.Collections.Concurrent;

namespace LogMetrics.Runtime.Telemetry;

/// <summary>What LogMetrics counts about itself: the families <c>logmetrics_*</c>, <c>process_*</c> and <c>dotnet_*</c>.</summary>
/// <remarks>Any thread may count. Each event class of a stage (<c>…Events</c>) makes its counters here once, and has one
/// method per event, which logs and counts, so that the two cannot disagree.</remarks>
public sealed class OwnMetrics(Limits limits, TimeProvider time)
{
    /// <summary>No program's metric may begin with this.</summary>
    internal const string Prefix = "logmetrics_";

    readonly ConcurrentDictionary<string, OwnFamily> _families = new(StringComparer.Ordinal);

    /// <summary>With the default limits and the system's clock.</summary>
    public OwnMetrics()
        : this(Limits.Default, TimeProvider.System)
    {
    }

    /// <summary>Adds a counter without labels, or one with labels, which counts in its cells (<see cref="OwnCounter.With"/>).
    /// A name that is there already with the same labels gives the counter that is there.</summary>
    public OwnCounter AddCounter(string name, string help, params string[] labelNames)
    {
        OwnFamily family = _families.GetOrAdd(name, _ => NewCounter(name, help, labelNames));
        return family.Counter is { } counter && family.LabelNames.AsSpan().SequenceEqual(labelNames)
            ? counter
            : throw new ArgumentException($"{name} is there already with another kind or other labels.", nameof(name));
    }

    /// <summary>Adds a gauge without labels, read at each scrape, on the thread of the scrape.</summary>
    public void AddGauge(string name, string help, Func<double> read) =>
        AddGauge(name, help, [], () => [([], read())]);

    /// <summary>Adds a gauge whose series are read at each scrape: label values in the order of the names, and the value.
    /// A name that is there already is read from here from now on.</summary>
    public void AddGauge(
        string name,
        string help,
        string[] labelNames,
        Func<IEnumerable<(string[] LabelValues, double Value)>> read) =>
        _families[name] = new OwnFamily(name, help, OwnKind.Gauge, labelNames, read, null);

    /// <summary>Adds a counter that somebody else keeps, read at each scrape; otherwise as a gauge.</summary>
    public void AddCounter(
        string name,
        string help,
        string[] labelNames,
        Func<IEnumerable<(string[] LabelValues, double Value)>> read) =>
        _families[name] = new OwnFamily(name, help, OwnKind.Counter, labelNames, read, null);

    /// <summary>Adds a family of constant labels with the value 1; its name ends in <c>_info</c>.</summary>
    public void AddInfo(string name, string help, params (string Name, string Value)[] labels)
    {
        string[] values = [.. labels.Select(label => label.Value)];
        string[] names = [.. labels.Select(label => label.Name)];
        _families[name] = new OwnFamily(name, help, OwnKind.Info, names, () => [(values, 1)], null);
    }

    /// <summary>Shows an own metric under another name as well, without a type: for dashboards made for mtail.</summary>
    /// <param name="name">The other name.</param>
    /// <param name="help">The other help text.</param>
    /// <param name="of">The metric whose values it shows; while there is none, nothing is shown.</param>
    /// <param name="labels">Its labels, and the label of the metric that each comes from; series that differ only in
    /// labels that are not named are added up.</param>
    public void AddAlias(string name, string help, string of, params (string Name, string From)[] labels)
    {
        string[] names = [.. labels.Select(label => label.Name)];
        _families[name] = new OwnFamily(name, help, OwnKind.Untyped, names, ReadOther, null);

        IEnumerable<(string[] LabelValues, double Value)> ReadOther()
        {
            if (!_families.TryGetValue(of, out OwnFamily? family))
            {
                return [];
            }

            int[] places = [.. labels.Select(label => Array.IndexOf(family.LabelNames, label.From))];
            return family.Read()
                .GroupBy(row => string.Join('\uFFFF', places.Select(place => row.LabelValues[place])))
                .Select(rows => (
                    places.Select(place => rows.First().LabelValues[place]).ToArray(), rows.Sum(row => row.Value)));
        }
    }

    /// <summary>When counting began: the start timestamp of all of them.</summary>
    internal DateTimeOffset Started { get; } = time.GetUtcNow();

    /// <summary>All families, sorted by name.</summary>
    internal IEnumerable<OwnFamily> Families =>
        _families.Values.OrderBy(family => family.Name, StringComparer.Ordinal);

    OwnFamily NewCounter(string name, string help, string[] labelNames)
    {
        var counter = new OwnCounter(labelNames, limits.MaxSeriesPerMetric);
        return new OwnFamily(
            name,
            help,
            OwnKind.Counter,
            labelNames,
            () => counter.Cells.Select(cell => (cell.LabelValues, (double)cell.Value)),
            counter);
    }
}
