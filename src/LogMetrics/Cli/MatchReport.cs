namespace LogMetrics.Cli;

/// <summary>How <c>match</c> shows what it found, line by line.</summary>
abstract class MatchReport : IDisposable
{
    /// <summary>Shows one line.</summary>
    /// <param name="number">Its number, from 1.</param>
    /// <param name="line">Its bytes without the terminator.</param>
    /// <param name="slots">Start and end of each group, -1 for one that took no part; empty when the pattern did not match.</param>
    public abstract void Add(long number, ReadOnlySpan<byte> line, ReadOnlySpan<int> slots);

    /// <summary>Writes what is still held back.</summary>
    public abstract void Dispose();
}
