using LogMetrics.Compiler.Programs;

namespace LogMetrics.Runtime.Execution.Builtins;

/// <summary><c>strptime(text, "layout")</c>: sets the time register.</summary>
sealed class ParseTimeNode(TimeText text) : ExpressionNode
{
    public override bool TryRun(LineContext line)
    {
        bool isRead = text.TryRead(line, out UnixTime time);
        if (isRead)
        {
            line.SetTime(time);
        }

        return isRead;
    }
}
