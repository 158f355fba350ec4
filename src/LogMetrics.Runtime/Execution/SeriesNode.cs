using LogMetrics.Runtime.Metrics;

namespace LogMetrics.Runtime.Execution;

/// <summary>A reference to a series: evaluates the keys and asks the family.</summary>
/// <remarks>References share label values only where the keys are texts of the line: a key that itself reads a series with keys
/// must not fill what the reference around it is filling. A series that is made is stamped with the clock even where the program
/// has set the time: only changes carry the time of the line.</remarks>
sealed class SeriesNode(MetricFamily family, StringNode[] keys, LabelTuple tuple)
{
    Series?[] _byNumber = [];

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

        int number = tuple.Number;
        Series?[] byNumber = _byNumber;
        series = (uint)number < (uint)byNumber.Length && byNumber[number] is { IsGone: false } known ? known : LookUp(line, number);
        return true;
    }

    Series LookUp(LineContext line, int number)
    {
        Series series = family.GetOrAdd(tuple.Labels, line.ClockNanoseconds);

        // The series of what is over the limits is not that of these labels.
        if (number >= 0 && tuple.Labels.Key.SequenceEqual(series.Key))
        {
            if (number >= _byNumber.Length)
            {
                Array.Resize(ref _byNumber, Math.Max(4, 2 * number));
            }

            _byNumber[number] = series;
        }

        return series;
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
