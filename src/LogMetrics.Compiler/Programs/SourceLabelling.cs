using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;

namespace LogMetrics.Compiler.Programs;

/// <summary>Gives every metric of a program more keys, and every place that names a series their values: what is known of
/// the source of the line.</summary>
/// <remarks>A metric that has a key of that name keeps its own. A metric without keys then has one series for each source,
/// which begins with the first line that changes it.</remarks>
public sealed class SourceLabelling : ProgramVisitor<Statement, Expression>
{
    readonly ImmutableArray<ImmutableArray<string>> _added;

    SourceLabelling(ImmutableArray<ImmutableArray<string>> added) => _added = added;

    /// <summary>The program with the labels added.</summary>
    /// <param name="program">The program.</param>
    /// <param name="labels">Some of <see cref="SourceLabelNames.All"/>; empty adds none.</param>
    public static MetricProgram Add(MetricProgram program, ImmutableArray<string> labels)
    {
        if (labels.IsEmpty)
        {
            return program;
        }

        var labelling = new SourceLabelling(
            [.. program.Metrics.Select(metric => labels.Where(label => !metric.Keys.Contains(label)).ToImmutableArray())]);
        return program with
        {
            Metrics = [.. program.Metrics.Select((metric, slot) => metric with { Keys = metric.Keys.AddRange(labelling._added[slot]) })],
            Begin = labelling.All(program.Begin),
            Body = labelling.All(program.Body),
        };
    }

    /// <inheritdoc/>
    protected override Statement VisitConditional(ConditionalStatement node) =>
        node with { Condition = Visit(node.Condition), Then = All(node.Then), Else = All(node.Else) };

    /// <inheritdoc/>
    protected override Statement VisitAssign(AssignStatement node) =>
        node with { Target = Series(node.Target), Value = Visit(node.Value) };

    /// <inheritdoc/>
    protected override Statement VisitUpdate(UpdateStatement node) =>
        node with { Target = Series(node.Target), Value = Visit(node.Value) };

    /// <inheritdoc/>
    protected override Statement VisitTry(TryStatement node) =>
        node with { Body = All(node.Body), Else = node.Else is { } otherwise ? All(otherwise) : null };

    /// <inheritdoc/>
    protected override Statement VisitDelete(DeleteStatement node) => node with { Target = Series(node.Target) };

    /// <inheritdoc/>
    protected override Statement VisitDeleteMatching(DeleteMatchingStatement node) => node with
    {
        Keys = [.. node.Keys.Select(key => key is null ? null : Visit(key)), .. Labels(node.MetricSlot, node.Span)],
    };

    /// <inheritdoc/>
    protected override Statement VisitStop(StopStatement node) => node;

    /// <inheritdoc/>
    protected override Statement VisitEvaluate(EvaluateStatement node) => node with { Expression = Visit(node.Expression) };

    /// <inheritdoc/>
    protected override Expression VisitInt(IntLiteral node) => node;

    /// <inheritdoc/>
    protected override Expression VisitFloat(FloatLiteral node) => node;

    /// <inheritdoc/>
    protected override Expression VisitString(StringLiteral node) => node;

    /// <inheritdoc/>
    protected override Expression VisitCapture(CaptureExpression node) => node;

    /// <inheritdoc/>
    protected override Expression VisitDefined(DefinedExpression node) => node;

    /// <inheritdoc/>
    protected override Expression VisitSeries(SeriesExpression node) => node with { Series = Series(node.Series) };

    /// <inheritdoc/>
    protected override Expression VisitIncrement(IncrementExpression node) =>
        node with { Target = Series(node.Target), Amount = node.Amount is null ? null : Visit(node.Amount) };

    /// <inheritdoc/>
    protected override Expression VisitConvert(ConvertExpression node) => node with { Operand = Visit(node.Operand) };

    /// <inheritdoc/>
    protected override Expression VisitConstantTruth(ConstantTruthExpression node) => node with { Operand = Visit(node.Operand) };

    /// <inheritdoc/>
    protected override Expression VisitArithmetic(ArithmeticExpression node) =>
        node with { Left = Visit(node.Left), Right = Visit(node.Right) };

    /// <inheritdoc/>
    protected override Expression VisitComplement(ComplementExpression node) => node with { Operand = Visit(node.Operand) };

    /// <inheritdoc/>
    protected override Expression VisitCompare(CompareExpression node) =>
        node with { Left = Visit(node.Left), Right = Visit(node.Right) };

    /// <inheritdoc/>
    protected override Expression VisitLogical(LogicalExpression node) =>
        node with { Left = Visit(node.Left), Right = Visit(node.Right) };

    /// <inheritdoc/>
    protected override Expression VisitMatch(MatchExpression node) =>
        node with { Subject = node.Subject is null ? null : Visit(node.Subject) };

    /// <inheritdoc/>
    protected override Expression VisitReplaceMatches(ReplaceMatchesExpression node) =>
        node with { Replacement = Visit(node.Replacement), Subject = Visit(node.Subject) };

    /// <inheritdoc/>
    protected override Expression VisitChoice(ChoiceExpression node) =>
        node with { Condition = Visit(node.Condition), Then = Visit(node.Then), Else = Visit(node.Else) };

    /// <inheritdoc/>
    protected override Expression VisitOtherwise(OtherwiseExpression node) => node;

    /// <inheritdoc/>
    protected override Expression VisitCall(CallExpression node) => node with { Arguments = All(node.Arguments) };

    /// <inheritdoc/>
    protected override Expression VisitTextFunction(TextFunctionExpression node) => node with { Arguments = All(node.Arguments) };

    /// <inheritdoc/>
    protected override Expression VisitSourceMatch(SourceMatchExpression node) => node;

    /// <inheritdoc/>
    protected override Expression VisitFail(FailExpression node) => node with { Operands = All(node.Operands) };

    ImmutableArray<Statement> All(ImmutableArray<Statement> statements) => [.. statements.Select(Visit)];

    ImmutableArray<Expression> All(ImmutableArray<Expression> expressions) => [.. expressions.Select(Visit)];

    SeriesReference Series(SeriesReference series) =>
        series with { Keys = [.. series.Keys.Select(Visit), .. Labels(series.MetricSlot, series.Span)] };

    IEnumerable<Expression> Labels(int slot, SourceSpan span) => _added[slot].Select(
        label => new CallExpression(Builtin.SourceLabel, [new StringLiteral(label, span)], ValueKind.String, span));
}
