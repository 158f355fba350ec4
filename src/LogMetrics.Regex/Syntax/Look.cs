namespace LogMetrics.Regex.Syntax;

/// <summary>A look at the character on one side of a place: it has to be in a class, or may be missing.</summary>
/// <param name="IsAhead">Whether the character after the place is looked at, and not the one before it.</param>
/// <param name="Ranges">The class: first and last code points in turn, ascending and apart.</param>
/// <param name="HoldsAtEdge">Whether it holds where the text ends on that side.</param>
readonly record struct Look(bool IsAhead, int[] Ranges, bool HoldsAtEdge)
{
    /// <summary>What a look-around asks.</summary>
    public static Look Of(RegexpNode node) =>
        new(node.Op == RegexpOp.LookAhead, node.RuneArray, (node.Flags & RegexpFlags.HoldsAtEdge) != 0);

    public bool Equals(Look other) =>
        IsAhead == other.IsAhead && HoldsAtEdge == other.HoldsAtEdge && Ranges.AsSpan().SequenceEqual(other.Ranges);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(IsAhead);
        hash.Add(HoldsAtEdge);
        foreach (var rune in Ranges)
        {
            hash.Add(rune);
        }

        return hash.ToHashCode();
    }
}
