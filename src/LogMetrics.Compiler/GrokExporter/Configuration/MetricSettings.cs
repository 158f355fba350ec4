using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Compiler.GrokExporter.Configuration;

/// <summary>A metric of a configuration. What is null or empty is not said.</summary>
public sealed record MetricSettings
{
    /// <summary>Counter, gauge, histogram or summary.</summary>
    public required MetricKind Kind { get; init; }

    /// <summary>The name that is exposed.</summary>
    public required SettingText Name { get; init; }

    /// <summary>The HELP text.</summary>
    public required SettingText Help { get; init; }

    /// <summary>The grok pattern a line must match.</summary>
    public required SettingText Match { get; init; }

    /// <summary>Whether its patterns may be matched by backtracking where there is no other way; grok_exporter has no such
    /// setting, because there all are.</summary>
    public bool IsUnsafe { get; init; }

    /// <summary>The files whose lines count; empty is every source.</summary>
    public ImmutableArray<SettingText> Paths { get; init; } = [];

    /// <summary>How long a series stays without a match; null is for ever.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>The template of the value.</summary>
    public SettingText? Value { get; init; }

    /// <summary>The templates of the labels, by name.</summary>
    public ImmutableArray<LabelSetting> Labels { get; init; } = [];

    /// <summary>Whether a gauge adds what it is given.</summary>
    public bool Cumulative { get; init; }

    /// <summary>The boundaries of a histogram.</summary>
    public ImmutableArray<double> Buckets { get; init; } = [];

    /// <summary>The quantiles of a summary, and how wrong each may be.</summary>
    public ImmutableArray<SummaryQuantile> Quantiles { get; init; } = [];

    /// <summary>How old an observation may be to count for quantiles; null is the default of ten minutes.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>The grok pattern of lines that delete series.</summary>
    public SettingText? DeleteMatch { get; init; }

    /// <summary>The labels that a series must have to be deleted.</summary>
    public ImmutableArray<LabelSetting> DeleteLabels { get; init; } = [];

    /// <summary>Where it is written.</summary>
    public required SourceSpan Span { get; init; }
}

/// <summary>A label and the template of its value.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Template">The template.</param>
public sealed record LabelSetting(SettingText Name, SettingText Template);

/// <summary>What imported metrics have where they say nothing themselves.</summary>
public sealed record MetricDefaults
{
    /// <summary>See <see cref="MetricSettings.Paths"/>.</summary>
    public ImmutableArray<SettingText> Paths { get; init; } = [];

    /// <summary>See <see cref="MetricSettings.Retention"/>.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>See <see cref="MetricSettings.Labels"/>.</summary>
    public ImmutableArray<LabelSetting> Labels { get; init; } = [];

    /// <summary>See <see cref="MetricSettings.Buckets"/>.</summary>
    public ImmutableArray<double> Buckets { get; init; } = [];

    /// <summary>See <see cref="MetricSettings.Quantiles"/>.</summary>
    public ImmutableArray<SummaryQuantile> Quantiles { get; init; } = [];

    /// <summary>See <see cref="MetricSettings.MaxAge"/>.</summary>
    public TimeSpan? MaxAge { get; init; }
}
