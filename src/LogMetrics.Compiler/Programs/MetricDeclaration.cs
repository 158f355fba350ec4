using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;

namespace LogMetrics.Compiler.Programs;

/// <summary>What a metric is to those who read it.</summary>
public enum MetricKind
{
    /// <summary>Counts up; scraped as a counter.</summary>
    Counter,

    /// <summary>Any number; scraped as a gauge.</summary>
    Gauge,

    /// <summary>mtail's timer: behaves and is scraped as a gauge, but says what it is in JSON.</summary>
    Timer,

    /// <summary>A string; in JSON only.</summary>
    Text,

    /// <summary>Observations counted in buckets.</summary>
    Histogram,

    /// <summary>Observations of which quantiles are known, over a window that slides.</summary>
    Summary,
}

/// <summary>What the series of a metric hold.</summary>
public enum MetricValueType
{
    /// <summary>A signed 64-bit integer, which wraps around.</summary>
    Int,

    /// <summary>An IEEE double.</summary>
    Float,

    /// <summary>Bytes, normally UTF-8.</summary>
    String,

    /// <summary>The buckets, count and sum of a histogram.</summary>
    Buckets,

    /// <summary>The quantiles, count and sum of a summary.</summary>
    Quantiles,
}

/// <summary>A metric that a program declares. The compiler only describes it; the runtime makes the family.</summary>
/// <param name="Name">The name in the program.</param>
/// <param name="ExportedName">The name that is exposed and that identifies it over a reload: the <c>as</c> string, else
/// <paramref name="Name"/>. Not yet made valid for any format.</param>
/// <param name="Kind">What it is to those who read it.</param>
/// <param name="ValueType">What its series hold.</param>
/// <param name="Keys">The label names, in the order in which the program gives their values.</param>
/// <param name="Span">Where it is declared.</param>
public sealed record MetricDeclaration(
    string Name,
    string ExportedName,
    MetricKind Kind,
    MetricValueType ValueType,
    ImmutableArray<string> Keys,
    SourceSpan Span)
{
    /// <summary>The <see cref="MaxAge"/> of summaries that name none: ten minutes.</summary>
    public static TimeSpan DefaultMaxAge { get; } = TimeSpan.FromMinutes(10);

    /// <summary>True when programs can use it, but no format except JSON shows it.</summary>
    public bool Hidden { get; init; }

    /// <summary>The boundaries as written, strictly increasing, at least two; empty unless it is a histogram.</summary>
    public ImmutableArray<double> Buckets { get; init; } = [];

    /// <summary>The quantiles in ascending order; empty unless it is a summary, and a summary need not have any.</summary>
    public ImmutableArray<SummaryQuantile> Quantiles { get; init; } = [];

    /// <summary>How old an observation may be to count for quantiles.</summary>
    public TimeSpan MaxAge { get; init; } = DefaultMaxAge;

    /// <summary>How long a series may stay without an update; null is for ever.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>Whether its series is there before the first line, when it has no keys; counters, histograms and summaries always
    /// are.</summary>
    public bool ExistsFromStart { get; init; }

    /// <summary>How many series it may have before the one that was updated longest ago goes; 0 means no such limit.</summary>
    public int SeriesLimit { get; init; }

    /// <summary>The HELP text its author wrote; null when there is none.</summary>
    public string? Help { get; init; }

    /// <summary>The unit for OpenMetrics, such as <c>seconds</c>; null when there is none.</summary>
    public string? Unit { get; init; }
}
