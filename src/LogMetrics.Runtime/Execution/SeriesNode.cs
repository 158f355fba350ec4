using LogMetrics.Runtime.Metrics;

namespace LogMetrics.Runtime.Execution;

/// <summary>A reference to a series: evaluates the keys and asks the family.</summary>
/// <remarks>References share label values only where the keys are texts of the line: a key that itself reads a series with keys
/// must not fill what the reference around it is filling. A series that is made is stamped with the clock even where the program
/// has set the time: only changes carry the time of the line.</remarks>
sealed class SeriesNode(MetricFamily family, StringNode[] keys, LabelTuple tuple)
{
    /// <summary>The series, made when it is missing.</summary>
    public bool TryGetOrAdd(LineContext line, out Series series)
    {
        if (keys.Length == 0)
        {
            series = family.GetOrAdd(line.ClockNanoseconds);
            return true;
        }

        if (!tuple.TryFill(line, keys))
        {
            series = null!;
            return false;
        }

        series = family.GetOrAdd(tuple.Labels, line.ClockNanoseconds);
        return true;
    }

    /// <summary>The series, null when it is missing.</summary>
    public bool TryFind(LineContext line, out Series? series)
    {
        bool filled = tuple.TryFill(line, keys);
        series = filled ? family.Find(tuple.Labels) : null;
        return filled;
    }

    /// <summary>Removes the series if it is there.</summary>
    public bool TryRemove(LineContext line)
    {
        if (!tuple.TryFill(line, keys))
        {
            return false;
        }

        family.Remove(tuple.Labels);
        return true;
    }
}
