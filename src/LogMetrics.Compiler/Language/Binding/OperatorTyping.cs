using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Language.Syntax;

namespace LogMetrics.Compiler.Language.Binding;

/// <summary>Which types operators take and give, and which operands are converted first.</summary>
sealed class OperatorTyping(DiagnosticBag diagnostics)
{
    /// <summary>Arithmetic, bits or a comparison of two operands in which nothing was wrong.</summary>
    public BoundExpression Apply(BinarySyntax binary, BoundExpression left, BoundExpression right) =>
        ConstantFolding.Fold(binary.Operator, left, right, binary.Span, diagnostics)
        ?? (binary.Operator.IsArithmetic() ? Arithmetic(binary, left, right)
            : binary.Operator.IsBitwise() ? Bitwise(binary, left, right)
            : Comparison(binary, left, right));

    BoundExpression Arithmetic(BinarySyntax binary, BoundExpression left, BoundExpression right)
    {
        if (binary.Operator is BinaryOperator.Divide or BinaryOperator.Modulo && right is BoundInt { Value: 0 })
        {
            ConstantFolding.DivisionByZero(right.Span, diagnostics);
            return new BoundError(binary.Span);
        }

        if (CommonType(binary.Span, binary.OperatorSpan.Text.ToString(), left, right) is not { } type)
        {
            return new BoundError(binary.Span);
        }

        return new BoundBinary(
            binary.Operator, Convert(left, type), Convert(right, type), type, binary.Span);
    }

    /// <summary>One of two values in which nothing was wrong.</summary>
    public BoundExpression Choose(ChoiceSyntax choice, BoundExpression condition, BoundExpression then, BoundExpression otherwise)
    {
        if (CommonType(choice.Span, "? :", then, otherwise) is not { } type)
        {
            return new BoundError(choice.Span);
        }

        if (type.Root is not TypeVariable && !type.Is(SimpleType.Int) && !type.Is(SimpleType.Float) && !type.Is(SimpleType.String))
        {
            diagnostics.Error(
                DiagnosticCode.TypeMismatch,
                choice.Span,
                $"`? :` chooses between numbers or strings, and this is {Describe(then)}",
                NoneHint(then) ?? "choose with a condition and `else`");
            return new BoundError(choice.Span);
        }

        return new BoundChoice(condition, Convert(then, type), Convert(otherwise, type), type, choice.Span);
    }

    BoundExpression Comparison(BinarySyntax binary, BoundExpression left, BoundExpression right)
    {
        if (CommonType(binary.Span, binary.OperatorSpan.Text.ToString(), left, right) is not { } type)
        {
            return new BoundError(binary.Span);
        }

        if (type.Is(SimpleType.String) && left.Type.Is(SimpleType.String) && left.Type is SimpleType
            && right.Type.Is(SimpleType.Int) && binary.Operator is not (BinaryOperator.Equal or BinaryOperator.NotEqual))
        {
            diagnostics.Warning(
                DiagnosticCode.TextComparison,
                binary.Span,
                $"`{left.Span.Text}` is a string, so this compares texts: \"10\" is less than \"9\"",
                left is BoundCapture
                    ? $"write `int({left.Span.Text}) {binary.OperatorSpan.Text} {right.Span.Text}`, or let the group be `(\\d+)`"
                    : "convert it with `int(…)`");
        }

        return new BoundBinary(binary.Operator, Convert(left, type), Convert(right, type), SimpleType.Bool, binary.Span);
    }

    /// <summary>The type both operands take, bound to both; null when that was reported.</summary>
    LanguageType? CommonType(SourceSpan span, string operation, BoundExpression left, BoundExpression right)
    {
        LanguageType? type = TypeRules.LeastUpperBound(left.Type, right.Type);
        if (type is null)
        {
            diagnostics.Error(
                left.Type.Is(SimpleType.None) || right.Type.Is(SimpleType.None)
                    ? DiagnosticCode.UntypedCapture
                    : DiagnosticCode.TypeMismatch,
                span,
                $"`{operation}` cannot work on {Describe(left)} and {Describe(right)}",
                NoneHint(left) ?? NoneHint(right));
            return null;
        }

        TypeRules.Unify(type, left.Type);
        TypeRules.Unify(type, right.Type);
        return type;
    }

    public static string Describe(BoundExpression operand) =>
        operand is BoundCapture && operand.Type.Is(SimpleType.None) ? "`$0`" : operand.Type.ToString();

    static string? NoneHint(BoundExpression operand) =>
        operand is BoundCapture && operand.Type.Is(SimpleType.None)
            ? "`$0` is good only as a label; put the pattern in parentheses and use `$1`"
            : null;

    static BoundExpression Convert(BoundExpression operand, LanguageType type) =>
        ReferenceEquals(operand.Type.Root, type.Root)
            ? operand
            : new BoundConversion(operand, type.Root, operand.Span);

    BoundExpression Bitwise(BinarySyntax binary, BoundExpression left, BoundExpression right)
    {
        string rule = $"`{binary.OperatorSpan.Text}` works on integers";
        bool fits = Expect(SimpleType.Int, left, rule) & Expect(SimpleType.Int, right, rule);
        return fits
            ? new BoundBinary(binary.Operator, left, right, SimpleType.Int, binary.Span)
            : new BoundError(binary.Span);
    }

    /// <summary>An operand must go together with a type; a metric of unknown type gets it.</summary>
    public bool Expect(SimpleType type, BoundExpression operand, string rule)
    {
        if (operand.Type.IsError)
        {
            return false;
        }

        if (TypeRules.Unify(operand.Type, type))
        {
            return true;
        }

        diagnostics.Error(
            operand.Type.Is(SimpleType.None) ? DiagnosticCode.UntypedCapture : DiagnosticCode.TypeMismatch,
            operand.Span,
            $"{rule}, and this is {Describe(operand)}",
            NoneHint(operand));
        return false;
    }
}
