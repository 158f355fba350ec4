using System.Globalization;

namespace LogMetrics.Tests.Simulation;

/// <summary>A scraper that adds counters up as Prometheus' <c>increase()</c> does: what a series gained since the last scrape, and all
/// of it when it began anew.</summary>
/// <param name="knowsStarts">Whether it takes start timestamps into account; otherwise only a fall is a new beginning.</param>
/// <param name="accuse">Is told what must not be.</param>
sealed class Scraper(bool knowsStarts, Action<string> accuse)
{
    static readonly string[] Suffixes = ["_total", "_bucket", "_count", "_sum"];

    readonly Dictionary<string, Series> _series = new(StringComparer.Ordinal);
    readonly Dictionary<string, double> _starts = new(StringComparer.Ordinal);

    /// <summary>How many scrapes were answered.</summary>
    internal int Scrapes { get; private set; }

    /// <summary>How many series began anew.</summary>
    internal int Resets { get; private set; }

    /// <summary>What one series has gained; 0 when it is not known.</summary>
    internal double Increase(string series) => _series.TryGetValue(series, out Series? found) ? found.Total : 0;

    /// <summary>What it showed last; 0 when it is not known.</summary>
    internal double Last(string series) => _series.TryGetValue(series, out Series? found) ? found.Value : 0;

    /// <summary>Takes a page.</summary>
    internal void Take(string page)
    {
        Scrapes++;
        _starts.Clear();
        foreach (ReadOnlySpan<char> line in page.AsSpan().EnumerateLines())
        {
            int space = line.LastIndexOf(' ');
            if (IsOfProgram(line) && NameOf(line) is var name && name.EndsWith("_created"))
            {
                _starts[$"{name[..^"_created".Length]}{LabelsOf(line[..space], withoutBucket: false)}"] = Number(line[(space + 1)..]);
            }
        }

        foreach (ReadOnlySpan<char> line in page.AsSpan().EnumerateLines())
        {
            int space = line.LastIndexOf(' ');
            if (IsOfProgram(line) && SuffixOf(NameOf(line)) is { } suffix)
            {
                string labels = LabelsOf(line[..space], withoutBucket: suffix == "_bucket");
                double? start = knowsStarts ? _starts[$"{NameOf(line)[..^suffix.Length]}{labels}"] : null;
                Add(line[..space].ToString(), Number(line[(space + 1)..]), start);
            }
        }
    }

    void Add(string name, double value, double? start)
    {
        if (!_series.TryGetValue(name, out Series? series))
        {
            // Before it was there it was zero; Prometheus learns that from the start timestamp.
            _series.Add(name, new Series { Value = value, Start = start, Total = value });
            return;
        }

        if (start < series.Start)
        {
            accuse($"{name} starts at {start}, and before it had started at {series.Start}");
        }

        bool isNew = start > series.Start;
        if (value < series.Value && knowsStarts && !isNew)
        {
            accuse($"{name} fell from {series.Value} to {value} without a new start");
        }

        isNew |= value < series.Value;
        Resets += isNew ? 1 : 0;
        series.Total += isNew ? value : value - series.Value;
        (series.Value, series.Start) = (value, start);
    }

    static bool IsOfProgram(ReadOnlySpan<char> line) =>
        line.Length > 0 && line[0] != '#' && !line.StartsWith("logmetrics_", StringComparison.Ordinal);

    static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> line) => line[..line.IndexOfAny('{', ' ')];

    static string? SuffixOf(ReadOnlySpan<char> name)
    {
        foreach (string suffix in Suffixes)
        {
            if (name.EndsWith(suffix, StringComparison.Ordinal))
            {
                return suffix;
            }
        }

        return null;
    }

    // Bucket bounds are the only label of the histograms here.
    static string LabelsOf(ReadOnlySpan<char> sample, bool withoutBucket) =>
        withoutBucket || sample.IndexOf('{') < 0 ? "" : sample[sample.IndexOf('{')..].ToString();

    static double Number(ReadOnlySpan<char> text) => double.Parse(text, CultureInfo.InvariantCulture);

    sealed class Series
    {
        internal double Value { get; set; }

        internal double? Start { get; set; }

        internal double Total { get; set; }
    }
}
