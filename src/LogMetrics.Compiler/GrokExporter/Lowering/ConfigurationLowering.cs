using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.GrokExporter.Configuration;
using LogMetrics.Compiler.Patterns;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Compiler.GrokExporter.Lowering;

/// <summary>The metrics of a configuration → a program: one or two statements for each, which stand for themselves.</summary>
sealed class ConfigurationLowering
{
    readonly GrokPatterns _patterns;
    readonly DiagnosticBag _diagnostics;
    readonly ImmutableArray<MetricDeclaration>.Builder _metrics = ImmutableArray.CreateBuilder<MetricDeclaration>();
    readonly ImmutableArray<PatternDefinition>.Builder _definitions = ImmutableArray.CreateBuilder<PatternDefinition>();
    readonly ImmutableArray<Statement>.Builder _body = ImmutableArray.CreateBuilder<Statement>();
    readonly ImmutableArray<MetricRule>.Builder _rules = ImmutableArray.CreateBuilder<MetricRule>();

    ConfigurationLowering(GrokPatterns patterns, DiagnosticBag diagnostics)
    {
        _patterns = patterns;
        _diagnostics = diagnostics;
    }

    /// <summary>Lowers a configuration; what is found to be wrong with its patterns and templates is reported.</summary>
    public static MetricProgram Lower(string name, GrokExporterConfiguration configuration, CompileOptions options, DiagnosticBag diagnostics)
    {
        var lowering = new ConfigurationLowering(new GrokPatterns(configuration.Definitions, options, diagnostics), diagnostics);
        foreach (MetricSettings metric in configuration.Metrics)
        {
            lowering.Add(metric);
        }

        return new MetricProgram(
            name, lowering._metrics.DrainToImmutable(), lowering._definitions.DrainToImmutable(), [], lowering._body.DrainToImmutable(), [])
        {
            Rules = lowering._rules.DrainToImmutable(),
        };
    }

    void Add(MetricSettings metric)
    {
        int slot = _metrics.Count;
        ValueTemplate? value = metric.Value is { } text ? ValueTemplate.Parse(text, _diagnostics) : null;
        _metrics.Add(Declaration(metric, value));
        if (Match(metric.Match, metric.IsUnsafe) is { } match)
        {
            var fields = new FieldBinding(match.Pattern, match.Slot, metric, _diagnostics);
            var target = new SeriesReference(slot, [.. metric.Labels.Select(label => TemplateLowering.Text(label.Template, fields, _diagnostics))], metric.Span);
            AddRule(metric, match.Slot, metric.Match.Span, Update(metric, value, target, fields), isDeletion: false);
        }

        if (metric.DeleteMatch is { } deleteMatch && Match(deleteMatch, metric.IsUnsafe) is { } deletion)
        {
            var fields = new FieldBinding(deletion.Pattern, deletion.Slot, metric, _diagnostics);
            AddRule(metric, deletion.Slot, deleteMatch.Span, Deletion(metric, slot, fields), isDeletion: true);
        }
    }

    static MetricDeclaration Declaration(MetricSettings metric, ValueTemplate? value) => new(
        metric.Name.Value,
        metric.Name.Value,
        metric.Kind,
        metric.Kind switch
        {
            MetricKind.Histogram => MetricValueType.Buckets,
            MetricKind.Summary => MetricValueType.Quantiles,
            MetricKind.Counter when value is null or { IsOne: true } => MetricValueType.Int,
            _ => MetricValueType.Float,
        },
        [.. metric.Labels.Select(label => label.Name.Value)],
        metric.Span)
    {
        // A boundary at or below zero would begin the first bucket, and here every boundary ends one.
        Buckets = metric.Buckets is [<= 0, ..] ? [double.NegativeInfinity, .. metric.Buckets] : metric.Buckets,
        Quantiles = metric.Quantiles,
        MaxAge = metric.MaxAge ?? MetricDeclaration.DefaultMaxAge,
        Retention = metric.Retention,
        ExistsFromStart = metric is { Kind: MetricKind.Gauge, Labels.IsEmpty: true },
        Help = metric.Help.Value,
    };

    (CompiledPattern Pattern, int Slot)? Match(SettingText match, bool isUnsafe)
    {
        if (_patterns.Find(match, isUnsafe) is not { } pattern)
        {
            return null;
        }

        _definitions.Add(new PatternDefinition(pattern.Expanded.Text, pattern.FieldNames, match.Span));
        return (pattern, _definitions.Count - 1);
    }

    void AddRule(MetricSettings metric, int patternSlot, SourceSpan span, Statement then, bool isDeletion)
    {
        Expression condition = new MatchExpression(patternSlot, null, Negated: false, span);
        if (!metric.Paths.IsEmpty)
        {
            var isSource = new SourceMatchExpression([.. metric.Paths.Select(path => path.Value)], metric.Paths[0].Span);
            condition = new LogicalExpression(IsAnd: true, isSource, condition, span);
        }

        _body.Add(new ConditionalStatement(condition, [then], [], metric.Span));
        _rules.Add(new MetricRule(metric.Name.Value, isDeletion));
    }

    static Statement Update(MetricSettings metric, ValueTemplate? value, SeriesReference target, FieldBinding fields)
    {
        SourceSpan span = metric.Value?.Span ?? metric.Span;
        if (metric.Kind == MetricKind.Counter && value is null or { IsOne: true })
        {
            return new EvaluateStatement(new IncrementExpression(target, null, Decrement: false, span), span);
        }

        Expression number = value?.Lower(fields) ?? new FloatLiteral(1, span);
        UpdateKind update = metric.Kind switch
        {
            MetricKind.Counter => UpdateKind.CountUp,
            MetricKind.Gauge => metric.Cumulative ? UpdateKind.Add : UpdateKind.Set,
            _ => UpdateKind.Observe,
        };

        // What can always be evaluated needs no care about what is left behind: it is what a program would write.
        if (update == UpdateKind.CountUp || !fields.IsSurelyNumber(number))
        {
            return new UpdateStatement(target, number, update, span);
        }

        return new AssignStatement(
            target,
            update == UpdateKind.Add
                ? new ArithmeticExpression(ArithmeticOperator.Add, new SeriesExpression(target, ValueKind.Float, target.Span), number, ValueKind.Float, span)
                : number,
            span);
    }

    Statement Deletion(MetricSettings metric, int slot, FieldBinding fields)
    {
        Expression?[] keys =
        [
            .. metric.Labels.Select(label => metric.DeleteLabels.FirstOrDefault(other => other.Name.Value == label.Name.Value) is { } deleted
                ? TemplateLowering.Text(deleted.Template, fields, _diagnostics)
                : null),
        ];
        SourceSpan span = metric.DeleteMatch!.Value.Span;
        return keys.Any(key => key is null)
            ? new DeleteMatchingStatement(slot, [.. keys], span)
            : new DeleteStatement(new SeriesReference(slot, [.. keys.Select(key => key!)], span), null, span);
    }
}
