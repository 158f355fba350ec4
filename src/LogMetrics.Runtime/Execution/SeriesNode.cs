using LogMetrics.Runtime.Metrics;

namespace LogMetrics.Runtime.Execution;

/// <summary>A reference to a series: evaluates the keys and asks the family.</summary>
/// <remarks>Each reference fills label values of its own, because a key may itself read a series with keys. A series that is
/// made is stamped with the clock even where the program has set the time: only changes carry the time of the line.</remarks>
sealed class SeriesNode(MetricFamily family, StringNode[] keys, LabelValues labels)
{
    /// <summary>The series, made when it is missing.</summary>
    public bool TryGetOrAdd(LineContext line, out Series series)
    {
        if (keys.Length == 0)
        {
            series = family.GetOrAdd(line.ClockNanoseconds);
            return true;
        }

        if (!TryFillLabels(line))
        {
            series = null!;
            return false;
        }

        series = family.GetOrAdd(labels, line.ClockNanoseconds);
        return true;
    }

    /// <summary>The series, null when it is missing.</summary>
    public bool TryFind(LineContext line, out Series? series)
    {
        bool filled = TryFillLabels(line);
        series = filled ? family.Find(labels) : null;
        return filled;
    }

    /// <summary>Removes the series if it is there.</summary>
    public bool TryRemove(LineContext line)
    {
        if (!TryFillLabels(line))
        {
            return false;
        }

        family.Remove(labels);
        return true;
    }

    bool TryFillLabels(LineContext line)
    {
        labels.Clear();
        foreach (StringNode key in keys)
        {
            if (!key.TryEvaluate(line, out StringValue value))
            {
                return false;
            }

            labels.Add(value.Bytes);
        }

        return true;
    }
}
