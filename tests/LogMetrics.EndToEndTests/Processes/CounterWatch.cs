using System.Globalization;

namespace LogMetrics.EndToEndTests.Processes;

/// <summary>A scraper that adds counters of programs up as Prometheus' <c>increase()</c> does with start timestamps: what a series gained
/// since the last scrape, or all of it when it has another start.</summary>
sealed class CounterWatch
{
    readonly Dictionary<string, (double Value, double Start)> _last = [];
    readonly Dictionary<string, double> _totals = [];

    /// <summary>Counters that fell without a new start.</summary>
    public List<string> Falls { get; } = [];

    /// <summary>How many series began anew.</summary>
    public int Resets { get; private set; }

    /// <summary>How many scrapes were answered.</summary>
    public int Scrapes { get; private set; }

    /// <summary>What all series of a counter have gained.</summary>
    public double Total(string family) =>
        _totals.Where(total => total.Key.Split('{')[0] == $"{family}_total").Sum(total => total.Value);

    /// <summary>What one series has gained.</summary>
    public double TotalOf(string series) => _totals.GetValueOrDefault(series);

    /// <summary>Takes an OpenMetrics page.</summary>
    public void Take(string page)
    {
        Scrapes++;
        string[][] samples = [.. page.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(Split)];
        Dictionary<string, string> values = samples.ToDictionary(sample => sample[0], sample => sample[1]);
        foreach ((string series, string text) in values)
        {
            string name = series.Split('{')[0];
            bool isOwn = name.Split('_')[0] is "logmetrics" or "process" or "dotnet";
            if (name.EndsWith("_total", StringComparison.Ordinal) && !isOwn)
            {
                string created = $"{name[..^"_total".Length]}_created{series[name.Length..]}";
                Add(series, Number(text), Number(values[created]));
            }
        }
    }

    void Add(string series, double value, double start)
    {
        double gain = value;
        if (_last.TryGetValue(series, out (double Value, double Start) last))
        {
            if (last.Start == start)
            {
                gain = value - last.Value;
            }
            else
            {
                Resets++;
            }

            if (gain < 0)
            {
                Falls.Add($"{series}: from {last.Value} to {value}");
            }
        }

        _last[series] = (value, start);
        _totals[series] = _totals.GetValueOrDefault(series) + gain;
    }

    static string[] Split(string line)
    {
        int end = line.IndexOf('}', StringComparison.Ordinal) is var brace and >= 0 ? brace + 1 : line.IndexOf(' ', StringComparison.Ordinal);
        return [line[..end], line[(end + 1)..].Split(' ')[0]];
    }

    static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
