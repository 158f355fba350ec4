using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LogMetrics.Regex.Automata;

/// <summary>Matches with all ways through a pattern in one row of bits, a bit for each character that the pattern can wait for.</summary>
/// <remarks>
/// <para>For texts that need too many states: the time for a character has a bound that only the pattern decides, and
/// is known when the pattern is loaded. It goes by characters and not by bytes: so <c>\pL{100}</c> has a hundred places and
/// not the tens of thousands that its bytes have.</para>
/// <para>Captures: a pass from the end of the text to its start finds for every point the places from which a match can be
/// reached, and remembers the row of every block of text. Then a walk from the start of the match goes the preferred of these
/// ways, for which the rows inside a block are found once more, block by block. So the memory does not grow with
/// the rows of the whole text.</para>
/// </remarks>
sealed class RowEngine
{
    const int BlockShift = 8;
    const int BlockBytes = 1 << BlockShift;
    const int WordsPerVector = 8;

    readonly Automaton _automaton;
    readonly CharacterPlaces _places;
    readonly CharacterClasses _classes;
    readonly int _words;
    readonly ulong[] _waiting;
    readonly List<RowSituation> _situations = [];
    readonly ulong[] _current;
    readonly ulong[] _next;
    readonly ulong[] _block;
    readonly ulong[] _noPlaces;
    ulong[] _blockEnds = [];
    int[] _blockEndPositions = [];
    RowSituation? _last;

    /// <param name="automaton">An automaton over characters.</param>
    public RowEngine(Automaton automaton)
    {
        _automaton = automaton;
        _places = new CharacterPlaces(automaton);
        _classes = new CharacterClasses(automaton.CharacterSets);
        _words = Math.Max(1, (_places.Count + 511) / 512) * WordsPerVector;
        _current = new ulong[_words + (2 * RowStep.Margin)];
        _next = new ulong[_words + (2 * RowStep.Margin)];
        _block = new ulong[BlockBytes * _words];
        _noPlaces = new ulong[_words];
        _waiting = WaitingFor();
    }

    /// <summary>Counts operations on rows: a measure of time that is the same on every machine.</summary>
    public long Steps { get; private set; }

    /// <summary>How many characters the pattern can wait for.</summary>
    public int PlaceCount => _places.Count;

    /// <summary>The most that a step over a character can cost, in operations on vectors.</summary>
    public int WorstCost()
    {
        var situation = SituationWhere(Assertions.None);
        var worst = 0;
        for (var characterClass = 0; characterClass < _classes.Count; characterClass++)
        {
            worst = Math.Max(worst, situation.Backward.CostOf(_waiting.AsSpan(characterClass * _words, _words)));
        }

        return worst;
    }

    /// <summary>Whether there is a match.</summary>
    /// <param name="text">Valid UTF-8.</param>
    /// <param name="start">Where it may start at the earliest.</param>
    public bool IsMatch(ReadOnlySpan<byte> text, int start) => FindStart(text, start, isAnyEnough: true) >= 0;

    /// <summary>Finds the leftmost match, and its captures.</summary>
    /// <param name="text">Valid UTF-8.</param>
    /// <param name="start">Where it may start at the earliest.</param>
    /// <param name="slots">Receives the captures.</param>
    public bool TryMatch(ReadOnlySpan<byte> text, int start, Span<int> slots)
    {
        var matchStart = FindStart(text, start, isAnyEnough: false);
        if (matchStart < 0)
        {
            return false;
        }

        Fill(text, matchStart, slots);
        return true;
    }

    /// <summary>Goes from the end of the text to its start; remembers the row at the end of each block.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where a match may start at the earliest.</param>
    /// <param name="isAnyEnough">Whether the start of any match will do, which need not be the leftmost.</param>
    int FindStart(ReadOnlySpan<byte> text, int start, bool isAnyEnough)
    {
        if (_automaton.IsAnchored && start > 0)
        {
            return -1;
        }

        var blocks = (text.Length >> BlockShift) + 1;
        if (_blockEndPositions.Length < blocks)
        {
            _blockEndPositions = new int[blocks];
            _blockEnds = new ulong[blocks * _words];
        }

        var found = -1;
        var isEmpty = true;
        Array.Clear(_current);
        for (var position = text.Length; ;)
        {
            var situation = SituationAt(text, position);
            if ((situation.StartAccepts || (!isEmpty && Meets(situation.Start))) && (position == 0 || !_automaton.IsAnchored))
            {
                found = position;
            }

            if (position == start || (found >= 0 && isAnyEnough))
            {
                return found;
            }

            Step(isEmpty ? null : situation.Backward, situation.Accepting);
            var end = position;
            var characterClass = _classes.Before(text, ref position);
            var block = position >> BlockShift;
            if (end == text.Length || end >> BlockShift != block)
            {
                _blockEndPositions[block] = end;
                _next.AsSpan(RowStep.Margin, _words).CopyTo(_blockEnds.AsSpan(block * _words));
            }

            isEmpty = KeepWaiting(characterClass);
        }
    }

    /// <summary>Walks the preferred way from the start of the match to its end.</summary>
    void Fill(ReadOnlySpan<byte> text, int position, Span<int> slots)
    {
        slots[.._automaton.SlotCount].Fill(-1);
        var at = _automaton.Start;
        var block = -1;
        var steps = 0L;
        while (true)
        {
            ReadOnlySpan<ulong> row = _noPlaces;
            if (position < text.Length)
            {
                if (position >> BlockShift != block)
                {
                    block = position >> BlockShift;
                    FindRows(text, block, position);
                }

                row = _block.AsSpan((position & (BlockBytes - 1)) * _words, _words);
            }

            var leaf = SituationAt(text, position).WaysFrom(at).Preferred(row, out var saves, ref steps);
            for (; saves is not null; saves = saves.Before)
            {
                slots[saves.Slot] = position;
            }

            if (_automaton.Code[leaf].Op == InstructionOp.Match)
            {
                Steps += steps;
                return;
            }

            at = _automaton.Code[leaf].Next;
            _classes.After(text, ref position);
        }
    }

    /// <summary>Finds the rows of the characters in a block once more, back to a position.</summary>
    void FindRows(ReadOnlySpan<byte> text, int block, int first)
    {
        _blockEnds.AsSpan(block * _words, _words).CopyTo(_next.AsSpan(RowStep.Margin));
        for (var position = _blockEndPositions[block]; ;)
        {
            var isEmpty = KeepWaiting(_classes.Before(text, ref position));
            _current.AsSpan(RowStep.Margin, _words).CopyTo(_block.AsSpan((position & (BlockBytes - 1)) * _words));
            if (position == first)
            {
                return;
            }

            var situation = SituationAt(text, position);
            Step(isEmpty ? null : situation.Backward, situation.Accepting);
        }
    }

    /// <summary>Keeps of the next places those that wait for a class, as the current ones.</summary>
    /// <returns>Whether there is none.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    bool KeepWaiting(int characterClass)
    {
        ref var next = ref MemoryMarshal.GetArrayDataReference(_next);
        ref var current = ref MemoryMarshal.GetArrayDataReference(_current);
        ref var waiting = ref _waiting[characterClass * _words];
        var any = Vector512<ulong>.Zero;
        for (var word = 0; word < _words; word += WordsPerVector)
        {
            var at = (nuint)(word + RowStep.Margin);
            var left = Vector512.LoadUnsafe(ref next, at) & Vector512.LoadUnsafe(ref waiting, (nuint)word);
            left.StoreUnsafe(ref current, at);
            any |= left;
        }

        return any == Vector512<ulong>.Zero;
    }

    /// <summary>Leads from the current places to the next ones, and adds others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Step(RowStep? step, ulong[] added)
    {
        if (step is null)
        {
            added.CopyTo(_next, RowStep.Margin);
            return;
        }

        Steps += step.Run(_current, _next);
        ref var next = ref MemoryMarshal.GetArrayDataReference(_next);
        ref var more = ref MemoryMarshal.GetArrayDataReference(added);
        for (var word = 0; word < _words; word += WordsPerVector)
        {
            var at = (nuint)(word + RowStep.Margin);
            (Vector512.LoadUnsafe(ref next, at) | Vector512.LoadUnsafe(ref more, (nuint)word)).StoreUnsafe(ref next, at);
        }
    }

    bool Meets(ulong[] places)
    {
        ref var current = ref MemoryMarshal.GetArrayDataReference(_current);
        ref var wanted = ref MemoryMarshal.GetArrayDataReference(places);
        for (var word = 0; word < _words; word += WordsPerVector)
        {
            var met = Vector512.LoadUnsafe(ref current, (nuint)(word + RowStep.Margin))
                & Vector512.LoadUnsafe(ref wanted, (nuint)word);
            if (met != Vector512<ulong>.Zero)
            {
                return true;
            }
        }

        return false;
    }

    RowSituation SituationAt(ReadOnlySpan<byte> text, int position) => _automaton.Asked == Assertions.None
        ? _last ?? SituationWhere(Assertions.None)
        : SituationWhere(_automaton.Neighbours.At(text, position) & _automaton.Asked);

    RowSituation SituationWhere(Assertions holding)
    {
        if (_last is null || _last.Holding != holding)
        {
            _last = _situations.Find(one => one.Holding == holding);
            if (_last is null)
            {
                _last = new RowSituation(_places, _words, holding);
                _situations.Add(_last);
            }
        }

        return _last;
    }

    /// <summary>By class, a row of the places that wait for it.</summary>
    ulong[] WaitingFor()
    {
        var placesOf = new List<int>[_automaton.CharacterSets.Count];
        for (var place = 0; place < _places.Count; place++)
        {
            var set = _automaton.Code[_places.Instructions[place]].Argument;
            (placesOf[set] ??= []).Add(place);
        }

        var waiting = new ulong[_classes.Count * _words];
        for (var characterClass = 0; characterClass < _classes.Count; characterClass++)
        {
            var row = waiting.AsSpan(characterClass * _words, _words);
            foreach (var set in _classes.SetsOf[characterClass])
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
