namespace LogMetrics.Tests.Simulation;

/// <summary>The lines that the exporter has counted, as far as it would still know after a restart.</summary>
sealed class Tally(LogBook book)
{
    readonly Dictionary<long, (int Count, TimeSpan At, int ResetAt)> _saved = [];
    readonly List<int> _counted = [];
    long _newest;
    readonly List<TimeSpan> _countedAt = [];

    /// <summary>The numbers of the lines, in the order in which they were counted.</summary>
    internal IReadOnlyList<int> Counted => _counted;

    /// <summary>When they were.</summary>
    internal IReadOnlyList<TimeSpan> CountedAt => _countedAt;

    /// <summary>How many had been counted when values and positions were copied last.</summary>
    internal int Copied { get; set; }

    /// <summary>How many lines counters showed when they began anew last.</summary>
    internal int ResetAt { get; private set; }

    /// <summary>How often they did.</summary>
    internal int Resets { get; private set; }

    /// <summary>The lines that were counted once more, because their count was not saved.</summary>
    internal IReadOnlyList<int> Uncounted { get; private set; } = [];

    /// <summary>The exporter has found that it cannot count all again that it has shown, and lets counters begin anew.</summary>
    /// <param name="isSaved">Whether that is saved already.</param>
    internal void GiveUp(bool isSaved)
    {
        // Where a log was emptied, or is another file since it was compressed, it is not known how far that is.
        // Nor is it while a record waits for longer than the exporter does to be complete.
        if (!book.HasRewritten && !book.HasRecords && Uncounted.All(line => book.Lines[line].Holders > 0))
        {
            Accuse("counters began anew although everything could have been counted again");
        }

        Reset();
        if (isSaved)
        {
            (int count, TimeSpan at, _) = _saved[_newest];
            _saved[_newest] = (count, at, ResetAt);
        }
    }

    /// <summary>Is told of what must not be.</summary>
    internal Action<string> Accuse { get; set; } = _ => { };

    /// <summary>Counters begin anew.</summary>
    internal void Reset()
    {
        ResetAt = Counted.Count;
        Resets++;
    }

    /// <summary>A line is counted.</summary>
    internal void Count(int line, TimeSpan now)
    {
        _counted.Add(line);
        _countedAt.Add(now);
    }

    /// <summary>What was copied last is in a file of the state.</summary>
    internal void Saved(long sequence, TimeSpan now)
    {
        _saved[sequence] = (Copied, now, ResetAt);
        _newest = sequence;
    }

    /// <summary>When that was.</summary>
    internal TimeSpan SavedAt(long sequence) => _saved.GetValueOrDefault(sequence).At;

    /// <summary>A process goes on with a file of the state; 0 when there is none.</summary>
    internal void Restore(long sequence)
    {
        // A new beginning that was neither saved nor shown is none.
        (int count, _, ResetAt) = _saved.GetValueOrDefault(sequence);
        Uncounted = [.. Counted.Skip(count)];
        foreach (int line in Uncounted)
        {
            book.Uncounted(line);
        }

        _counted.RemoveRange(count, _counted.Count - count);
        _countedAt.RemoveRange(count, _countedAt.Count - count);
    }
}
