namespace LogMetrics.Runtime.Execution;

// One of two values: only the one that is chosen is evaluated.
sealed class ChooseIntNode(BoolNode condition, IntNode then, IntNode otherwise) : IntNode
{
    public override bool TryEvaluate(LineContext line, out long value)
    {
        value = 0;
        return condition.TryEvaluate(line, out bool holds) && (holds ? then : otherwise).TryEvaluate(line, out value);
    }
}

sealed class ChooseFloatNode(BoolNode condition, FloatNode then, FloatNode otherwise) : FloatNode
{
    public override bool TryEvaluate(LineContext line, out double value)
    {
        value = 0;
        return condition.TryEvaluate(line, out bool holds) && (holds ? then : otherwise).TryEvaluate(line, out value);
    }
}

sealed class ChooseStringNode(BoolNode condition, StringNode then, StringNode otherwise) : StringNode
{
    public override bool TryEvaluate(LineContext line, out StringValue value)
    {
        value = StringValue.Empty;
        return condition.TryEvaluate(line, out bool holds) && (holds ? then : otherwise).TryEvaluate(line, out value);
    }
}
