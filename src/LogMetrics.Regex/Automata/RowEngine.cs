using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LogMetrics.Regex.Syntax;

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
    // The methods below that see every character are compiled at once: texts that need them are rare and long, and the
    // first one shall not wait for a second compilation.
    const int BlockShift = 8;
    const int BlockBytes = 1 << BlockShift;
    const int WordsPerVector = 8;
    const int FewWords = 4;

    // The rows of a short pattern are kept for the whole text: 1 MiB, and no second pass.
    const int MaxKeptWords = 128 * 1024;

    readonly Automaton _automaton;
    readonly CharacterPlaces _places;
    readonly CharacterClasses _classes;
    readonly int _words;
    readonly ulong[] _waiting;
    readonly List<RowSituation> _situations = [];
    readonly Neighbours _neighbours;
    readonly bool _isOverBytes;
    readonly IReadOnlyList<int[]> _sets;
    readonly RowSituation?[] _byKinds;
    readonly ulong[] _current;
    readonly ulong[] _next;
    readonly int _usedWords;
    ulong[] _kept = [];
    bool _keepsAll;
    readonly ulong[] _noPlaces;
    ulong[] _blockEnds = [];
    int[] _blockEndPositions = [];

    /// <param name="automaton">An automaton over characters, or over bytes.</param>
    public RowEngine(Automaton automaton)
    {
        _automaton = automaton;
        _neighbours = automaton.Neighbours;
        _byKinds = new RowSituation?[_neighbours.KindCount * _neighbours.KindCount];
        _places = new CharacterPlaces(automaton);
        _isOverBytes = automaton.CharacterSets.Count == 0;
        _sets = _isOverBytes ? [.. automaton.Sets.Select(RangesOf)] : automaton.CharacterSets;
        _classes = new CharacterClasses(_sets, _isOverBytes);
        _words = Math.Max(1, (_places.Count + 511) / 512) * WordsPerVector;
        _current = new ulong[_words + (2 * RowStep.Margin)];
        _next = new ulong[_words + (2 * RowStep.Margin)];
        _usedWords = Math.Max(1, (_places.Count + 63) / 64);
        _noPlaces = new ulong[_words];
        _waiting = WaitingFor();
    }

    /// <summary>Counts operations on rows: a measure of time that is the same on every machine.</summary>
    public long Steps { get; private set; }

    /// <summary>How many characters the pattern can wait for.</summary>
    public int PlaceCount => _places.Count;

    /// <summary>The most that a step over a character can cost, in operations on vectors, whatever the text is.</summary>
    public int WorstCost()
    {
        // With all assertions at once no point of a text can have more ways.
        var situation = _automaton.Asked == Assertions.None
            ? SituationWhere(Assertions.None)
            : new RowSituation(_places, _words, _automaton.Asked, _waiting);
        if (situation.HasTooManyEdges)
        {
            return int.MaxValue;
        }

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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

        _keepsAll = !isAnyEnough && (long)text.Length * _usedWords <= MaxKeptWords;
        Array.Clear(_current);
        MakeRoomFor(isAnyEnough ? 0 : _keepsAll ? text.Length : BlockBytes);
        var situation = SituationAt(text, text.Length);
        var found = situation.StartAccepts && CanStartAt(text, text.Length) ? text.Length : -1;
        var isEmpty = true;
        for (var position = text.Length; position > start && (found < 0 || !isAnyEnough);)
        {
            var end = position;
            var characterClass = _classes.Before(text, ref position);
            var block = position >> BlockShift;
            var isBlockEnd = end == text.Length || end >> BlockShift != block;
            if (isBlockEnd || !isEmpty || situation.CanEndWith[characterClass])
            {
                Step(isEmpty, situation);
                if (isBlockEnd)
                {
                    _blockEndPositions[block] = end;
                    _next.AsSpan(RowStep.Margin, _words).CopyTo(_blockEnds.AsSpan(block * _words));
                }

                situation = SituationAt(text, position);
                isEmpty = KeepWaiting(characterClass, situation.Start, out var canStart);
                found = canStart && CanStartAt(text, position) ? position : found;
            }
            else if (_automaton.Asked != Assertions.None)
            {
                situation = SituationAt(text, position);
            }

            if (_keepsAll)
            {
                Keep(position);
            }

            if (situation.StartAccepts && CanStartAt(text, position))
            {
                found = position;
            }
        }

        return found;
    }

    /// <summary>Walks the preferred way from the start of the match to its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
                if (!_keepsAll && position >> BlockShift != block)
                {
                    block = position >> BlockShift;
                    FindRows(text, block, position);
                }

                row = _kept.AsSpan((_keepsAll ? position : position & (BlockBytes - 1)) * _usedWords, _usedWords);
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void FindRows(ReadOnlySpan<byte> text, int block, int first)
    {
        _blockEnds.AsSpan(block * _words, _words).CopyTo(_next.AsSpan(RowStep.Margin));
        for (var position = _blockEndPositions[block]; ;)
        {
            var isEmpty = KeepWaiting(_classes.Before(text, ref position), _noPlaces, out _);
            Keep(position & (BlockBytes - 1));
            if (position == first)
            {
                return;
            }

            Step(isEmpty, SituationAt(text, position));
        }
    }

    static int[] RangesOf(ByteSet set)
    {
        var ranges = new CharClassBuilder();
        foreach (var value in set.ToArray())
        {
            ranges.Add(value, value);
        }

        return ranges.ToRanges();
    }

    static bool IsInside(ReadOnlySpan<byte> text, int position) =>
        position < text.Length && (text[position] & 0xC0) == 0x80;

    bool CanStartAt(ReadOnlySpan<byte> text, int position) =>
        position == 0 || (!_automaton.IsAnchored && !(_isOverBytes && IsInside(text, position)));

    void MakeRoomFor(int rows)
    {
        if (_kept.Length < rows * _usedWords)
        {
            _kept = new ulong[rows * _usedWords];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Keep(int row)
    {
        if (_usedWords > FewWords)
        {
            _current.AsSpan(RowStep.Margin, _usedWords).CopyTo(_kept.AsSpan(row * _usedWords));
            return;
        }

        for (var word = 0; word < _usedWords; word++)
        {
            _kept[(row * _usedWords) + word] = _current[RowStep.Margin + word];
        }
    }

    /// <summary>Keeps of the next places those that wait for a class, as the current ones.</summary>
    /// <param name="characterClass">The class.</param>
    /// <param name="sought">Some places, without margins.</param>
    /// <param name="met">Receives whether one of those is kept.</param>
    /// <returns>Whether none is kept.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    bool KeepWaiting(int characterClass, ulong[] sought, out bool met)
    {
        ref var next = ref MemoryMarshal.GetArrayDataReference(_next);
        ref var current = ref MemoryMarshal.GetArrayDataReference(_current);
        ref var waiting = ref _waiting[characterClass * _words];
        ref var wanted = ref MemoryMarshal.GetArrayDataReference(sought);
        var (any, both) = (Vector512<ulong>.Zero, Vector512<ulong>.Zero);
        for (var word = 0; word < _words; word += WordsPerVector)
        {
            var at = (nuint)(word + RowStep.Margin);
            var left = Vector512.LoadUnsafe(ref next, at) & Vector512.LoadUnsafe(ref waiting, (nuint)word);
            left.StoreUnsafe(ref current, at);
            any |= left;
            both |= left & Vector512.LoadUnsafe(ref wanted, (nuint)word);
        }

        Steps++;
        met = both != Vector512<ulong>.Zero;
        return any == Vector512<ulong>.Zero;
    }

    /// <summary>Leads from the current places, if there are any, to those before them, and adds those that can end a match.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Step(bool isEmpty, RowSituation situation)
    {
        if (isEmpty)
        {
            situation.Accepting.CopyTo(_next, RowStep.Margin);
        }
        else
        {
            Steps += situation.Backward.Run(_current, _next, situation.Accepting);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    RowSituation SituationAt(ReadOnlySpan<byte> text, int position)
    {
        if (_automaton.Asked == Assertions.None)
        {
            return _byKinds[0] ?? FindSituation(0, 0);
        }

        if (_isOverBytes && IsInside(text, position))
        {
            // Nothing is asked inside a character.
            return SituationWhere(Assertions.None);
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
        SituationWhere(_automaton.Asked == Assertions.None ? Assertions.None : _neighbours.Between(before, after) & _automaton.Asked);

    RowSituation SituationWhere(Assertions holding)
    {
        var situation = _situations.Find(one => one.Holding == holding);
        if (situation is null)
        {
            situation = new RowSituation(_places, _words, holding, _waiting);
            _situations.Add(situation);
        }

        return situation;
    }

    /// <summary>By class, a row of the places that wait for it.</summary>
    ulong[] WaitingFor()
    {
        var placesOf = new List<int>[_sets.Count];
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
