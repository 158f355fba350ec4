namespace LogMetrics.Compiler.Language.Syntax;

/// <summary>The groups that operators fall into; the members of each stand side by side in <see cref="BinaryOperator"/>.</summary>
static class BinaryOperators
{
    public static bool IsArithmetic(this BinaryOperator op) => op <= BinaryOperator.Power;

    public static bool IsBitwise(this BinaryOperator op) =>
        op is >= BinaryOperator.BitAnd and <= BinaryOperator.ShiftRight;

    public static bool IsComparison(this BinaryOperator op) =>
        op is >= BinaryOperator.Less and <= BinaryOperator.NotEqual;

    public static bool IsMatch(this BinaryOperator op) => op is BinaryOperator.Match or BinaryOperator.NotMatch;

    public static bool IsLogical(this BinaryOperator op) => op is BinaryOperator.And or BinaryOperator.Or;
}
