using LogMetrics.Runtime.Metrics;

namespace LogMetrics.Runtime.Execution;

sealed class ConditionalNode(BoolNode condition, StatementNode[] then, StatementNode[] otherwise) : StatementNode
{
    /// <summary>The pattern without which it does nothing; null when there is no one such pattern.</summary>
    public MatchLineNode? Gate => otherwise.Length == 0 && condition is MatchLineNode { IsNegated: false } gate ? gate : null;

    /// <summary>What runs when the condition holds.</summary>
    public StatementNode[] Then => then;

    public override bool Run(LineContext line)
    {
        if (!condition.TryEvaluate(line, out bool holds))
        {
            return false;
        }

        if (!holds)
        {
            return RunAll(otherwise, line);
        }

        line.Matched = false;
        if (!RunAll(then, line))
        {
            return false;
        }

        line.Matched = true;
        return true;
    }
}

sealed class StopNode : StatementNode
{
    public override bool Run(LineContext line) => false;
}

sealed class EvaluateNode(ExpressionNode expression) : StatementNode
{
    public override bool Run(LineContext line) => expression.TryRun(line);
}

/// <summary>Adds one to a series, or takes one away: what programs do most, without the way through expressions.</summary>
sealed class CountNode(SeriesNode target, bool decrement) : StatementNode
{
    readonly long _step = decrement ? -1 : 1;

    public override bool Run(LineContext line)
    {
        if (!target.TryGetOrAdd(line, out Series series))
        {
            return false;
        }

        var counter = (IntSeries)series;
        counter.Value = unchecked(counter.Value + _step);
        counter.UpdatedNanoseconds = line.StampNanoseconds;
        return true;
    }
}

// In each of these the series is found, or made, before the value is evaluated: when the value fails, a series with the
// value zero stays behind.
sealed class AssignIntNode(SeriesNode target, IntNode value) : StatementNode
{
    public override bool Run(LineContext line)
    {
        if (!target.TryGetOrAdd(line, out Series series) || !value.TryEvaluate(line, out long amount))
        {
            return false;
        }

        ((IntSeries)series).Value = amount;
        series.UpdatedNanoseconds = line.StampNanoseconds;
        return true;
    }
}

sealed class AssignFloatNode(SeriesNode target, FloatNode value) : StatementNode
{
    public override bool Run(LineContext line)
    {
        if (!target.TryGetOrAdd(line, out Series series) || !value.TryEvaluate(line, out double amount))
        {
            return false;
        }

        ((FloatSeries)series).Value = amount;
        series.UpdatedNanoseconds = line.StampNanoseconds;
        return true;
    }
}

sealed class AssignTextNode(SeriesNode target, StringNode value) : StatementNode
{
    public override bool Run(LineContext line)
    {
        if (!target.TryGetOrAdd(line, out Series series) || !value.TryEvaluate(line, out StringValue text))
        {
            return false;
        }

        ((TextSeries)series).Set(text.Bytes);
        series.UpdatedNanoseconds = line.StampNanoseconds;
        return true;
    }
}

sealed class ObserveNode(SeriesNode target, FloatNode value) : StatementNode
{
    public override bool Run(LineContext line)
    {
        if (!target.TryGetOrAdd(line, out Series series) || !value.TryEvaluate(line, out double observation))
        {
            return false;
        }

        ((HistogramSeries)series).Observe(observation);
        series.UpdatedNanoseconds = line.StampNanoseconds;
        return true;
    }
}

sealed class DeleteNode(SeriesNode target) : StatementNode
{
    public override bool Run(LineContext line) => target.TryRemove(line);
}

sealed class ExpireNode(SeriesNode target, TimeSpan after, ErrorPlace missing) : StatementNode
{
    public override bool Run(LineContext line)
    {
        if (!target.TryFind(line, out Series? series))
        {
            return false;
        }

        if (series is null)
        {
            return line.Fail(missing);
        }

        series.Expiry = after;
        return true;
    }
}
