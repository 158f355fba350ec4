namespace LogMetrics.Runtime.Execution;

sealed class IntLiteralNode(long value) : IntNode
{
    public override bool TryEvaluate(LineContext line, out long result)
    {
        result = value;
        return true;
    }
}

sealed class FloatLiteralNode(double value) : FloatNode
{
    public override bool TryEvaluate(LineContext line, out double result)
    {
        result = value;
        return true;
    }
}

sealed class StringLiteralNode(byte[] text) : StringNode
{
    readonly StringValue _value = StringValue.Of(text);

    public override bool TryEvaluate(LineContext line, out StringValue result)
    {
        result = _value;
        return true;
    }

    public override bool TryRead(LineContext line, out ReadOnlySpan<byte> bytes)
    {
        bytes = text;
        return true;
    }
}
