namespace LogMetrics.Compiler.Programs;

/// <summary>
/// One method for each node of a program, all abstract: a new node does not compile until every visitor has met it.
/// </summary>
/// <typeparam name="TStatement">What visiting a statement gives.</typeparam>
/// <typeparam name="TExpression">What visiting an expression gives.</typeparam>
public abstract class ProgramVisitor<TStatement, TExpression>
{
    /// <summary>Calls the method of the statement's case.</summary>
    public TStatement Visit(Statement statement) => statement switch
    {
        ConditionalStatement node => VisitConditional(node),
        AssignStatement node => VisitAssign(node),
        UpdateStatement node => VisitUpdate(node),
        TryStatement node => VisitTry(node),
        DeleteStatement node => VisitDelete(node),
        DeleteMatchingStatement node => VisitDeleteMatching(node),
        StopStatement node => VisitStop(node),
        EvaluateStatement node => VisitEvaluate(node),
        _ => throw new System.Diagnostics.UnreachableException(statement.GetType().Name),
    };

    /// <summary>Calls the method of the expression's case.</summary>
    public TExpression Visit(Expression expression) => expression switch
    {
        IntLiteral node => VisitInt(node),
        FloatLiteral node => VisitFloat(node),
        StringLiteral node => VisitString(node),
        CaptureExpression node => VisitCapture(node),
        DefinedExpression node => VisitDefined(node),
        SeriesExpression node => VisitSeries(node),
        IncrementExpression node => VisitIncrement(node),
        ConvertExpression node => VisitConvert(node),
        ConstantTruthExpression node => VisitConstantTruth(node),
        ArithmeticExpression node => VisitArithmetic(node),
        ComplementExpression node => VisitComplement(node),
        CompareExpression node => VisitCompare(node),
        LogicalExpression node => VisitLogical(node),
        MatchExpression node => VisitMatch(node),
        ReplaceMatchesExpression node => VisitReplaceMatches(node),
        ChoiceExpression node => VisitChoice(node),
        OtherwiseExpression node => VisitOtherwise(node),
        CallExpression node => VisitCall(node),
        TextFunctionExpression node => VisitTextFunction(node),
        SourceMatchExpression node => VisitSourceMatch(node),
        FailExpression node => VisitFail(node),
        _ => throw new System.Diagnostics.UnreachableException(expression.GetType().Name),
    };

#pragma warning disable CS1591 // Each method is documented by the node it takes.
    protected abstract TStatement VisitConditional(ConditionalStatement node);

    protected abstract TStatement VisitAssign(AssignStatement node);

    protected abstract TStatement VisitUpdate(UpdateStatement node);

    protected abstract TStatement VisitTry(TryStatement node);

    protected abstract TStatement VisitDelete(DeleteStatement node);

    protected abstract TStatement VisitDeleteMatching(DeleteMatchingStatement node);

    protected abstract TStatement VisitStop(StopStatement node);

    protected abstract TStatement VisitEvaluate(EvaluateStatement node);

    protected abstract TExpression VisitInt(IntLiteral node);

    protected abstract TExpression VisitFloat(FloatLiteral node);

    protected abstract TExpression VisitString(StringLiteral node);

    protected abstract TExpression VisitCapture(CaptureExpression node);

    protected abstract TExpression VisitDefined(DefinedExpression node);

    protected abstract TExpression VisitSeries(SeriesExpression node);

    protected abstract TExpression VisitIncrement(IncrementExpression node);

    protected abstract TExpression VisitConvert(ConvertExpression node);

    protected abstract TExpression VisitConstantTruth(ConstantTruthExpression node);

    protected abstract TExpression VisitArithmetic(ArithmeticExpression node);

    protected abstract TExpression VisitComplement(ComplementExpression node);

    protected abstract TExpression VisitCompare(CompareExpression node);

    protected abstract TExpression VisitLogical(LogicalExpression node);

    protected abstract TExpression VisitMatch(MatchExpression node);

    protected abstract TExpression VisitReplaceMatches(ReplaceMatchesExpression node);

    protected abstract TExpression VisitChoice(ChoiceExpression node);

    protected abstract TExpression VisitOtherwise(OtherwiseExpression node);

    protected abstract TExpression VisitCall(CallExpression node);

    protected abstract TExpression VisitTextFunction(TextFunctionExpression node);

    protected abstract TExpression VisitSourceMatch(SourceMatchExpression node);

    protected abstract TExpression VisitFail(FailExpression node);
#pragma warning restore CS1591
}
