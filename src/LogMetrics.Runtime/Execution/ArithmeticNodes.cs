using LogMetrics.Compiler.Programs;

namespace LogMetrics.Runtime.Execution;

/// <summary>An operator on two integers; the error is for those that can fail: division by zero, a shift count.</summary>
sealed class IntArithmeticNode(ArithmeticOperator op, IntNode left, IntNode right, ErrorPlace error) : IntNode
{
    public override bool TryEvaluate(LineContext line, out long value)
    {
        value = 0;
        if (!left.TryEvaluate(line, out long a) || !right.TryEvaluate(line, out long b))
        {
            return false;
        }

        bool defined = op switch
        {
            ArithmeticOperator.Divide or ArithmeticOperator.Modulo => b != 0,
            ArithmeticOperator.ShiftLeft or ArithmeticOperator.ShiftRight => b is >= 0 and < int.MaxValue,
            _ => true,
        };
        if (!defined)
        {
            return line.Fail(error);
        }

        value = unchecked(op switch
        {
            ArithmeticOperator.Add => a + b,
            ArithmeticOperator.Subtract => a - b,
            ArithmeticOperator.Multiply => a * b,

            // The processor traps on the smallest integer divided by -1.
            ArithmeticOperator.Divide => b == -1 ? -a : a / b,
            ArithmeticOperator.Modulo => b == -1 ? 0 : a % b,
            ArithmeticOperator.Power => Power.Truncate(Power.Of(a, b)),
            ArithmeticOperator.BitAnd => a & b,
            ArithmeticOperator.BitOr => a | b,
            ArithmeticOperator.BitXor => a ^ b,
            ArithmeticOperator.ShiftLeft => b > 63 ? 0 : a << (int)b,
            _ => a >> (int)Math.Min(b, 63),
        });
        return true;
    }
}

sealed class FloatArithmeticNode(ArithmeticOperator op, FloatNode left, FloatNode right) : FloatNode
{
    public override bool TryEvaluate(LineContext line, out double value)
    {
        value = 0;
        if (!left.TryEvaluate(line, out double a) || !right.TryEvaluate(line, out double b))
        {
            return false;
        }

        value = op switch
        {
            ArithmeticOperator.Add => a + b,
            ArithmeticOperator.Subtract => a - b,
            ArithmeticOperator.Multiply => a * b,
            ArithmeticOperator.Divide => a / b,
            ArithmeticOperator.Modulo => a % b,
            _ => Power.Of(a, b),
        };
        return true;
    }
}

sealed class ConcatenateNode(StringNode left, StringNode right, ErrorPlace tooMuch) : StringNode
{
    public override bool TryEvaluate(LineContext line, out StringValue value)
    {
        value = StringValue.Empty;
        if (!left.TryEvaluate(line, out StringValue a) || !right.TryEvaluate(line, out StringValue b))
        {
            return false;
        }

        if (!line.Scratch.TryReserve((long)a.Length + b.Length, out Span<byte> room))
        {
            return line.Fail(tooMuch);
        }

        a.Bytes.CopyTo(room);
        b.Bytes.CopyTo(room[a.Length..]);
        value = line.Scratch.Take(a.Length + b.Length);
        return true;
    }
}

sealed class ComplementNode(IntNode operand) : IntNode
{
    public override bool TryEvaluate(LineContext line, out long value)
    {
        bool evaluated = operand.TryEvaluate(line, out long number);
        value = ~number;
        return evaluated;
    }
}
