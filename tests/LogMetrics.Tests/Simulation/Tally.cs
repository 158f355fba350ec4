namespace LogMetrics.Tests.Simulation;

/// <summary>The lines that the exporter has counted, as far as it would still know after a restart.</summary>
sealed class Tally(LogBook book)
{
    readonly Dictionary<long, int> _savedCounts = [];

    /// <summary>The numbers of the lines, in the order in which they were counted.</summary>
    internal List<int> Counted { get; } = [];

    /// <summary>How many had been counted when values and positions were copied last.</summary>
    internal int Copied { get; set; }

    /// <summary>What was copied last is in a file of the state.</summary>
    internal void Saved(long sequence) => _savedCounts[sequence] = Copied;

    /// <summary>A process goes on with a file of the state; 0 when there is none.</summary>
    internal void Restore(long sequence)
    {
        int count = _savedCounts.GetValueOrDefault(sequence);
        for (int index = count; index < Counted.Count; index++)
        {
            book.Uncounted(Counted[index]);
        }

        Counted.RemoveRange(count, Counted.Count - count);
    }
}
