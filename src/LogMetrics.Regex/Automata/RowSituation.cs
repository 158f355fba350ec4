using System.Runtime.CompilerServices;

namespace LogMetrics.Regex.Automata;

/// <summary>All that rows of places need to know at a point of a text where certain assertions hold.</summary>
sealed class RowSituation
{
    // Far more than any pattern that loads has; counting stops there.
    const int MaxEdges = 1_000_000;

    readonly CharacterPlaces _places;
    readonly int _words;
    readonly Ways?[] _ways;
    List<int>[]? _sources;
    RowStep? _backward;
    ulong[]? _backwardOfWord;

    public RowSituation(CharacterPlaces places, int words, Assertions holding, ulong[] waiting)
    {
        _places = places;
        _words = words;
        Holding = holding;
        _ways = new Ways?[places.Automaton.Code.Length];
        _sources = new List<int>[places.Count];
        for (var place = 0; place < places.Count; place++)
        {
            _sources[place] = [];
        }

        Start = new ulong[words];
        Accepting = new ulong[words];
        var leaves = new List<int>();
        var first = Reached(places.Automaton.Start, leaves, out var startAccepts);
        foreach (var place in first)
        {
            Start[place >> 6] |= 1UL << place;
        }

        StartAccepts = startAccepts;
        for (var place = 0; place < places.Count; place++)
        {
            var reached = Reached(places.Automaton.Code[places.Instructions[place]].Next, leaves, out var accepts);
            Accepting[place >> 6] |= accepts ? 1UL << place : 0;
            EdgeCount += reached.Length;
            if (EdgeCount > MaxEdges)
            {
                break;
            }

            foreach (var target in reached)
            {
                _sources[target].Add(place);
            }
        }

        CanEndWith = new bool[waiting.Length / words];
        for (var word = 0; word < waiting.Length; word++)
        {
            CanEndWith[word / words] |= (waiting[word] & Accepting[word % words]) != 0;
        }
    }

    public Assertions Holding { get; }

    /// <summary>The places where a match that starts here can begin.</summary>
    public ulong[] Start { get; }

    /// <summary>Whether a match can start and end here.</summary>
    public bool StartAccepts { get; }

    /// <summary>The places behind which a match can end.</summary>
    public ulong[] Accepting { get; }

    /// <summary>How many steps there are from a place to another one.</summary>
    public int EdgeCount { get; }

    /// <summary>The most that choosing the preferred way can cost, in words that are looked at.</summary>
    public int ChoiceCost { get; private set; }

    /// <summary>Whether there are so many that rows are no way to match the pattern.</summary>
    public bool HasTooManyEdges => EdgeCount > MaxEdges;

    /// <summary>Whether a match can end here with a character, by its class.</summary>
    public bool[] CanEndWith { get; }

    /// <summary>The step from the places behind this point back to those before it.</summary>
    public RowStep Backward => _backward ?? PlanBackward();

    /// <summary>The same step where all places are bits of one word: for each byte of it 256 words, where its places lead.</summary>
    /// <remarks>2 KiB for 8 places, 16 KiB at most.</remarks>
    public ulong[] BackwardOfWord => _backwardOfWord ??= TabulateBackward();

    /// <summary>The ways on from an instruction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Ways WaysFrom(int instruction) => _ways[instruction] ?? FindWays(instruction);

    Ways FindWays(int instruction)
    {
        var (leaves, saves) = (new List<int>(), new List<Saving?>());
        _places.Follow(instruction, Holding, leaves, saves);
        return _ways[instruction] = new Ways(_places, leaves, saves);
    }

    RowStep PlanBackward()
    {
        var sources = _sources!;
        if (_places.Count <= WordPass.MaxPlaces)
        {
            // The plan takes out of them what it shifts, and the table of words may still be made.
            sources = [.. sources.Select(places => new List<int>(places))];
        }
        else
        {
            _sources = null;
        }

        return _backward = new RowStep(_words, new RowStepPlan(sources));
    }

    ulong[] TabulateBackward()
    {
        var tables = new ulong[(_places.Count + 7) / 8 * 256];
        for (var place = 0; place < _places.Count; place++)
        {
            var reached = 0UL;
            foreach (var source in _sources![place])
            {
                reached |= 1UL << source;
            }

            // Half of the bytes have the bit of the place.
            var bit = 1 << (place & 7);
            var table = tables.AsSpan(place >> 3 << 8, 256);
            for (var value = bit; value < table.Length; value = (value + 1) | bit)
            {
                table[value] |= reached;
            }
        }

        return tables;
    }

    int[] Reached(int from, List<int> leaves, out bool accepts)
    {
        var code = _places.Automaton.Code;
        accepts = false;
        if (code[from].Op == InstructionOp.Bytes)
        {
            return [_places.NumberOf(from)];
        }

        _places.Follow(from, Holding, leaves);
        accepts = leaves.RemoveAll(leaf => code[leaf].Op == InstructionOp.Match) > 0;
        int[] reached = [.. leaves.Select(_places.NumberOf)];
        ChoiceCost = Math.Max(ChoiceCost, Ways.CostOf(reached));
        return reached;
    }
}
