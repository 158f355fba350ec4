using LogMetrics.Compiler.Programs;

namespace LogMetrics.Runtime.Execution.Builtins;

/// <summary><c>timestamp()</c>: the time register in seconds, else the clock.</summary>
sealed class TimestampNode : IntNode
{
    public override bool TryEvaluate(LineContext line, out long value)
    {
        value = line.TimeSeconds;
        return true;
    }
}

/// <summary><c>settime(seconds)</c>.</summary>
sealed class SetTimeNode(IntNode seconds) : ExpressionNode
{
    public override bool TryRun(LineContext line)
    {
        if (!seconds.TryEvaluate(line, out long value))
        {
            return false;
        }

        line.SetTime(new UnixTime(value, 0));
        return true;
    }
}
