namespace LogMetrics.Regex.Automata;

/// <summary>What working out states may cost one text, shared by all engines that a text goes through.</summary>
/// <remarks>
/// A unit is about the visit of an instruction, 3 to 5 nanoseconds. Whoever meets the end of it gives up, and another engine
/// goes on, whose time does not depend on states. The states that were worked out are kept, so that texts that
/// are merely the first ones of their kind pay once.
/// </remarks>
sealed class WorkAllowance
{
    /// <summary>Enough for some hundred states of a large pattern, and less than a millisecond.</summary>
    public const int UnitsPerText = 80_000;

    /// <summary>What a new state costs beside the visits of its instructions.</summary>
    public const int UnitsPerState = 16;

    // Where the states have overrun the cache before, less is risked.
    const int OnceFlushedFraction = 8;

    long _left;

    public bool IsSpent => _left <= 0;

    /// <summary>Begins a text.</summary>
    /// <param name="hasFlushed">Whether states have overrun their cache before.</param>
    public void Renew(bool hasFlushed) => _left = hasFlushed ? UnitsPerText / OnceFlushedFraction : UnitsPerText;

    public void Take(long units) => _left -= units;
}
