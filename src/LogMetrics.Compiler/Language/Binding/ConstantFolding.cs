using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Language.Syntax;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Compiler.Language.Binding;

/// <summary>Calculates with numbers that are written in the program.</summary>
static class ConstantFolding
{
    /// <summary>The value of an operator on two numbers.</summary>
    /// <returns>Null when an operand is no number, or the operator is no arithmetic.</returns>
    public static BoundExpression? Fold(
        BinaryOperator op, BoundExpression left, BoundExpression right, SourceSpan span, DiagnosticBag diagnostics)
    {
        if (!op.IsArithmetic() || left is not (BoundInt or BoundFloat) || right is not (BoundInt or BoundFloat))
        {
            return null;
        }

        bool byZero = right is BoundInt { Value: 0 } or BoundFloat { Value: 0 };
        if (byZero && op is BinaryOperator.Divide or BinaryOperator.Modulo)
        {
            DivisionByZero(right.Span, diagnostics);
            return new BoundError(span);
        }

        return left is BoundInt leftInt && right is BoundInt rightInt
            ? new BoundInt(Fold(op, leftInt.Value, rightInt.Value), span)
            : new BoundFloat(Fold(op, ToDouble(left), ToDouble(right)), span);
    }

    public static void DivisionByZero(SourceSpan span, DiagnosticBag diagnostics) =>
        diagnostics.Error(DiagnosticCode.DivisionByZero, span, "this divides by zero", "divide by something else");

    static long Fold(BinaryOperator op, long left, long right) => op switch
    {
        BinaryOperator.Add => unchecked(left + right),
        BinaryOperator.Subtract => unchecked(left - right),
        BinaryOperator.Multiply => unchecked(left * right),
        BinaryOperator.Divide => right == -1 ? unchecked(-left) : left / right,
        BinaryOperator.Modulo => right == -1 ? 0 : left % right,
        _ => ToInt(Power.Of(left, right)),
    };

    static double Fold(BinaryOperator op, double left, double right) => op switch
    {
        BinaryOperator.Add => left + right,
        BinaryOperator.Subtract => left - right,
        BinaryOperator.Multiply => left * right,
        BinaryOperator.Divide => left / right,
        BinaryOperator.Modulo => left % right,
        _ => Power.Of(left, right),
    };

    /// <summary>As the machine does it: what does not fit is the smallest integer.</summary>
    static long ToInt(double value) =>
        value is >= long.MinValue and < -(double)long.MinValue ? (long)value : long.MinValue;

    static double ToDouble(BoundExpression number) => number is BoundInt integer ? integer.Value : ((BoundFloat)number).Value;
}
