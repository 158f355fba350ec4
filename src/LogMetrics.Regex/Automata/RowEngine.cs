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
    // The methods below that see every character are compiled at once: texts that need them are rare and long, and the
    // first one shall not wait for a second compilation.
    const int BlockShift = 8;
    const int BlockBytes = 1 << BlockShift;
    const int WordsPerVector = 8;
    const int FewWords = 4;

    // The rows of a short pattern are kept for the whole text: 1 MiB, and no second pass.
    const int MaxKeptWords = 128 * 1024;

    readonly RowPattern _pattern;
    readonly Automaton _automaton;
    readonly CharacterClasses _classes;
    readonly ulong[] _waiting;
    readonly int _words;
    readonly int _usedWords;
    readonly ulong[] _current;
    readonly ulong[] _next;
    readonly ulong[] _noPlaces;
    ulong[] _kept = [];
    bool _keepsAll;
    WordPass? _wordPass;
    ulong[] _blockEnds = [];
    int[] _blockEndPositions = [];

    /// <param name="automaton">An automaton over characters.</param>
    public RowEngine(Automaton automaton)
    {
        _automaton = automaton;
        _pattern = new RowPattern(automaton);
        _classes = _pattern.Classes;
        _waiting = _pattern.Waiting;
        _words = _pattern.Words;
        _usedWords = Math.Max(1, (_pattern.PlaceCount + 63) / 64);
        _current = new ulong[_words + (2 * RowStep.Margin)];
        _next = new ulong[_words + (2 * RowStep.Margin)];
        _noPlaces = new ulong[_words];
    }

    /// <summary>Counts operations on rows: a measure of time that is the same on every machine.</summary>
    public long Steps { get; private set; }

    /// <summary>Whether a row is one word, so that captures cost little more than the verdict.</summary>
    public bool IsNarrow => PlaceCount <= WordPass.MaxPlaces;

    /// <summary>How many characters the pattern can wait for.</summary>
    public int PlaceCount => _pattern.PlaceCount;

    /// <summary>The most that a step over a character can cost, in operations on vectors, whatever the text is.</summary>
    public int WorstCost() => _pattern.WorstCost();

    /// <summary>Whether there is a match.</summary>
    /// <param name="text">Valid UTF-8.</param>
    /// <param name="start">Where it may start at the earliest.</param>
    public bool IsMatch(ReadOnlySpan<byte> text, int start) => FindStart(text, start, isAnyEnough: true) >= 0;

    /// <summary>Finds the leftmost match, and its captures.</summary>
    /// <param name="text">Valid UTF-8.</param>
    /// <param name="start">Where it may start at the earliest.</param>
    /// <param name="slots">Receives the captures.</param>
    public bool TryMatch(ReadOnlySpan<byte> text, int start, Span<int> slots) => IsNarrow && text.Length <= MaxKeptWords
        ? TryFill(text, FindStartByWord(text, start), slots)
        : TryMatchByVectors(text, start, slots);

    /// <summary>The same for rows of any length.</summary>
    public bool TryMatchByVectors(ReadOnlySpan<byte> text, int start, Span<int> slots) =>
        TryFill(text, FindStart(text, start, isAnyEnough: false), slots);

    int FindStartByWord(ReadOnlySpan<byte> text, int start)
    {
        if (_automaton.IsAnchored && start > 0)
        {
            return -1;
        }

        _keepsAll = true;
        MakeRoomFor(text.Length);
        var steps = 0L;
        _wordPass ??= new WordPass(_pattern);
        var found = _wordPass.FindStart(text, start, _kept, ref steps);
        Steps += steps;
        return found;
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
        var situation = _pattern.SituationAt(text, text.Length);
        var found = situation.StartAccepts && _pattern.CanStartAt(text.Length) ? text.Length : -1;
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

                situation = _pattern.SituationAt(text, position);
                isEmpty = KeepWaiting(characterClass, situation.Start, out var canStart);
                found = canStart && _pattern.CanStartAt(position) ? position : found;
            }
            else if (_automaton.Asked != Assertions.None)
            {
                situation = _pattern.SituationAt(text, position);
            }

            if (_keepsAll)
            {
                Keep(position);
            }

            if (situation.StartAccepts && _pattern.CanStartAt(position))
            {
                found = position;
            }
        }

        return found;
    }

    bool TryFill(ReadOnlySpan<byte> text, int matchStart, Span<int> slots)
    {
        if (matchStart < 0)
        {
            return false;
        }

        Fill(text, matchStart, slots);
        return true;
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

            var leaf = _pattern.SituationAt(text, position).WaysFrom(at).Preferred(row, out var saves, ref steps);
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

            Step(isEmpty, _pattern.SituationAt(text, position));
        }
    }

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
}
