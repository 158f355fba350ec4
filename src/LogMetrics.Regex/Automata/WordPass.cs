namespace LogMetrics.Regex.Automata;

/// <summary>The pass back over a text for patterns that wait for 64 characters at most: a row is one word, and a step some
/// look-ups in tables.</summary>
sealed class WordPass(RowPattern pattern)
{
    /// <summary>The most places it can do.</summary>
    public const int MaxPlaces = 64;

    /// <summary>The most that a character can cost, in look-ups.</summary>
    public const int MaxCost = 1 + (MaxPlaces / 8);

    /// <summary>Finds for every character whether each place can consume it and still come to a match.</summary>
    /// <param name="text">Valid UTF-8.</param>
    /// <param name="start">Where a match may start at the earliest.</param>
    /// <param name="rows">Receives the row at the start of each character.</param>
    /// <param name="steps">Is raised by the look-ups.</param>
    /// <returns>The leftmost start of a match, or -1.</returns>
    public int FindStart(ReadOnlySpan<byte> text, int start, Span<ulong> rows, ref long steps)
    {
        var classes = pattern.Classes;
        ReadOnlySpan<ulong> waiting = pattern.Waiting.Span;
        var words = pattern.Words;
        var kind = pattern.KindBefore(text, text.Length);
        var situation = pattern.SituationBetween(kind, pattern.KindAfter(text, text.Length)).Word;
        var found = situation.StartAccepts && pattern.CanStartAt(text.Length) ? text.Length : -1;
        var current = 0UL;
        var position = text.Length;
        while (position > start)
        {
            var characterClass = classes.Before(text, ref position);
            current = (Step(situation.Backward, current) | situation.Accepting) & waiting[characterClass * words];
            rows[position] = current;
            var before = pattern.KindBefore(text, position);
            situation = pattern.SituationBetween(before, kind).Word;
            kind = before;
            if (((current & situation.Start) != 0 || situation.StartAccepts) && pattern.CanStartAt(position))
            {
                found = position;
            }
        }

        steps += (text.Length - start) * (long)(1 + ((pattern.PlaceCount + 7) / 8));
        return found;
    }

    static ulong Step(ulong[] tables, ulong current)
    {
        var reached = 0UL;
        for (var table = 0; table < tables.Length; table += 256)
        {
            reached |= tables[table + (byte)current];
            current >>= 8;
        }

        return reached;
    }
}
