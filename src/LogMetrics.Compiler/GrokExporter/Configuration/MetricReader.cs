using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Compiler.GrokExporter.Configuration;

/// <summary>Reads one metric and holds it to the rules.</summary>
sealed class MetricReader(SectionReader section, bool isOld, DiagnosticBag diagnostics)
{
    static readonly (string Word, MetricKind Kind)[] Kinds =
    [
        ("counter", MetricKind.Counter), ("gauge", MetricKind.Gauge), ("histogram", MetricKind.Histogram), ("summary", MetricKind.Summary),
    ];

    /// <summary>The boundaries of a histogram that names none.</summary>
    internal static readonly ImmutableArray<double> DefaultBuckets = [.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10];

    /// <summary>For metrics that are not imported.</summary>
    public static MetricDefaults NoDefaults { get; } = new();

    /// <summary>Reads a metric.</summary>
    /// <returns>Null when it lacks so much that nothing else can be said about it.</returns>
    public static MetricSettings? Read(SectionReader section, bool isOld, MetricDefaults defaults, DiagnosticBag diagnostics) =>
        new MetricReader(section, isOld, diagnostics).Read(defaults);

    MetricSettings? Read(MetricDefaults defaults)
    {
        MetricKind? kind = ReadKind();
        SettingText? name = Required("name");
        SettingText? help = Required("help");
        SettingText? match = Required("match");
        ImmutableArray<SettingText> paths = PathReader.Read(section, "metrics", diagnostics);
        var metric = new MetricSettings
        {
            Kind = kind ?? MetricKind.Counter,
            Name = name ?? default,
            Help = help ?? default,
            Match = match ?? default,
            IsUnsafe = section.Bool("unsafe_regex") ?? false,
            Paths = paths.IsEmpty ? defaults.Paths : paths,
            Retention = section.Interval("retention", "no series expires") ?? defaults.Retention,
            Value = section.Text("value"),
            Labels = Merge(defaults.Labels, section.TextMap("labels")),
            Cumulative = section.Bool("cumulative") ?? false,
            Buckets = kind == MetricKind.Histogram ? ReadBuckets(defaults) : [],
            Quantiles = kind == MetricKind.Summary ? ReadQuantiles(defaults) : [],
            MaxAge = section.Duration("max_age") ?? (kind == MetricKind.Summary ? defaults.MaxAge : null),
            DeleteMatch = section.Text("delete_match"),
            DeleteLabels = section.TextMap("delete_labels"),
            Span = name?.Span ?? section.Span,
        };
        _ = section.Has("buckets") | section.Has("quantiles");
        section.ReportUnknown();
        if (kind is null || name is null || help is null || match is null)
        {
            return null;
        }

        CheckValue(metric);
        CheckKind(metric);
        CheckDeletion(metric);
        return metric;
    }

    MetricKind? ReadKind()
    {
        if (Required("type") is not { } word)
        {
            return null;
        }

        foreach ((string candidate, MetricKind kind) in Kinds)
        {
            if (candidate == word.Value)
            {
                return kind;
            }
        }

        diagnostics.Error(
            DiagnosticCode.BadSetting, word.Span, $"`{word.Value}` is no type of a metric", InputReader.Choices(word.Value, [.. Kinds.Select(kind => kind.Word)]));
        return null;
    }

    SettingText? Required(string name)
    {
        SettingText? text = section.Text(name);
        if (text is null && !section.IsNoText(name))
        {
            YamlScalar? meant = section.Has(name) ? null : section.Misspelling(name);
            diagnostics.Error(
                DiagnosticCode.MissingSetting,
                meant?.Span ?? (section.Has(name) ? section.KeySpan(name) : new SourceSpan(section.Span.Source, section.Span.Start, 0)),
                $"a metric needs `{name}`, and this one has none",
                meant is not null ? $"did you mean `{name}`? Here it says `{meant.Value}`" : name switch
                {
                    "type" => "add `type: counter`, gauge, histogram or summary",
                    "name" => "add `name: my_lines_total`",
                    "help" => "add `help:` with a sentence about what is counted",
                    _ => "add `match:` with a grok pattern in 'single quotes'",
                });
        }

        return text;
    }

    static ImmutableArray<LabelSetting> Merge(ImmutableArray<LabelSetting> defaults, ImmutableArray<LabelSetting> own) =>
        [.. own, .. defaults.Where(label => !own.Any(other => other.Name.Value == label.Name.Value))];

    ImmutableArray<double> ReadBuckets(MetricDefaults defaults)
    {
        ImmutableArray<(double Value, SourceSpan Span)> buckets = section.Floats("buckets");
        return buckets.IsEmpty ? (defaults.Buckets.IsEmpty ? DefaultBuckets : defaults.Buckets) : CheckedBuckets(buckets, diagnostics);
    }

    /// <summary>The boundaries without infinity, which every histogram has anyway.</summary>
    internal static ImmutableArray<double> CheckedBuckets(ImmutableArray<(double Value, SourceSpan Span)> buckets, DiagnosticBag diagnostics)
    {
        for (int i = 0; i < buckets.Length; i++)
        {
            if (double.IsNaN(buckets[i].Value) || (i > 0 && !(buckets[i].Value > buckets[i - 1].Value)))
            {
                diagnostics.Error(
                    DiagnosticCode.BadSetting,
                    buckets[i].Span,
                    "the `buckets` of a histogram must increase, and this one is not greater than the one before",
                    "sort them, each once");
                break;
            }
        }

        return [.. buckets.Select(bucket => bucket.Value).Where(bucket => !double.IsPositiveInfinity(bucket))];
    }

    ImmutableArray<SummaryQuantile> ReadQuantiles(MetricDefaults defaults)
    {
        ImmutableArray<SummaryQuantile> quantiles = CheckedQuantiles(section.FloatMap("quantiles"), diagnostics);
        return quantiles.IsEmpty ? defaults.Quantiles : quantiles;
    }

    /// <summary>The quantiles in ascending order.</summary>
    internal static ImmutableArray<SummaryQuantile> CheckedQuantiles(
        ImmutableArray<(double Key, double Value, SourceSpan Span)> quantiles, DiagnosticBag diagnostics)
    {
        foreach ((double quantile, double error, SourceSpan span) in quantiles)
        {
            if (!(quantile is >= 0 and <= 1 && error is >= 0 and <= 1))
            {
                diagnostics.Error(
                    DiagnosticCode.BadSetting, span, "a quantile and its error lie between 0 and 1", "write `{0.5: 0.05}` for the median, give or take 5 %");
            }
        }

        return [.. quantiles.Select(quantile => new SummaryQuantile(quantile.Key, quantile.Value)).DistinctBy(q => q.Quantile).OrderBy(q => q.Quantile)];
    }

    void CheckValue(MetricSettings metric)
    {
        if (metric.Value is null && metric.Kind != MetricKind.Counter && !section.IsNoText("value"))
        {
            diagnostics.Error(
                DiagnosticCode.MissingSetting,
                metric.Span,
                $"the {Word(metric.Kind)} `{metric.Name.Value}` has no `value`",
                "add `value: '{{.field}}'` with the field of the match that is a number");
        }
        else if (metric.Value is not null && metric.Kind == MetricKind.Counter && isOld)
        {
            Misplaced("value", "counters of version 2");
        }
    }

    void CheckKind(MetricSettings metric)
    {
        Only("cumulative", metric.Cumulative, MetricKind.Gauge);
        Only("buckets", section.Has("buckets"), MetricKind.Histogram);
        Only("quantiles", section.Has("quantiles"), MetricKind.Summary);
        Only("max_age", section.Has("max_age"), MetricKind.Summary);
        if (metric.Kind == MetricKind.Summary && metric.MaxAge is { } age && age <= TimeSpan.Zero)
        {
            diagnostics.Error(DiagnosticCode.BadSetting, section.KeySpan("max_age"), "`max_age` must be longer than nothing", "write `max_age: 10m`");
        }

        void Only(string setting, bool isSet, MetricKind kind)
        {
            if (isSet && metric.Kind != kind)
            {
                Misplaced(setting, $"a {Word(metric.Kind)}");
            }
        }
    }

    void CheckDeletion(MetricSettings metric)
    {
        if (metric.Labels.IsEmpty)
        {
            NeedsLabels("delete_match", metric.DeleteMatch is not null);
            NeedsLabels("retention", metric.Retention is not null);
        }

        if (metric.DeleteMatch is null && !metric.DeleteLabels.IsEmpty)
        {
            diagnostics.Error(
                DiagnosticCode.MissingSetting, section.KeySpan("delete_labels"), "`delete_labels` is there without `delete_match`", "add `delete_match` with the pattern of lines that delete");
        }

        foreach (LabelSetting label in metric.DeleteLabels)
        {
            if (!metric.Labels.Any(other => other.Name.Value == label.Name.Value))
            {
                diagnostics.Error(
                    DiagnosticCode.MisplacedSetting,
                    label.Name.Span,
                    $"`{label.Name.Value}` is no label of `{metric.Name.Value}`, so nothing can be deleted by it",
                    metric.Labels.IsEmpty ? "give the metric `labels`" : InputReader.Choices(label.Name.Value, [.. metric.Labels.Select(other => other.Name.Value)]));
            }
        }

        void NeedsLabels(string setting, bool isSet)
        {
            if (isSet)
            {
                diagnostics.Error(
                    DiagnosticCode.MisplacedSetting,
                    section.Has(setting) ? section.KeySpan(setting) : metric.Span,
                    $"`{setting}` is only for metrics with labels, and `{metric.Name.Value}` has none",
                    "remove it, or give the metric `labels`");
            }
        }
    }

    void Misplaced(string setting, string what) => diagnostics.Error(
        DiagnosticCode.MisplacedSetting, section.KeySpan(setting), $"`{setting}` cannot be used for {what}", "remove it, or change the `type`");

    static string Word(MetricKind kind) => kind.ToString().ToLowerInvariant();
}
