using LogMetrics.Runtime.Telemetry;

namespace LogMetrics.Runtime.Execution;

/// <summary>What the rules of a program do, counted under grok_exporter's names: dashboards and alerts made for it go on.</summary>
/// <param name="own">Where it is counted.</param>
public sealed class RuleEvents(OwnMetrics own)
{
    readonly OwnCounter _matched = Lines(own, "matched");

    readonly OwnCounter _ignored = Lines(own, "ignored");

    readonly OwnCounter _matches = own.AddCounter(
        "grok_exporter_lines_matching_total", "Lines that the metric matched; one line can count for several.", "metric");

    readonly OwnCounter _microseconds = own.AddCounter(
        "grok_exporter_lines_processing_time_microseconds_total", "Time spent on the lines that the metric matched, in microseconds; measured on some lines for all.", "metric");

    readonly OwnCounter _errors = own.AddCounter(
        "grok_exporter_line_processing_errors_total", "Lines that the metric matched and could not use; the log says why.", "metric");

    /// <summary>Where the rules of one metric are counted. Every series is there from the start, with the value zero.</summary>
    internal RuleCounters Of(string metric) => new(_matches.With(metric), _errors.With(metric), _microseconds.With(metric));

    /// <summary>Adds lines of a program, and those of them that a metric matched.</summary>
    internal void CountLines(long lines, long matchedLines)
    {
        _matched.Add(matchedLines);
        _ignored.Add(lines - matchedLines);
    }

    static OwnCounter Lines(OwnMetrics own, string status) => own
        .AddCounter("grok_exporter_lines_total", "Lines that were processed, by whether a metric matched them.", "status")
        .With(status);
}

/// <summary>The counters of one metric.</summary>
readonly record struct RuleCounters(OwnCounter Matches, OwnCounter Errors, OwnCounter Microseconds);
