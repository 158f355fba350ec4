using System.Globalization;
using Microsoft.Extensions.Logging;

namespace LogMetrics.Tests.Simulation;

/// <summary>What happened, and when; the exporter's own log lines are in it.</summary>
sealed class ActionLog(SimulatedClock clock) : ILogger
{
    readonly List<(TimeSpan At, string What)> _entries = [];

    internal TimeSpan Now => clock.Elapsed;

    internal void Add(string what) => _entries.Add((clock.Elapsed, what));

    /// <summary>The entries around some moments, and the last ones.</summary>
    internal IEnumerable<string> Around(IEnumerable<TimeSpan> moments)
    {
        const int Margin = 25;
        var shown = new SortedSet<int>(Enumerable.Range(Math.Max(0, _entries.Count - Margin), Math.Min(Margin, _entries.Count)));
        foreach (TimeSpan moment in moments)
        {
            int index = _entries.FindIndex(entry => entry.At >= moment) is var found and >= 0 ? found : _entries.Count;
            for (int near = Math.Max(0, index - Margin); near < Math.Min(_entries.Count, index + Margin); near++)
            {
                shown.Add(near);
            }
        }

        int last = -1;
        foreach (int index in shown)
        {
            yield return $"{(index == last + 1 ? "" : "…\n")}{Time(_entries[index].At)} {_entries[index].What}";
            last = index;
        }
    }

    internal static string Time(TimeSpan time) => time.ToString(@"d\.hh\:mm\:ss\.ffffff", CultureInfo.InvariantCulture);

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Add($"  exporter: {formatter(state, exception)}{(exception is null ? "" : $" {exception}")}");

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;
}
