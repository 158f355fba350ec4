using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;

namespace LogMetrics.Compiler.Language.Binding;

/// <summary>A statement whose names and types are known. Declarations are not among them: they are symbols.</summary>
abstract class BoundStatement(SourceSpan span)
{
    public SourceSpan Span { get; } = span;
}

sealed class BoundConditional(
    BoundExpression condition,
    ImmutableArray<BoundStatement> then,
    ImmutableArray<BoundStatement> otherwise,
    SourceSpan span) : BoundStatement(span)
{
    public BoundExpression Condition { get; } = condition;

    public ImmutableArray<BoundStatement> Then { get; } = then;

    public ImmutableArray<BoundStatement> Else { get; } = otherwise;
}

sealed class BoundAssignment(BoundSeries target, BoundExpression value, bool add, SourceSpan span) : BoundStatement(span)
{
    public BoundSeries Target { get; } = target;

    public BoundExpression Value { get; } = value;

    public bool Add { get; } = add;
}

sealed class BoundTry(ImmutableArray<BoundStatement> body, ImmutableArray<BoundStatement>? otherwise, SourceSpan span)
    : BoundStatement(span)
{
    public ImmutableArray<BoundStatement> Body { get; } = body;

    public ImmutableArray<BoundStatement>? Else { get; } = otherwise;
}

sealed class BoundDelete(BoundSeries target, TimeSpan? after, SourceSpan span) : BoundStatement(span)
{
    public BoundSeries Target { get; } = target;

    public TimeSpan? After { get; } = after;
}

sealed class BoundEvaluate(BoundExpression expression, SourceSpan span) : BoundStatement(span)
{
    public BoundExpression Expression { get; } = expression;
}

sealed class BoundStop(SourceSpan span) : BoundStatement(span);

/// <summary>The hole of a decorator.</summary>
sealed class BoundNext(SourceSpan span) : BoundStatement(span);

/// <summary>A use of a decorator, with what goes into its hole.</summary>
sealed class BoundDecorated(DecoratorSymbol decorator, ImmutableArray<BoundStatement> body, SourceSpan span)
    : BoundStatement(span)
{
    public DecoratorSymbol Decorator { get; } = decorator;

    public ImmutableArray<BoundStatement> Body { get; } = body;
}

/// <summary>A whole program.</summary>
/// <param name="Metrics">Every metric, in the order of declaration.</param>
/// <param name="Begin">What runs once.</param>
/// <param name="Body">What runs for each line.</param>
/// <param name="Sources">The only sources it wants; empty for all.</param>
sealed record BoundProgram(
    ImmutableArray<MetricSymbol> Metrics,
    ImmutableArray<BoundStatement> Begin,
    ImmutableArray<BoundStatement> Body,
    ImmutableArray<string> Sources);
