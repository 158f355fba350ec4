using LogMetrics.Compiler.Programs;

namespace LogMetrics.Runtime.Execution;

sealed class CompareIntsNode(ComparisonOperator op, IntNode left, IntNode right) : BoolNode
{
    public override bool TryEvaluate(LineContext line, out bool value)
    {
        value = false;
        if (!left.TryEvaluate(line, out long a) || !right.TryEvaluate(line, out long b))
        {
            return false;
        }

        value = Comparison.Holds(op, a < b, a > b, a == b);
        return true;
    }
}

sealed class CompareFloatsNode(ComparisonOperator op, FloatNode left, FloatNode right) : BoolNode
{
    public override bool TryEvaluate(LineContext line, out bool value)
    {
        value = false;
        if (!left.TryEvaluate(line, out double a) || !right.TryEvaluate(line, out double b))
        {
            return false;
        }

        value = Comparison.Holds(op, a < b, a > b, a == b);
        return true;
    }
}

sealed class CompareStringsNode(ComparisonOperator op, StringNode left, StringNode right) : BoolNode
{
    public override bool TryEvaluate(LineContext line, out bool value)
    {
        value = false;
        if (!left.TryRead(line, out ReadOnlySpan<byte> a) || !right.TryRead(line, out ReadOnlySpan<byte> b))
        {
            return false;
        }

        value = Comparison.Holds(op, a, b);
        return true;
    }
}

/// <summary>Compares values whose kinds only the values settle: strings that read as numbers count as numbers.</summary>
sealed class CompareDynamicallyNode(
    ComparisonOperator op, ExpressionNode left, ExpressionNode right, ErrorPlace incomparable) : BoolNode
{
    public override bool TryEvaluate(LineContext line, out bool value)
    {
        value = false;
        if (!DynamicValue.TryEvaluate(left, line, out DynamicValue a)
            || !DynamicValue.TryEvaluate(right, line, out DynamicValue b))
        {
            return false;
        }

        if (a.IsInt && b.IsInt)
        {
            value = Comparison.Holds(op, a.Int < b.Int, a.Int > b.Int, a.Int == b.Int);
            return true;
        }

        // The left side decides: only when it is a text that is no number are two texts compared as such.
        if (!a.TryReadFloat(out double x))
        {
            value = Comparison.Holds(op, a.Text.Bytes, b.Text.Bytes);
            return b.IsText || line.Fail(incomparable, a.Text);
        }

        if (!b.TryReadFloat(out double y))
        {
            return line.Fail(incomparable, b.Text);
        }

        value = Comparison.Holds(op, x < y, x > y, x == y);
        return true;
    }
}

static class Comparison
{
    /// <summary>"At most" and "at least" are "not greater" and "not less", so they hold for NaN, as in mtail.</summary>
    public static bool Holds(ComparisonOperator op, bool less, bool greater, bool equal) => op switch
    {
        ComparisonOperator.Less => less,
        ComparisonOperator.LessOrEqual => !greater,
        ComparisonOperator.Greater => greater,
        ComparisonOperator.GreaterOrEqual => !less,
        ComparisonOperator.Equal => equal,
        _ => !equal,
    };

    public static bool Holds(ComparisonOperator op, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        if (op is ComparisonOperator.Equal or ComparisonOperator.NotEqual)
        {
            return a.SequenceEqual(b) == (op == ComparisonOperator.Equal);
        }

        int order = a.SequenceCompareTo(b);
        return Holds(op, order < 0, order > 0, order == 0);
    }
}
