using System.Runtime.CompilerServices;

namespace LogMetrics.Regex.Automata;

/// <summary>What rows of places need to know of a pattern: which places wait for a character, and where steps lead at a point
/// of a text.</summary>
sealed class RowPattern
{
    const int WordsPerVector = 8;
    const int PlacesPerVector = 64 * WordsPerVector;

    readonly CharacterPlaces _places;
    readonly IReadOnlyList<int[]> _sets;
    readonly List<RowSituation> _situations = [];
    readonly RowSituation?[] _byKinds;
    readonly Neighbours _neighbours;

    /// <param name="automaton">An automaton over characters.</param>
    public RowPattern(Automaton automaton)
    {
        Automaton = automaton;
        _neighbours = automaton.Neighbours;
        _byKinds = new RowSituation?[_neighbours.KindCount * _neighbours.KindCount];
        _places = new CharacterPlaces(automaton);
        _sets = automaton.CharacterSets;
        Classes = new CharacterClasses(_sets);
        Words = Math.Max(1, (PlaceCount + PlacesPerVector - 1) / PlacesPerVector) * WordsPerVector;
        Waiting = WaitingFor();
    }

    public Automaton Automaton { get; }

    public CharacterClasses Classes { get; }

    /// <summary>How many characters the pattern can wait for.</summary>
    public int PlaceCount => _places.Count;

    /// <summary>The words of a row, a multiple of 8.</summary>
    public int Words { get; }

    /// <summary>By class, a row of the places that wait for it.</summary>
    public ulong[] Waiting { get; }

    /// <summary>The most that a step over a character can cost, in operations on vectors, whatever the text is.</summary>
    /// <param name="choice">Receives the most that a choice of the way from there can cost, in words.</param>
    public int WorstCost(out int choice)
    {
        // With all assertions at once no point of a text can have more ways.
        var situation = Automaton.Asked == Assertions.None
            ? SituationWhere(Assertions.None)
            : new RowSituation(_places, Words, Automaton.Asked, Waiting);
        choice = situation.ChoiceCost;
        if (situation.HasTooManyEdges)
        {
            return int.MaxValue;
        }

        var worst = 0;
        for (var characterClass = 0; characterClass < Classes.Count; characterClass++)
        {
            worst = Math.Max(worst, situation.Backward.CostOf(Waiting.AsSpan(characterClass * Words, Words)));
        }

        return worst;
    }

    /// <summary>Whether a match may start at a position of a text.</summary>
    public bool CanStartAt(int position) => position == 0 || !Automaton.IsAnchored;

    /// <summary>What can be stepped to at a position of a text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RowSituation SituationAt(ReadOnlySpan<byte> text, int position)
    {
        if (Automaton.Asked == Assertions.None)
        {
            return _byKinds[0] ?? FindSituation(0, 0);
        }

        // Nearly every character is one byte, whose kind is at hand.
        var before = position == 0 ? Neighbours.EdgeKind
            : text[position - 1] < ByteSet.AsciiEnd ? _neighbours.KindOfByte(text[position - 1]) : Neighbours.Open;
        var after = position == text.Length ? Neighbours.EdgeKind
            : text[position] < ByteSet.AsciiEnd ? _neighbours.KindOfByte(text[position]) : Neighbours.Open;
        before = before < 0 ? _neighbours.KindBefore(text, position) : before;
        after = after < 0 ? _neighbours.KindAfter(text, position) : after;
        return _byKinds[(before * _neighbours.KindCount) + after] ?? FindSituation(before, after);
    }

    RowSituation FindSituation(int before, int after) => _byKinds[(before * _neighbours.KindCount) + after] =
        SituationWhere(Automaton.Asked == Assertions.None ? Assertions.None : _neighbours.Between(before, after) & Automaton.Asked);

    RowSituation SituationWhere(Assertions holding)
    {
        var situation = _situations.Find(one => one.Holding == holding);
        if (situation is null)
        {
            situation = new RowSituation(_places, Words, holding, Waiting);
            _situations.Add(situation);
        }

        return situation;
    }

    ulong[] WaitingFor()
    {
        var placesOf = new List<int>[_sets.Count];
        for (var place = 0; place < _places.Count; place++)
        {
            var set = Automaton.Code[_places.Instructions[place]].Argument;
            (placesOf[set] ??= []).Add(place);
        }

        var waiting = new ulong[Classes.Count * Words];
        for (var characterClass = 0; characterClass < Classes.Count; characterClass++)
        {
            var row = waiting.AsSpan(characterClass * Words, Words);
            foreach (var set in Classes.SetsOf[characterClass])
            {
                foreach (var place in placesOf[set] ?? [])
                {
                    row[place >> 6] |= 1UL << place;
                }
            }
        }

        return waiting;
    }
}
