namespace LogMetrics.Tests.Simulation;

/// <summary>What takes turns: while one of these does something, the others may do something in between.</summary>
enum Lane
{
    /// <summary>Writers, rotators, whoever kills and starts processes.</summary>
    World,

    /// <summary>What the exporter does beside reading: scrapes, saves, reloads.</summary>
    Serving,
}

/// <summary>What is going to happen, in the order of time; all of it on one thread.</summary>
sealed class Schedule(SimulatedClock clock)
{
    readonly PriorityQueue<Action, (TimeSpan Due, long Number)>[] _lanes = [new(), new()];
    readonly bool[] _isBusy = new bool[2];
    long _number;

    /// <summary>Lets something happen after a while.</summary>
    internal void After(TimeSpan delay, Lane lane, Action what) =>
        _lanes[(int)lane].Enqueue(what, (clock.Elapsed + delay, _number++));

    /// <summary>Lets everything happen that is due until a moment, which then is the present.</summary>
    internal void RunUntil(TimeSpan end, Func<bool> isInterrupted)
    {
        while (Next(end) is { } lane && !isInterrupted())
        {
            _lanes[lane].TryDequeue(out Action? what, out (TimeSpan Due, long) at);
            clock.MoveTo(at.Due);
            _isBusy[lane] = true;
            try
            {
                what!();
            }
            finally
            {
                _isBusy[lane] = false;
            }
        }

        if (!isInterrupted())
        {
            clock.MoveTo(end);
        }
    }

    // The lane of what is next, among those that wait for nothing.
    int? Next(TimeSpan end)
    {
        int? next = null;
        (TimeSpan, long) first = (end, long.MaxValue);
        for (int lane = 0; lane < _lanes.Length; lane++)
        {
            if (!_isBusy[lane] && _lanes[lane].TryPeek(out _, out (TimeSpan, long) due) && due.CompareTo(first) <= 0)
            {
                (next, first) = (lane, due);
            }
        }

        return next;
    }
}
