using LogMetrics.Runtime.Metrics;

namespace LogMetrics.Runtime.Execution;

sealed class IntSeriesNode(SeriesNode reference) : IntNode
{
    public override bool TryEvaluate(LineContext line, out long value)
    {
        bool found = reference.TryGetOrAdd(line, out Series series);
        value = found ? ((IntSeries)series).Value : 0;
        return found;
    }
}

sealed class FloatSeriesNode(SeriesNode reference) : FloatNode
{
    public override bool TryEvaluate(LineContext line, out double value)
    {
        bool found = reference.TryGetOrAdd(line, out Series series);
        value = found ? ((FloatSeries)series).Value : 0;
        return found;
    }
}

sealed class TextSeriesNode(SeriesNode reference, ErrorPlace tooMuch) : StringNode
{
    public override bool TryEvaluate(LineContext line, out StringValue value)
    {
        value = StringValue.Empty;
        if (!reference.TryGetOrAdd(line, out Series series))
        {
            return false;
        }

        // The program may set the series again while it still uses this value.
        ReadOnlySpan<byte> text = ((TextSeries)series).Value;
        if (!line.Scratch.TryReserve(text.Length, out Span<byte> room))
        {
            return line.Fail(tooMuch);
        }

        text.CopyTo(room);
        value = line.Scratch.Take(text.Length);
        return true;
    }
}

sealed class IncrementNode(SeriesNode target, IntNode amount, bool decrement) : IntNode
{
    public override bool TryEvaluate(LineContext line, out long value)
    {
        value = 0;
        if (!target.TryGetOrAdd(line, out Series series) || !amount.TryEvaluate(line, out long change))
        {
            return false;
        }

        var counter = (IntSeries)series;
        value = unchecked(counter.Value + (decrement ? -change : change));
        counter.Value = value;
        counter.UpdatedNanoseconds = line.StampNanoseconds;
        return true;
    }
}
