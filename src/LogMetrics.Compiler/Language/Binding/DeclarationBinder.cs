using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Language.Syntax;

namespace LogMetrics.Compiler.Language.Binding;

/// <summary>Declares metrics and constants in the scope they stand in, and tells in the end which were of no use.</summary>
sealed class DeclarationBinder(BindingContext context, PatternBinder patterns)
{
    readonly DiagnosticBag _diagnostics = context.Diagnostics;
    readonly ImmutableArray<MetricSymbol>.Builder _metrics = ImmutableArray.CreateBuilder<MetricSymbol>();

    /// <summary>Every metric so far, in the order of declaration.</summary>
    public ImmutableArray<MetricSymbol> Metrics => _metrics.ToImmutable();

    public void Declare(MetricSyntax declaration)
    {
        CheckAttributes(declaration);
        string name = declaration.Name.Text;
        var metric = new MetricSymbol(declaration);
        if (context.Scope.Metrics.TryGetValue(name, out MetricSymbol? earlier))
        {
            _diagnostics.Error(
                DiagnosticCode.DuplicateMetric,
                declaration.Name.Span,
                $"a metric `{name}` is declared already in this block",
                "choose another name; `as \"…\"` sets the exposed one",
                new DiagnosticNote(earlier.Declaration.Name.Span, "first declared here"));
            return;
        }

        context.Scope.Metrics.Add(name, metric);
        _metrics.Add(metric);
    }

    void CheckAttributes(MetricSyntax declaration)
    {
        string name = declaration.Name.Text;
        bool isHistogram = declaration.Kind == Programs.MetricKind.Histogram;
        if (declaration.Buckets is { } buckets && !isHistogram)
        {
            _diagnostics.Error(
                DiagnosticCode.BucketsWithoutHistogram,
                buckets.Span,
                $"`{name}` is no histogram, so it has no buckets",
                "declare it with `histogram`");
        }

        if (isHistogram)
        {
            ImmutableArray<double> bounds = declaration.Buckets?.Bounds ?? [];
            SourceSpan span = declaration.Buckets?.Span ?? declaration.Name.Span;
            if (bounds.Length < 2)
            {
                _diagnostics.Error(
                    DiagnosticCode.BadBuckets,
                    span,
                    $"the histogram `{name}` has {(bounds.IsEmpty ? "no bucket boundaries" : "one bucket boundary")}, and it needs two or more",
                    "add them, such as `buckets 0.1, 1, 10`");
            }

            for (int i = 1; i < bounds.Length; i++)
            {
                if (bounds[i] <= bounds[i - 1])
                {
                    _diagnostics.Error(
                        DiagnosticCode.BadBuckets, span, "the bucket boundaries do not increase", "sort them, each once");
                    break;
                }
            }
        }

        CheckQuantiles(declaration);
        if (declaration.Unit is { } unit && declaration.Kind is not (Programs.MetricKind.Counter or Programs.MetricKind.Histogram or Programs.MetricKind.Summary))
        {
            _diagnostics.Error(
                DiagnosticCode.UnitNotAllowed,
                unit.Span,
                "only counters, histograms and summaries have a unit",
                "put it into the name of the metric");
        }
    }

    void CheckQuantiles(MetricSyntax declaration)
    {
        if (declaration.Kind != Programs.MetricKind.Summary)
        {
            if ((declaration.Quantiles ?? declaration.MaxAge as SyntaxNode) is { } misplaced)
            {
                _diagnostics.Error(
                    DiagnosticCode.QuantilesWithoutSummary,
                    misplaced.Span,
                    $"`{declaration.Name.Text}` is no summary, so it has no {(declaration.Quantiles is null ? "`max_age`" : "quantiles")}",
                    "declare it with `summary`");
            }

            return;
        }

        ImmutableArray<Programs.SummaryQuantile> quantiles = declaration.Quantiles?.Quantiles ?? [];
        if (quantiles.Any(quantile => !(quantile is { Quantile: >= 0 and <= 1, Error: >= 0 and <= 1 })))
        {
            _diagnostics.Error(
                DiagnosticCode.BadQuantiles,
                declaration.Quantiles!.Span,
                "a quantile and its error lie between 0 and 1",
                "write `0.5: 0.05` for the median, give or take 5 %");
        }
        else if (quantiles.DistinctBy(quantile => quantile.Quantile).Count() < quantiles.Length)
        {
            _diagnostics.Error(
                DiagnosticCode.BadQuantiles, declaration.Quantiles!.Span, "a quantile is there twice", "name each once, with its error");
        }

        if (declaration.MaxAge is { } age && age.Age <= TimeSpan.Zero)
        {
            _diagnostics.Error(
                DiagnosticCode.BadQuantiles, age.Span, "no observation is that young", "give `max_age` a time above 0, such as `10m`");
        }
    }

    public void Declare(ConstantSyntax declaration)
    {
        PatternText? text = patterns.Constant(declaration.Value);
        string name = declaration.Name.Text;
        if (context.Scope.Constants.TryGetValue(name, out ConstantSymbol? earlier))
        {
            _diagnostics.Error(
                DiagnosticCode.DuplicateConstant,
                declaration.Name.Span,
                $"a constant `{name}` is declared already in this block",
                "choose another name",
                new DiagnosticNote(earlier.Name.Span, "first declared here"));
            return;
        }

        // One whose value was reported is declared nevertheless, so that its uses are not reported too.
        context.Scope.Constants.Add(name, new ConstantSymbol(declaration.Name, text ?? new PatternText([])));
    }

    public void ReportUnused(Scope scope)
    {
        foreach (MetricSymbol metric in scope.Metrics.Values.Where(metric => !metric.Used))
        {
            _diagnostics.Error(
                DiagnosticCode.UnusedMetric,
                metric.Declaration.Name.Span,
                $"metric `{metric.Name}` is never used",
                "use it or remove the declaration");
        }

        foreach (ConstantSymbol constant in scope.Constants.Values.Where(constant => !constant.Used))
        {
            _diagnostics.Error(
                DiagnosticCode.UnusedConstant,
                constant.Name.Span,
                $"constant `{constant.Name.Text}` is never used",
                "use it or remove it");
        }

        foreach (DecoratorSymbol decorator in scope.Decorators.Values.Where(decorator => !decorator.Used))
        {
            _diagnostics.Error(
                DiagnosticCode.UnusedDecorator,
                decorator.Name.Span,
                $"decorator `@{decorator.Name.Text}` is never used",
                "use it or remove it");
        }
    }
}
