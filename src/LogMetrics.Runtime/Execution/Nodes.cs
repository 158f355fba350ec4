namespace LogMetrics.Runtime.Execution;

/// <summary>A statement that can run. Its program's fields are bound in it: running looks nothing up.</summary>
abstract class StatementNode
{
    /// <summary>Runs it.</summary>
    /// <returns>False when the program ends for this line: by <c>stop</c>, or by an error that the line then holds.</returns>
    public abstract bool Run(LineContext line);

    /// <summary>Runs statements until one ends the program.</summary>
    public static bool RunAll(StatementNode[] statements, LineContext line)
    {
        foreach (StatementNode statement in statements)
        {
            if (!statement.Run(line))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>An expression that can be evaluated. False from any of its methods is a runtime error that the line then
/// holds: nothing is thrown on the way of a line.</summary>
abstract class ExpressionNode
{
    /// <summary>Evaluates it for its effects and errors.</summary>
    public abstract bool TryRun(LineContext line);
}

/// <summary>An expression of kind Int.</summary>
abstract class IntNode : ExpressionNode
{
    public abstract bool TryEvaluate(LineContext line, out long value);

    public sealed override bool TryRun(LineContext line) => TryEvaluate(line, out _);
}

/// <summary>An expression of kind Float.</summary>
abstract class FloatNode : ExpressionNode
{
    public abstract bool TryEvaluate(LineContext line, out double value);

    public sealed override bool TryRun(LineContext line) => TryEvaluate(line, out _);
}

/// <summary>An expression of kind String.</summary>
abstract class StringNode : ExpressionNode
{
    public abstract bool TryEvaluate(LineContext line, out StringValue value);

    /// <summary>The same for who looks at the bytes at once: a span on the stack costs less than a slice that may be kept.</summary>
    public virtual bool TryRead(LineContext line, out ReadOnlySpan<byte> bytes)
    {
        bool evaluated = TryEvaluate(line, out StringValue value);
        bytes = value.Bytes;
        return evaluated;
    }

    public sealed override bool TryRun(LineContext line) => TryEvaluate(line, out _);
}

/// <summary>An expression of kind Bool.</summary>
abstract class BoolNode : ExpressionNode
{
    public abstract bool TryEvaluate(LineContext line, out bool value);

    public sealed override bool TryRun(LineContext line) => TryEvaluate(line, out _);
}
