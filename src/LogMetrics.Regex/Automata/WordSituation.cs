namespace LogMetrics.Regex.Automata;

/// <summary>Where the places of a pattern lead at a point of a text, for patterns whose places are bits of one word.</summary>
sealed class WordSituation
{
    /// <param name="places">No more than 64.</param>
    /// <param name="holding">The assertions that hold.</param>
    public WordSituation(CharacterPlaces places, Assertions holding)
    {
        var code = places.Automaton.Code;
        var leaves = new List<int>();
        Start = Reached(places.Automaton.Start, out var startAccepts);
        StartAccepts = startAccepts;
        Backward = new ulong[(places.Count + 7) / 8 * 256];
        var sources = new ulong[places.Count];
        for (var place = 0; place < places.Count; place++)
        {
            var targets = Reached(code[places.Instructions[place]].Next, out var accepts);
            Accepting |= accepts ? 1UL << place : 0;
            for (var target = 0; target < places.Count; target++)
            {
                sources[target] |= ((targets >> target) & 1) << place;
            }
        }

        for (var place = 0; place < places.Count; place++)
        {
            // Half of the bytes have the bit of the place.
            var bit = 1 << (place & 7);
            var table = Backward.AsSpan(place >> 3 << 8, 256);
            for (var value = bit; value < table.Length; value = (value + 1) | bit)
            {
                table[value] |= sources[place];
            }
        }

        ulong Reached(int from, out bool accepts)
        {
            accepts = false;
            places.Follow(from, holding, leaves);
            var reached = 0UL;
            foreach (var leaf in leaves)
            {
                accepts |= code[leaf].Op == InstructionOp.Match;
                reached |= code[leaf].Op == InstructionOp.Match ? 0 : 1UL << places.NumberOf(leaf);
            }

            return reached;
        }
    }

    /// <summary>The places where a match that starts here can begin.</summary>
    public ulong Start { get; }

    /// <summary>Whether a match can start and end here.</summary>
    public bool StartAccepts { get; }

    /// <summary>The places behind which a match can end.</summary>
    public ulong Accepting { get; }

    /// <summary>From the places behind this point back to those before it: for each byte of the word 256 words, where its
    /// places lead.</summary>
    /// <remarks>2 KiB for 8 places, 16 KiB at most.</remarks>
    public ulong[] Backward { get; }
}
