using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace LogMetrics.Compiler.Programs;

/// <summary>Writes statements as indented lines, and expressions as text within them.</summary>
sealed class NodePrinter(MetricProgram program, StringBuilder text) : ProgramVisitor<StringBuilder, string>
{
    int _depth;

    public void Append(ImmutableArray<Statement> statements, int depth)
    {
        int outer = _depth;
        _depth = depth;
        foreach (Statement statement in statements)
        {
            Visit(statement);
        }

        _depth = outer;
    }

    public static string Quote(string value) => '"' + value.Replace("\"", "\\\"", StringComparison.Ordinal) + '"';

    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static string Lower<T>(T member)
        where T : struct, Enum => member.ToString().ToLowerInvariant();

    protected override StringBuilder VisitConditional(ConditionalStatement node)
    {
        Line("if " + Visit(node.Condition));
        Append(node.Then, _depth + 1);
        if (!node.Else.IsEmpty)
        {
            Line("else");
            Append(node.Else, _depth + 1);
        }

        return text;
    }

    protected override StringBuilder VisitAssign(AssignStatement node) => Line($"{Series(node.Target)} = {Visit(node.Value)}");

    protected override StringBuilder VisitUpdate(UpdateStatement node) =>
        Line($"{Lower(node.Update)} {Series(node.Target)} by {Visit(node.Value)}");

    protected override StringBuilder VisitDeleteMatching(DeleteMatchingStatement node) => Line(
        $"delete {program.Metrics[node.MetricSlot].Name}[{string.Join(", ", node.Keys.Select(key => key is null ? "*" : Visit(key)))}]");

    protected override StringBuilder VisitTry(TryStatement node)
    {
        Line("try");
        Append(node.Body, _depth + 1);
        if (node.Else is { } otherwise)
        {
            Line("else");
            Append(otherwise, _depth + 1);
        }

        return text;
    }

    protected override StringBuilder VisitDelete(DeleteStatement node) => Line(
        "delete " + Series(node.Target)
        + (node.After is { } after ? string.Create(CultureInfo.InvariantCulture, $" after {after.TotalSeconds}s") : ""));

    protected override StringBuilder VisitStop(StopStatement node) => Line("stop");

    protected override StringBuilder VisitEvaluate(EvaluateStatement node) => Line(Visit(node.Expression));

    protected override string VisitInt(IntLiteral node) => node.Value.ToString(CultureInfo.InvariantCulture);

    protected override string VisitFloat(FloatLiteral node) => Number(node.Value) + "f";

    protected override string VisitString(StringLiteral node) => Quote(node.Value);

    protected override string VisitCapture(CaptureExpression node) => Capture(node.PatternSlot, [node.Group, .. node.OtherGroups]);

    protected override string VisitDefined(DefinedExpression node) => $"defined({Capture(node.PatternSlot, [node.Group, .. node.OtherGroups])})";

    protected override string VisitSeries(SeriesExpression node) => Series(node.Series);

    protected override string VisitIncrement(IncrementExpression node) =>
        $"{Series(node.Target)} {(node.Decrement ? "-=" : "+=")} {(node.Amount is null ? "1" : Visit(node.Amount))}";

    protected override string VisitConvert(ConvertExpression node) => $"{node.Conversion}({Visit(node.Operand)})";

    protected override string VisitConstantTruth(ConstantTruthExpression node) =>
        $"({Visit(node.Operand)}, {(node.Value ? "true" : "false")})";

    protected override string VisitArithmetic(ArithmeticExpression node) =>
        $"{Lower(node.Kind)}({Visit(node.Left)} {Sign(node.Operator)} {Visit(node.Right)})";

    protected override string VisitComplement(ComplementExpression node) => "~" + Visit(node.Operand);

    protected override string VisitCompare(CompareExpression node) =>
        $"({Visit(node.Left)} {Sign(node.Operator)}{(node.Dynamic ? "?" : "")} {Visit(node.Right)})";

    protected override string VisitLogical(LogicalExpression node) =>
        $"({Visit(node.Left)} {(node.IsAnd ? "and" : "or")} {Visit(node.Right)})";

    protected override string VisitMatch(MatchExpression node) =>
        $"{(node.Subject is null ? "line" : Visit(node.Subject))} {(node.Negated ? "!~" : "=~")} {node.PatternSlot}";

    protected override string VisitReplaceMatches(ReplaceMatchesExpression node) =>
        $"replace({node.PatternSlot}, {Visit(node.Replacement)}, {Visit(node.Subject)})";

    protected override string VisitChoice(ChoiceExpression node) =>
        $"({Visit(node.Condition)} ? {Visit(node.Then)} : {Visit(node.Else)})";

    protected override string VisitOtherwise(OtherwiseExpression node) => "otherwise";

    protected override string VisitCall(CallExpression node) =>
        $"{node.Builtin}({string.Join(", ", node.Arguments.Select(Visit))})";

    protected override string VisitTextFunction(TextFunctionExpression node) =>
        $"template({string.Join(", ", [Quote(node.Function.Text), .. node.Arguments.Select(Visit)])})";

    protected override string VisitSourceMatch(SourceMatchExpression node) =>
        $"source in ({string.Join(", ", node.Globs.Select(Quote))})";

    protected override string VisitFail(FailExpression node) =>
        $"fail({string.Join(", ", [node.Error.ToString(), .. node.Operands.Select(Visit)])})";

    string Series(SeriesReference series) =>
        program.Metrics[series.MetricSlot].Name
        + (series.Keys.IsEmpty ? "" : $"[{string.Join(", ", series.Keys.Select(Visit))}]");

    static string Capture(int slot, ImmutableArray<int> groups) =>
        string.Create(CultureInfo.InvariantCulture, $"${slot}.{string.Join('|', groups)}");

    static string Sign(ArithmeticOperator op) => op switch
    {
        ArithmeticOperator.Add => "+",
        ArithmeticOperator.Subtract => "-",
        ArithmeticOperator.Multiply => "*",
        ArithmeticOperator.Divide => "/",
        ArithmeticOperator.Modulo => "%",
        ArithmeticOperator.Power => "**",
        ArithmeticOperator.BitAnd => "&",
        ArithmeticOperator.BitOr => "|",
        ArithmeticOperator.BitXor => "^",
        ArithmeticOperator.ShiftLeft => "<<",
        _ => ">>",
    };

    static string Sign(ComparisonOperator op) => op switch
    {
        ComparisonOperator.Less => "<",
        ComparisonOperator.LessOrEqual => "<=",
        ComparisonOperator.Greater => ">",
        ComparisonOperator.GreaterOrEqual => ">=",
        ComparisonOperator.Equal => "==",
        _ => "!=",
    };

    StringBuilder Line(string line) => text.Append(' ', 2 * _depth).Append(line).Append('\n');
}
