namespace LogMetrics.Regex.Automata;

/// <summary>Which assertions hold at a place, by the bytes before and after it.</summary>
static class Place
{
    /// <summary>What stands for the byte before the text and the byte after it.</summary>
    public const int Edge = -1;

    /// <summary>The assertions that hold between two bytes, either of which may be <see cref="Edge"/>.</summary>
    public static Assertions Between(int before, int after)
    {
        var holding = Assertions.None;
        if (before < 0)
        {
            holding |= Assertions.BeginText | Assertions.BeginLine;
        }
        else if (before == '\n')
        {
            holding |= Assertions.BeginLine;
        }

        if (after < 0)
        {
            holding |= Assertions.EndText | Assertions.EndLine;
        }
        else if (after == '\n')
        {
            holding |= Assertions.EndLine;
        }

        return holding | (IsWord(before) == IsWord(after) ? Assertions.NoWordBoundary : Assertions.WordBoundary);
    }

    public static Assertions At(ReadOnlySpan<byte> text, int position) => Between(
        position > 0 ? text[position - 1] : Edge,
        position < text.Length ? text[position] : Edge);

    /// <summary>
    /// The byte that stands for all those that look the same from behind, to an automaton that asks only these assertions.
    /// </summary>
    public static int Kind(int before, Assertions asked)
    {
        if (before < 0)
        {
            return (asked & (Assertions.BeginText | Assertions.BeginLine)) != 0 ? Edge : ' ';
        }

        if (before == '\n')
        {
            return (asked & Assertions.BeginLine) != 0 ? '\n' : ' ';
        }

        return IsWord(before) && (asked & (Assertions.WordBoundary | Assertions.NoWordBoundary)) != 0 ? 'a' : ' ';
    }

    public static bool IsWord(int value) =>
        value is (>= '0' and <= '9') or (>= 'A' and <= 'Z') or '_' or (>= 'a' and <= 'z');
}
