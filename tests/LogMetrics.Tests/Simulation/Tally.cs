namespace LogMetrics.Tests.Simulation;

/// <summary>The lines that the exporter has counted, as far as it would still know after a restart.</summary>
sealed class Tally(LogBook book)
{
    readonly Dictionary<long, int> _savedCounts = [];

    /// <summary>The numbers of the lines, in the order in which they were counted.</summary>
    internal List<int> Counted { get; } = [];

    /// <summary>How many had been counted when values and positions were copied last.</summary>
    internal int Copied { get; set; }

    /// <summary>How many lines counters showed when they began anew last.</summary>
    internal int ResetAt { get; private set; }

    /// <summary>How often they did.</summary>
    internal int Resets { get; private set; }

    /// <summary>The lines that were counted once more, because their count was not saved.</summary>
    internal IReadOnlyList<int> Uncounted { get; private set; } = [];

    /// <summary>The exporter has found that it cannot count all again that it has shown, and lets counters begin anew.</summary>
    internal void GiveUp()
    {
        // Where a log was emptied, it is not known how far that is.
        if (!book.HasEmptied && Uncounted.All(line => book.Lines[line].Holders > 0))
        {
            Accuse("counters began anew although everything could have been counted again");
        }

        Reset();
    }

    /// <summary>Is told of what must not be.</summary>
    internal Action<string> Accuse { get; set; } = _ => { };

    /// <summary>Counters begin anew.</summary>
    internal void Reset()
    {
        ResetAt = Counted.Count;
        Resets++;
    }

    /// <summary>What was copied last is in a file of the state.</summary>
    internal void Saved(long sequence) => _savedCounts[sequence] = Copied;

    /// <summary>A process goes on with a file of the state; 0 when there is none.</summary>
    internal void Restore(long sequence)
    {
        int count = _savedCounts.GetValueOrDefault(sequence);
        Uncounted = [.. Counted.Skip(count)];
        foreach (int line in Uncounted)
        {
            book.Uncounted(line);
        }

        Counted.RemoveRange(count, Counted.Count - count);
    }
}
