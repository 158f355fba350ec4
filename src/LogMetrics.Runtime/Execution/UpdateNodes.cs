using LogMetrics.Compiler.Programs;
using LogMetrics.Runtime.Metrics;

namespace LogMetrics.Runtime.Execution;

// In each of these the value and the keys are evaluated before the series is found, or made: an error leaves nothing behind.
sealed class UpdateFloatNode(SeriesNode target, FloatNode value, UpdateKind update, ErrorPlace negative) : StatementNode
{
    public override bool Run(LineContext line)
    {
        if (!value.TryEvaluate(line, out double amount))
        {
            return false;
        }

        if (update == UpdateKind.CountUp && amount < 0)
        {
            return line.Fail(negative);
        }

        if (!target.TryGetOrAdd(line, out Series series))
        {
            return false;
        }

        var number = (FloatSeries)series;
        number.Value = update == UpdateKind.Set ? amount : number.Value + amount;
        number.UpdatedNanoseconds = line.StampNanoseconds;
        return true;
    }
}

sealed class UpdateIntNode(SeriesNode target, IntNode value, UpdateKind update) : StatementNode
{
    public override bool Run(LineContext line)
    {
        if (!value.TryEvaluate(line, out long amount) || !target.TryGetOrAdd(line, out Series series))
        {
            return false;
        }

        var number = (IntSeries)series;
        number.Value = update == UpdateKind.Set ? amount : unchecked(number.Value + amount);
        number.UpdatedNanoseconds = line.StampNanoseconds;
        return true;
    }
}

sealed class UpdateTextNode(SeriesNode target, StringNode value, UpdateKind update, ErrorPlace tooMuch) : StatementNode
{
    public override bool Run(LineContext line)
    {
        if (!value.TryEvaluate(line, out StringValue text) || !target.TryGetOrAdd(line, out Series series))
        {
            return false;
        }

        var held = (TextSeries)series;
        if (update != UpdateKind.Set)
        {
            ReadOnlySpan<byte> before = held.Value;
            if (!line.Scratch.TryReserve((long)before.Length + text.Length, out Span<byte> room))
            {
                return line.Fail(tooMuch);
            }

            before.CopyTo(room);
            text.Bytes.CopyTo(room[before.Length..]);
            text = line.Scratch.Take(before.Length + text.Length);
        }

        held.Set(text.Bytes);
        held.UpdatedNanoseconds = line.StampNanoseconds;
        return true;
    }
}

sealed class UpdateHistogramNode(SeriesNode target, FloatNode value) : StatementNode
{
    public override bool Run(LineContext line)
    {
        if (!value.TryEvaluate(line, out double observation) || !target.TryGetOrAdd(line, out Series series))
        {
            return false;
        }

        ((HistogramSeries)series).Observe(observation);
        series.UpdatedNanoseconds = line.StampNanoseconds;
        return true;
    }
}

sealed class UpdateSummaryNode(SeriesNode target, FloatNode value) : StatementNode
{
    public override bool Run(LineContext line)
    {
        if (!value.TryEvaluate(line, out double observation) || !target.TryGetOrAdd(line, out Series series))
        {
            return false;
        }

        ((SummarySeries)series).Observe(observation, line.ClockNanoseconds);
        series.UpdatedNanoseconds = line.StampNanoseconds;
        return true;
    }
}

/// <summary>Removes the series that have certain label values.</summary>
sealed class DeleteMatchingNode(MetricFamily family, StringNode?[] keys) : StatementNode
{
    readonly LabelValues _label = new();
    readonly byte[]?[] _wanted = new byte[]?[keys.Length];

    public override bool Run(LineContext line)
    {
        for (int i = 0; i < keys.Length; i++)
        {
            if (keys[i] is not { } key)
            {
                continue;
            }

            if (!key.TryEvaluate(line, out StringValue value))
            {
                return false;
            }

            // As the series has it: cut and mended alike.
            _label.Clear();
            _label.Add(value.Bytes);
            ReadOnlySpan<byte> label = _label.Key;
            _wanted[i] = LabelValues.TakeValue(ref label).ToArray();
        }

        family.RemoveMatching(_wanted);
        return true;
    }
}
