using LogMetrics.Compiler.Programs;

namespace LogMetrics.Runtime.Execution.Builtins;

/// <summary><c>timestamp(text, "layout")</c>: the time in a text, in seconds since 1970 with their fraction.</summary>
sealed class ReadTimeNode(TimeText text) : FloatNode
{
    public override bool TryEvaluate(LineContext line, out double value)
    {
        bool isRead = text.TryRead(line, out UnixTime time);

        // The same product as in templates, so that both give the same last digit.
        value = isRead ? time.TotalNanoseconds * 1e-9 : 0;
        return isRead;
    }
}
