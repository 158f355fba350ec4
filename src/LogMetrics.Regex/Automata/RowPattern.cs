using System.Runtime.CompilerServices;

namespace LogMetrics.Regex.Automata;

/// <summary>What rows of places need to know of a pattern: which places wait for a character, and where steps lead at a point
/// of a text.</summary>
sealed class RowPattern
{
    const int WordsPerVector = RowStep.WordsPerVector;
    const int PlacesPerVector = 64 * WordsPerVector;

    readonly CharacterPlaces _places;
    readonly IReadOnlyList<int[]> _sets;
    readonly List<RowSituation> _situations = [];
    readonly RowLookups?[] _looks;
    RowStep? _step;
    readonly RowSituation?[] _byKinds;
    readonly Neighbours _neighbours;
    readonly int _soughtFirst;
    readonly int _soughtEnd;

    /// <param name="automaton">An automaton over characters.</param>
    public RowPattern(Automaton automaton)
    {
        Automaton = automaton;
        _neighbours = automaton.Neighbours;
        _byKinds = new RowSituation?[_neighbours.KindCount * _neighbours.KindCount];
        _places = new CharacterPlaces(automaton);
        _sets = automaton.CharacterSets;
        Classes = new CharacterClasses(_sets);
        Vectors = Math.Max(1, (PlaceCount + PlacesPerVector - 1) / PlacesPerVector);
        Waiting = WaitingFor();
        _looks = new RowLookups?[Classes.Count];
        Start = RowOf(_places.Start);
        _soughtFirst = Math.Max(0, Array.FindIndex(Start, word => word != 0));
        _soughtEnd = Array.FindLastIndex(Start, word => word != 0) + 1;
        Accepting = RowOf([.. Enumerable.Range(0, _places.Accepts.Length).Where(node => _places.Accepts[node])]);
        CanEndWith = new bool[Classes.Count];
        var waiting = Waiting.Span;
        for (var word = 0; word < waiting.Length; word++)
        {
            CanEndWith[word / Words] |= (waiting[word] & Accepting[word % Words]) != 0;
        }
    }

    public Automaton Automaton { get; }

    public CharacterClasses Classes { get; }

    /// <summary>How many characters the pattern can wait for.</summary>
    public int PlaceCount => _places.Count;

    /// <summary>The vectors that the places of a row fill.</summary>
    public int Vectors { get; }

    /// <summary>The words of these; those of the assertions follow.</summary>
    public int Words => Vectors * WordsPerVector;

    /// <summary>By class, a row of the places that wait for it.</summary>
    public AlignedWords Waiting { get; }

    /// <summary>The places and assertions where a match can begin, without margins.</summary>
    public ulong[] Start { get; }

    /// <summary>Whether a match can end where it begins, whatever is asked there.</summary>
    public bool StartAccepts => _places.StartAccepts;

    /// <summary>The places and assertions behind which a match can end, without margins.</summary>
    public ulong[] Accepting { get; }

    /// <summary>Whether a match can end with a character, by its class, where nothing is asked behind it.</summary>
    public bool[] CanEndWith { get; }

    /// <summary>The step from the places behind a character back to those before it.</summary>
    public RowStep Step => _step ??= PlanStep();

    /// <summary>The most that a step over a character can cost, in operations on vectors, whatever the text is.</summary>
    /// <param name="choice">Receives the most that a choice of the way from there can cost, in words.</param>
    public int WorstCost(out int choice)
    {
        choice = 0;
        if (_places.HasTooManyEdges || _places.AssertionInstructions.Length > RowStep.MaxAssertions)
        {
            return int.MaxValue;
        }

        // With all assertions at once no point of a text can have more ways.
        choice = _places.MostRuns(Automaton.Asked);
        var worst = 0;
        for (var characterClass = 0; characterClass < Classes.Count; characterClass++)
        {
            worst = Math.Max(worst, LooksOver(characterClass).Cost);
        }

        return worst + (Step.HasAssertions ? LooksAt(SituationWhere(Automaton.Asked)).Cost : 0);
    }

    /// <summary>What has to be looked up in a step over a character of a class.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RowLookups LooksOver(int characterClass) =>
        _looks[characterClass] ??= Step.Over(Waiting.Span.Slice(characterClass * Words, Words));

    /// <summary>What has to be looked up at a point of a text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RowLookups LooksAt(RowSituation situation) => situation.Looks ??= Step.Where(situation.Holds);

    /// <summary>Whether a match may start at a position of a text.</summary>
    public bool CanStartAt(int position) => position == 0 || !Automaton.IsAnchored;

    /// <summary>Whether a row, with margins, has a place where a match can begin.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool CanStartFrom(AlignedWords row)
    {
        ReadOnlySpan<ulong> places = row.Span[RowStep.Margin..];
        for (var word = _soughtFirst; word < _soughtEnd; word++)
        {
            if ((places[word] & Start[word]) != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What can be stepped to at a position of a text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RowSituation SituationAt(ReadOnlySpan<byte> text, int position) =>
        SituationBetween(KindBefore(text, position), KindAfter(text, position));

    /// <summary>The kind of the character before a position; any where none matters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int KindBefore(ReadOnlySpan<byte> text, int position)
    {
        if (Automaton.Asked == Assertions.None)
        {
            return Neighbours.EdgeKind;
        }

        // Nearly every character is one byte, whose kind is at hand.
        var kind = position > 0 && text[position - 1] < ByteSet.AsciiEnd ? _neighbours.KindOfByte(text[position - 1]) : Neighbours.Open;
        return kind < 0 ? _neighbours.KindBefore(text, position) : kind;
    }

    /// <summary>The kind of the character behind a position; any where none matters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int KindAfter(ReadOnlySpan<byte> text, int position)
    {
        if (Automaton.Asked == Assertions.None)
        {
            return Neighbours.EdgeKind;
        }

        var kind = position < text.Length && text[position] < ByteSet.AsciiEnd ? _neighbours.KindOfByte(text[position]) : Neighbours.Open;
        return kind < 0 ? _neighbours.KindAfter(text, position) : kind;
    }

    /// <summary>What can be stepped to between characters of two kinds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RowSituation SituationBetween(int before, int after) =>
        _byKinds[(before * _neighbours.KindCount) + after] ?? FindSituation(before, after);

    RowSituation FindSituation(int before, int after) => _byKinds[(before * _neighbours.KindCount) + after] =
        SituationWhere(Automaton.Asked == Assertions.None ? Assertions.None : _neighbours.Between(before, after) & Automaton.Asked);

    RowSituation SituationWhere(Assertions holding)
    {
        var situation = _situations.Find(one => one.Holding == holding);
        if (situation is null)
        {
            situation = new RowSituation(_places, holding);
            _situations.Add(situation);
        }

        return situation;
    }

    RowStep PlanStep()
    {
        // From what follows back to what it follows.
        var before = new List<int>[_places.Following.Length];
        for (var node = 0; node < before.Length; node++)
        {
            before[node] = [];
        }

        for (var node = 0; node < before.Length; node++)
        {
            foreach (var next in _places.Following[node])
            {
                before[next].Add(BitOf(node));
            }
        }

        var targets = new int[(Vectors + 1) * PlacesPerVector][];
        Array.Fill(targets, []);
        for (var node = 0; node < before.Length; node++)
        {
            if (BitOf(node) < targets.Length)
            {
                targets[BitOf(node)] = [.. before[node]];
            }
        }

        var breadths = new (int Classes, int First)[PlaceCount];
        for (var characterClass = Classes.Count - 1; characterClass >= 0; characterClass--)
        {
            var waiting = Waiting.Span.Slice(characterClass * Words, Words);
            for (var place = 0; place < PlaceCount; place++)
            {
                if (((waiting[place >> 6] >> place) & 1) != 0)
                {
                    breadths[place] = (breadths[place].Classes + 1, characterClass);
                }
            }
        }

        return new RowStep(
            new RowStepPlan(targets, PlaceCount, Vectors, breadths), Vectors, Accepting, _places.AssertionDepth);
    }

    int BitOf(int node) => node < PlaceCount ? node : (Vectors * PlacesPerVector) + node - PlaceCount;

    ulong[] RowOf(IEnumerable<int> nodes)
    {
        var row = new ulong[Words + WordsPerVector];
        foreach (var node in nodes)
        {
            var bit = BitOf(node);
            // There may be more assertions than a row can have; such patterns are refused.
            if (bit >> 6 < row.Length)
            {
                row[bit >> 6] |= 1UL << bit;
            }
        }

        return row;
    }

    AlignedWords WaitingFor()
    {
        var placesOf = new List<int>[_sets.Count];
        for (var place = 0; place < _places.Count; place++)
        {
            var set = Automaton.Code[_places.Instructions[place]].Argument;
            (placesOf[set] ??= []).Add(place);
        }

        var waiting = new AlignedWords(Classes.Count * Words);
        for (var characterClass = 0; characterClass < Classes.Count; characterClass++)
        {
            var row = waiting.Span.Slice(characterClass * Words, Words);
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
