using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Runtime.Metrics;

/// <summary>In what two declarations of one metric differ.</summary>
[Flags]
enum MetricDifference
{
    None = 0,
    Kind = 1,
    ValueType = 2,
    Labels = 4,
    Buckets = 8,
    Help = 16,
    Unit = 32,
}

/// <summary>Compares declarations of one metric, and says what is wrong with them.</summary>
static class MetricDifferences
{
    internal static MetricDifference Between(MetricDeclaration a, MetricDeclaration b) =>
        (a.Kind == b.Kind ? 0 : MetricDifference.Kind)
        | (a.ValueType == b.ValueType ? 0 : MetricDifference.ValueType)
        | (a.Keys.SequenceEqual(b.Keys) ? 0 : MetricDifference.Labels)
        | (a.Buckets.SequenceEqual(b.Buckets) && a.Quantiles.SequenceEqual(b.Quantiles) && a.MaxAge == b.MaxAge ? 0 : MetricDifference.Buckets)
        | (Agree(a.Help, b.Help) ? 0 : MetricDifference.Help)
        | (Agree(a.Unit, b.Unit) ? 0 : MetricDifference.Unit);

    /// <summary>True when both may write into the same series.</summary>
    internal static bool CanShareSeries(MetricDeclaration a, MetricDeclaration b) =>
        (Between(a, b) & ~(MetricDifference.Help | MetricDifference.Unit)) == MetricDifference.None;

    /// <summary>Why a program cannot be loaded beside one that was loaded before.</summary>
    internal static Diagnostic Refusal(MetricDeclaration metric, MetricDeclaration first, MetricDifference difference)
    {
        (string here, string there) = Describe(metric, first, difference);
        return new Diagnostic(
            DiagnosticCode.MetricDeclaredDifferently,
            DiagnosticSeverity.Error,
            metric.Span,
            $"metric `{metric.ExportedName}` {here}, but `{first.Span.Source.FileName}` declares it {there}")
        {
            Hint = "make the declarations agree, or expose one of them under another name with `as`",
            Notes = [new DiagnosticNote(first.Span, "the first declaration")],
        };
    }

    /// <summary>Why one of two metrics of a program is not seen.</summary>
    internal static Diagnostic Shadowed(MetricDeclaration earlier, MetricDeclaration later) =>
        new(
            DiagnosticCode.MetricDeclaredDifferently,
            DiagnosticSeverity.Warning,
            earlier.Span,
            $"metric `{earlier.ExportedName}` is declared again with other labels, values or buckets, so this one is not exposed")
        {
            Hint = "expose one of them under another name with `as`",
            Notes = [new DiagnosticNote(later.Span, "the declaration that is exposed")],
        };

    /// <summary>The first difference in words, for both sides.</summary>
    static (string Here, string There) Describe(MetricDeclaration a, MetricDeclaration b, MetricDifference difference)
    {
        if (difference.HasFlag(MetricDifference.Kind))
        {
            return ($"is a {Lower(a.Kind)} here", $"as a {Lower(b.Kind)}");
        }

        if (difference.HasFlag(MetricDifference.Labels))
        {
            return ($"has {Labels(a.Keys)} here", $"with {Labels(b.Keys)}");
        }

        if (difference.HasFlag(MetricDifference.ValueType))
        {
            return ($"holds {Lower(a.ValueType)} values here", $"with {Lower(b.ValueType)} values");
        }

        if (difference.HasFlag(MetricDifference.Buckets))
        {
            return a.Kind == MetricKind.Summary
                ? ("has other quantiles or another age here", "with its own")
                : ($"has buckets {Numbers(a.Buckets)} here", $"with buckets {Numbers(b.Buckets)}");
        }

        return difference.HasFlag(MetricDifference.Help)
            ? ("has another help text here", "with its own")
            : ($"has unit `{a.Unit}` here", $"with unit `{b.Unit}`");
    }

    static bool Agree(string? a, string? b) => a is null || b is null || a == b;

    static string Labels(ImmutableArray<string> keys) =>
        keys.IsEmpty ? "no labels" : $"labels `{string.Join(", ", keys)}`";

    static string Numbers(ImmutableArray<double> buckets) => string.Join(", ", buckets);

    static string Lower<T>(T member)
        where T : struct, Enum => member.ToString().ToLowerInvariant();
}
