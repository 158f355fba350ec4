using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Language.Binding;
using LogMetrics.Compiler.Language.Syntax;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Compiler.Language.Lowering;

/// <summary>Bound program to IR: decorators disappear into the places that use them, declarations become slots.</summary>
sealed class ProgramLowering
{
    /// <summary>Decorators that use decorators can double with every line of text; no real program comes near this.</summary>
    const int MaxStatements = 100_000;

    readonly DiagnosticBag _diagnostics;
    readonly ExpressionLowering _expressions;
    readonly int _maxNesting;

    /// <summary>What goes into the holes of the decorators that are being put in, innermost on top.</summary>
    readonly Stack<ImmutableArray<BoundStatement>> _holes = [];

    int _statements;
    int _nesting;

    /// <summary>How many <c>try</c> blocks are around: in them a change that fails leaves no series behind.</summary>
    int _tries;

    ProgramLowering(BoundProgram program, int maxNesting, DiagnosticBag diagnostics)
    {
        _diagnostics = diagnostics;
        _maxNesting = maxNesting;
        _expressions = new ExpressionLowering(program.Metrics, diagnostics);
    }

    /// <summary>Lowers a program in which the binder found no error.</summary>
    public static MetricProgram Lower(string name, BoundProgram program, int maxNesting, DiagnosticBag diagnostics)
    {
        var lowering = new ProgramLowering(program, maxNesting, diagnostics);
        ImmutableArray<Statement> begin = lowering.Statements(program.Begin);
        ImmutableArray<Statement> body = lowering.Statements(program.Body);
        ImmutableArray<MetricDeclaration> metrics = [.. program.Metrics.Select(lowering.Declaration)];
        return new MetricProgram(name, metrics, lowering._expressions.Patterns, begin, body, program.Sources);
    }

    MetricDeclaration Declaration(MetricSymbol metric)
    {
        MetricSyntax syntax = metric.Declaration;
        LanguageType type = metric.ValueType.Root;
        if (type.Is(SimpleType.String) && syntax.Kind == MetricKind.Counter && syntax.Keys.IsEmpty)
        {
            _diagnostics.Error(
                DiagnosticCode.NoInitialValue,
                syntax.Name.Span,
                $"the counter `{metric.Name}` is given a string, so it cannot start at zero",
                "convert the value with `int(…)`, or declare it with `text`");
        }

        return new MetricDeclaration(
            metric.Name,
            syntax.ExportedName?.Text ?? metric.Name,
            syntax.Kind,
            syntax.Kind == MetricKind.Histogram ? MetricValueType.Buckets
                : syntax.Kind == MetricKind.Summary ? MetricValueType.Quantiles
                : type.Is(SimpleType.Float) ? MetricValueType.Float
                : type.Is(SimpleType.String) ? MetricValueType.String
                : MetricValueType.Int,
            [.. syntax.Keys.Select(key => key.Text)],
            syntax.Name.Span)
        {
            Hidden = syntax.Hidden,
            Buckets = syntax.Buckets?.Bounds ?? [],
            Quantiles = [.. (syntax.Quantiles?.Quantiles ?? []).OrderBy(quantile => quantile.Quantile)],
            MaxAge = syntax.MaxAge?.Age ?? MetricDeclaration.DefaultMaxAge,
            SeriesLimit = (int)Math.Clamp(syntax.Limit?.Value ?? 0, 0, int.MaxValue),
            Help = syntax.Help?.Text,
            Unit = syntax.Unit?.Text,
        };
    }

    ImmutableArray<Statement> Statements(ImmutableArray<BoundStatement> statements)
    {
        var lowered = ImmutableArray.CreateBuilder<Statement>();
        Append(statements, lowered);
        return lowered.DrainToImmutable();
    }

    void Append(ImmutableArray<BoundStatement> statements, ImmutableArray<Statement>.Builder lowered)
    {
        foreach (BoundStatement statement in statements)
        {
            if (!HasRoom(statement.Span))
            {
                return;
            }

            _nesting++;
            switch (statement)
            {
                case BoundDecorated decorated:
                    _holes.Push(decorated.Body);
                    Append(decorated.Decorator.Body!.Value, lowered);
                    _holes.Pop();
                    break;
                case BoundNext when _holes.TryPop(out ImmutableArray<BoundStatement> body):
                    // What stands in the hole belongs to the place of use: its own holes are those around it.
                    Append(body, lowered);
                    _holes.Push(body);
                    break;
                default:
                    if (Statement(statement) is { } one)
                    {
                        lowered.Add(one);
                    }

                    break;
            }

            _nesting--;
        }
    }

    bool HasRoom(SourceSpan span)
    {
        if (++_statements <= MaxStatements && _nesting <= _maxNesting)
        {
            return true;
        }

        if (_statements == MaxStatements + 1 || _nesting > _maxNesting)
        {
            _diagnostics.Error(
                DiagnosticCode.ExpansionTooLarge,
                span,
                _nesting > _maxNesting
                    ? $"with decorators put in, blocks nest deeper than {_maxNesting} levels"
                    : $"with decorators put in, the program has more than {MaxStatements} statements",
                "use fewer decorators inside of decorators");
            _statements = MaxStatements + 1;
        }

        return false;
    }

    Statement? Statement(BoundStatement statement)
    {
        switch (statement)
        {
            case BoundConditional conditional:
                return new ConditionalStatement(
                    _expressions.Condition(conditional.Condition),
                    Statements(conditional.Then),
                    Statements(conditional.Else),
                    conditional.Span);
            case BoundAssignment assignment:
                return Assignment(assignment);
            case BoundTry attempt:
                return Try(attempt);
            case BoundDelete delete when delete.Target.Keys.Any(key => key is BoundAnyKey):
                return _expressions.DeleteMatching(delete.Target, delete.Span);
            case BoundDelete delete:
                return new DeleteStatement(_expressions.Series(delete.Target), delete.After, delete.Span);
            case BoundStop stop:
                return new StopStatement(stop.Span);
            case BoundEvaluate { Expression: BoundPattern }:
                // A constant alone: it is declared, but nothing asks it.
                return null;
            case BoundEvaluate { Expression: BoundIncrement { Target.Metric.Observes: true } increment }:
                return Failing(increment.Target, [], $"a {increment.Target.Metric.KindWord} cannot be incremented", increment.Span);
            case BoundEvaluate evaluate:
                return new EvaluateStatement(_expressions.Lower(evaluate.Expression).Expression, evaluate.Span);
            default:
                return null;
        }
    }

    TryStatement Try(BoundTry attempt)
    {
        _tries++;
        ImmutableArray<Statement> body = Statements(attempt.Body);
        _tries--;
        return new TryStatement(body, attempt.Else is { } otherwise ? Statements(otherwise) : null, attempt.Span);
    }

    Statement? Assignment(BoundAssignment assignment)
    {
        BoundSeries target = assignment.Target;
        SourceSpan span = assignment.Span;
        SeriesReference series = _expressions.Series(target);
        Lowered value = _expressions.Lower(assignment.Value);
        LanguageType type = target.Type.Root;
        if (target.Metric.Observes)
        {
            return assignment.Add
                ? Failing(target, [value.Expression], $"a {target.Metric.KindWord} cannot be added to", span)
                : Observation(target.Metric, series, type, value, span);
        }

        if (type.Is(SimpleType.Int))
        {
            Expression amount = _expressions.Coercion.ToInt(value);
            return _tries > 0 ? Update(assignment, series, amount)
                : assignment.Add
                ? new EvaluateStatement(new IncrementExpression(series, amount, false, span), span)
                : new AssignStatement(series, amount, span);
        }

        if (type.Is(SimpleType.Float))
        {
            Expression number = _expressions.Coercion.ToFloat(value);
            return _tries > 0
                ? Update(assignment, series, number)
                : new AssignStatement(series, assignment.Add ? Sum(series, number, ValueKind.Float, span) : number, span);
        }

        if (type.Is(SimpleType.String))
        {
            Expression text = _expressions.Coercion.ToText(value);
            return _tries > 0
                ? Update(assignment, series, text)
                : new AssignStatement(series, assignment.Add ? Sum(series, text, ValueKind.String, span) : text, span);
        }

        if (type is not TypeVariable)
        {
            // Of a type that is not known, the reason has been reported where the value was read.
            _diagnostics.Error(
                DiagnosticCode.TypeMismatch, span, $"`{target.Metric.Name}` cannot hold {type}", "count it in a condition: `… { x++ }`");
        }

        return null;
    }

    static UpdateStatement Update(BoundAssignment assignment, SeriesReference series, Expression value) =>
        new(series, value, assignment.Add ? UpdateKind.Add : UpdateKind.Set, assignment.Span);

    static ArithmeticExpression Sum(SeriesReference series, Expression value, ValueKind kind, SourceSpan span) =>
        new(ArithmeticOperator.Add, new SeriesExpression(series, kind, series.Span), value, kind, span);

    Statement Observation(MetricSymbol metric, SeriesReference series, LanguageType type, Lowered value, SourceSpan span)
    {
        // A summary takes each number as it comes; a histogram, as in mtail, as the first of its numbers was.
        if (metric.Declaration.Kind == MetricKind.Summary)
        {
            type = value.Kind switch
            {
                StackKind.Int => SimpleType.Int,
                StackKind.String => SimpleType.String,
                _ => SimpleType.Float,
            };
        }

        Expression observed = type.Is(SimpleType.Int) ? _expressions.Coercion.ToInt(value)
            : type.Is(SimpleType.Float) ? _expressions.Coercion.ToFloat(value)
            : _expressions.Coercion.Fail(
                [value.Expression], RuntimeErrorCode.WrongKind, $"a {metric.KindWord} observes numbers, and this is a string", ValueKind.Float, span);
        return _tries > 0
            ? new UpdateStatement(series, observed, UpdateKind.Observe, span)
            : new AssignStatement(series, observed, span);
    }

    /// <summary>Changing what observes as if it were a number: the series is made, and then the line ends in an error.</summary>
    AssignStatement Failing(BoundSeries target, ImmutableArray<Expression> operands, string message, SourceSpan span) =>
        new(
            _expressions.Series(target),
            _expressions.Coercion.Fail(operands, RuntimeErrorCode.WrongKind, message, ValueKind.Float, span),
            span);
}
