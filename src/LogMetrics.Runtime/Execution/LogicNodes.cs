namespace LogMetrics.Runtime.Execution;

sealed class AndNode(BoolNode left, BoolNode right) : BoolNode
{
    public override bool TryEvaluate(LineContext line, out bool value) =>
        left.TryEvaluate(line, out value) && (!value || right.TryEvaluate(line, out value));
}

sealed class OrNode(BoolNode left, BoolNode right) : BoolNode
{
    public override bool TryEvaluate(LineContext line, out bool value) =>
        left.TryEvaluate(line, out value) && (value || right.TryEvaluate(line, out value));
}

sealed class ConstantTruthNode(ExpressionNode operand, bool truth) : BoolNode
{
    public override bool TryEvaluate(LineContext line, out bool value)
    {
        value = truth;
        return operand.TryRun(line);
    }
}

sealed class OtherwiseNode : BoolNode
{
    public override bool TryEvaluate(LineContext line, out bool value)
    {
        value = !line.Matched;
        return true;
    }
}

sealed class FailIntNode(ExpressionNode[] operands, ErrorPlace error) : IntNode
{
    public override bool TryEvaluate(LineContext line, out long value)
    {
        value = 0;
        return Failure.Run(operands, error, line);
    }
}

sealed class FailFloatNode(ExpressionNode[] operands, ErrorPlace error) : FloatNode
{
    public override bool TryEvaluate(LineContext line, out double value)
    {
        value = 0;
        return Failure.Run(operands, error, line);
    }
}

sealed class FailStringNode(ExpressionNode[] operands, ErrorPlace error) : StringNode
{
    public override bool TryEvaluate(LineContext line, out StringValue value)
    {
        value = StringValue.Empty;
        return Failure.Run(operands, error, line);
    }
}

sealed class FailBoolNode(ExpressionNode[] operands, ErrorPlace error) : BoolNode
{
    public override bool TryEvaluate(LineContext line, out bool value)
    {
        value = false;
        return Failure.Run(operands, error, line);
    }
}

sealed class FailNode(ExpressionNode[] operands, ErrorPlace error) : ExpressionNode
{
    public override bool TryRun(LineContext line) => Failure.Run(operands, error, line);
}

static class Failure
{
    /// <summary>Evaluates operands, one of which may fail with an error of its own, and fails.</summary>
    public static bool Run(ExpressionNode[] operands, ErrorPlace error, LineContext line)
    {
        foreach (ExpressionNode operand in operands)
        {
            if (!operand.TryRun(line))
            {
                return false;
            }
        }

        return line.Fail(error);
    }
}
