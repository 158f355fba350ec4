namespace LogMetrics.Regex.Automata;

/// <summary>Bits of a word, which one it is, margin included, and where the table is that they are the index of.</summary>
readonly record struct Lookup(ulong Bits, int Word, int Table);

/// <summary>Looks at the words of one vector: the first of these words, margin included, the looks, and their cost.</summary>
readonly record struct LookupBlock(int Word, int First, int End, int Cost);

/// <summary>The looks that one class of characters needs, or one situation.</summary>
/// <param name="Looks">The looks.</param>
/// <param name="Blocks">The same by the vector that they look at.</param>
/// <param name="FirstBlock">By segment, the first block that leads to it; at the end, how many blocks there are.</param>
/// <param name="Cost">The operations that the whole step takes at most.</param>
sealed record RowLookups(Lookup[] Looks, LookupBlock[] Blocks, int[] FirstBlock, int Cost)
{
    /// <summary>The block that leads from assertions to assertions; the end where there is none.</summary>
    public int FirstNested { get; init; }

    /// <summary>How often it has to be asked.</summary>
    public int NestedRounds { get; init; }
}
