using System.Buffers;
using System.Runtime.CompilerServices;

namespace LogMetrics.Regex.Automata;

/// <summary>Matches with all ways through a pattern in one row of bits, a bit for each character that the pattern can wait for.</summary>
/// <remarks>
/// <para>For texts that need too many states: the time for a character has a bound that only the pattern decides, and
/// is known when the pattern is loaded. It goes by characters and not by bytes: so <c>\pL{100}</c> has a hundred places and
/// not the tens of thousands that its bytes have.</para>
/// <para>Captures: a pass from the end of the text to its start finds for every point the places from which a match can be
/// reached, and remembers their rows. Then a walk from the start of the match goes the preferred of these ways. Where all rows
/// would take too much room, only the row at the end of every block of text is remembered, and the rows inside a block are
/// found once more, block by block.</para>
/// </remarks>
sealed class RowEngine
{
    // The methods below that see every character are compiled at once: texts that need them are rare and long, and the
    // first one shall not wait for a second compilation.
    const int BlockShift = 8;
    const int BlockBytes = 1 << BlockShift;
    const int FewWords = 4;

    // The rows are kept if they take no more than that, 16 MiB: then there is no second pass. They are lent from a pool, and
    // not the pattern's own, because few lines need them.
    const int DefaultMaxKeptWords = 2 * 1024 * 1024;

    // What a character can cost is said for texts of this length.
    const int UsualLength = 64 * 1024;

    readonly RowPattern _pattern;
    readonly CharacterClasses _classes;
    readonly AlignedWords _waiting;
    readonly int _words;
    readonly int _usedWords;
    readonly RowStates _states;
    readonly ulong[] _noPlaces;
    AlignedWords _current;
    AlignedWords _next;
    KeptRows? _sparseRows;
    KeptRows? _sparse;
    ulong[] _kept = [];
    bool _keepsAll;
    WordPass? _wordPass;
    ulong[] _blockEnds = [];
    int[] _blockEndPositions = [];

    /// <param name="automaton">An automaton over characters.</param>
    /// <param name="maxCacheBytes">The most memory that rows may take which are known from one text to the next.</param>
    public RowEngine(Automaton automaton, int maxCacheBytes = 0)
    {
        _pattern = new RowPattern(automaton);
        _classes = _pattern.Classes;
        _waiting = _pattern.Waiting;
        _words = _pattern.Words;
        _usedWords = Math.Max(1, (_pattern.PlaceCount + 63) / 64);
        _current = new AlignedWords(_words + RowStep.WordsPerVector + (2 * RowStep.Margin));
        _next = new AlignedWords(_current.Length);
        _noPlaces = new ulong[_words];
        _states = new RowStates(_pattern, maxCacheBytes);
    }

    public Automaton Automaton => _pattern.Automaton;

    /// <summary>The most words of rows that are kept for a text.</summary>
    public int MaxKeptWords { get; init; } = DefaultMaxKeptWords;

    /// <summary>From how many words on only vectors of a row are kept that are not 0. Fewer are faster written as they are.</summary>
    public int MinSparseWords { get; init; } = 33;

    /// <summary>Counts operations on rows: a measure of time that is the same on every machine.</summary>
    public long Steps { get; private set; }

    /// <summary>Whether a row is one word, so that captures cost little more than the verdict.</summary>
    public bool IsNarrow => PlaceCount <= WordPass.MaxPlaces;

    /// <summary>How many characters the pattern can wait for.</summary>
    public int PlaceCount => _pattern.PlaceCount;

    /// <summary>The most that one character of a text of 64 KiB can cost, in operations on vectors and words, whatever the text
    /// is: its row is found, twice if it cannot be kept, and a way is chosen.</summary>
    public int WorstCost() => WorstCost(UsualLength);

    /// <summary>The most steps that a text of so many bytes can take.</summary>
    public long MaxSteps(int length) => ((WordPass.MaxCost + 1 + (long)WorstCost(length)) * (length + 1L)) + _states.MaxCost(length);

    /// <summary>The rows that are known from one text to the next.</summary>
    public int StateCount => _states.Count;

    /// <summary>The memory that rows take which are known from one text to the next.</summary>
    public long CacheBytes => _states.CacheBytes;

    int WorstCost(int length)
    {
        var step = _pattern.WorstCost(out var choice);
        return step == int.MaxValue ? step : ((KeepsAll(length) ? 1 : 2) * step) + choice;
    }

    bool KeepsAll(int length) => (long)length * _usedWords <= MaxKeptWords;

    /// <summary>Whether there is a match.</summary>
    /// <param name="text">Valid UTF-8.</param>
    /// <param name="start">Where it may start at the earliest.</param>
    public bool IsMatch(ReadOnlySpan<byte> text, int start)
    {
        if (Automaton.IsAnchored && start > 0)
        {
            return false;
        }

        var found = FindStart(text, start, text.Length, isAnyEnough: true);
        _states.End();
        return found >= 0;
    }

    /// <summary>Finds the leftmost match, and its captures.</summary>
    /// <param name="text">Valid UTF-8.</param>
    /// <param name="start">Where it may start at the earliest.</param>
    /// <param name="slots">Receives the captures.</param>
    public bool TryMatch(ReadOnlySpan<byte> text, int start, Span<int> slots) =>
        TryMatch(text, start, text.Length, slots, byWord: IsNarrow && text.Length <= MaxKeptWords);

    /// <summary>The same where it is known that the preferred match ends at a position.</summary>
    public bool TryMatch(ReadOnlySpan<byte> text, int start, int end, Span<int> slots) =>
        TryMatch(text, start, end, slots, byWord: false);

    /// <summary>The same for rows of any length.</summary>
    public bool TryMatchByVectors(ReadOnlySpan<byte> text, int start, Span<int> slots) =>
        TryMatch(text, start, text.Length, slots, byWord: false);

    bool TryMatch(ReadOnlySpan<byte> text, int start, int end, Span<int> slots, bool byWord)
    {
        if (Automaton.IsAnchored && start > 0)
        {
            return false;
        }

        var isSparse = !byWord && _usedWords >= MinSparseWords && _words <= KeptRows.MaxWords;
        _sparse = isSparse ? _sparseRows ??= new KeptRows(_words) : null;
        _keepsAll = _sparse is null && KeepsAll(text.Length);
        try
        {
            var matchStart = byWord ? FindStartByWord(text, start) : FindStart(text, start, end, isAnyEnough: false);
            if (matchStart >= 0)
            {
                Fill(text, matchStart, end, slots, byWord);
            }

            return matchStart >= 0;
        }
        finally
        {
            _states.End();
            if (_kept.Length > 0)
            {
                ArrayPool<ulong>.Shared.Return(_kept);
                _kept = [];
                _sparse?.End();
            }
        }
    }

    int FindStartByWord(ReadOnlySpan<byte> text, int start)
    {
        var steps = 0L;
        _kept = ArrayPool<ulong>.Shared.Rent(Math.Max(1, text.Length));
        _wordPass ??= new WordPass(_pattern);
        var found = _wordPass.FindStart(text, start, _kept, ref steps);
        Steps += steps;
        return found;
    }

    /// <summary>Goes from the end of a match, or of the text, to the start; remembers the row at the end of each block.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where a match may start at the earliest.</param>
    /// <param name="end">Where it ends at the latest.</param>
    /// <param name="isAnyEnough">Whether the start of any match will do, which need not be the leftmost.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    int FindStart(ReadOnlySpan<byte> text, int start, int end, bool isAnyEnough)
    {
        var blocks = (text.Length >> BlockShift) + 1;
        if (_blockEndPositions.Length < blocks)
        {
            _blockEndPositions = new int[blocks];
            _blockEnds = new ulong[blocks * _words];
        }

        var step = _pattern.Step;
        step.Prepare();
        var cost = 0L;
        var first = _states.Run(text, start, end, isAnyEnough, _current, _next, out var found, ref cost);
        if (first > start && !isAnyEnough)
        {
            BeginKeeping(first);
        }

        var isEmpty = !_current.Span.Slice(RowStep.Margin, _words).ContainsAnyExcept(0UL);
        var after = _pattern.KindAfter(text, first);
        for (var position = first; ;)
        {
            if (step.HasAssertions)
            {
                isEmpty &= !Complete(step, text, position, ref after, ref cost);
            }

            if (_pattern.CanStartAt(position) && (_pattern.StartAccepts || (!isEmpty && _pattern.CanStartFrom(_current))))
            {
                found = position;
            }

            if (position <= start || (found >= 0 && isAnyEnough))
            {
                Steps += cost;
                return found;
            }

            var behind = position;
            var characterClass = _classes.Before(text, ref position);
            var block = position >> BlockShift;
            if (behind == first || behind >> BlockShift != block)
            {
                _blockEndPositions[block] = behind;
                _current.Span.Slice(RowStep.Margin, _words).CopyTo(_blockEnds.AsSpan(block * _words));
            }

            if (!isEmpty || _pattern.CanEndWith[characterClass])
            {
                cost += Run(step, characterClass, out isEmpty);
                (_current, _next) = (_next, _current);
            }

            if (!isAnyEnough && _sparse is not null)
            {
                _sparse.Keep(ref Unsafe.Add(ref _current.First, RowStep.Margin), position);
            }
            else if (!isAnyEnough && _keepsAll)
            {
                Keep(position);
            }
        }
    }

    /// <summary>Makes room for the rows of the characters before a position; those behind it are known.</summary>
    void BeginKeeping(int end)
    {
        _kept = ArrayPool<ulong>.Shared.Rent((_keepsAll ? end : BlockBytes) * _usedWords);
        _sparse?.Begin(end, MaxKeptWords);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    bool Complete(RowStep step, ReadOnlySpan<byte> text, int position, ref int kind, ref long cost)
    {
        var taken = 0;
        var before = _pattern.KindBefore(text, position);
        var situation = _pattern.SituationBetween(before, kind);
        kind = before;
        var some = step.Complete(_current, situation.Holds, _pattern.LooksAt(situation), ref taken);
        cost += taken;
        return some;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    int Run(RowStep step, int characterClass, out bool isEmpty) => step.Run(
        _current, _next, ref Unsafe.Add(ref _waiting.First, characterClass * _words), _pattern.LooksOver(characterClass), out isEmpty);

    /// <summary>Walks the preferred way from the start of the match to its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Fill(ReadOnlySpan<byte> text, int position, int end, Span<int> slots, bool byWord)
    {
        slots[..Automaton.SlotCount].Fill(-1);
        var at = Automaton.Start;
        var block = -1;
        var steps = 0L;
        while (true)
        {
            ReadOnlySpan<ulong> row = _noPlaces;
            if (position >= end)
            {
                // Nothing but the match is left.
            }
            else if (position >= _states.First && !byWord)
            {
                row = _states.RowAt(position);
            }
            else if (_sparse is not null && position >= _sparse.First)
            {
                row = _sparse.Read(position);
            }
            else
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

            if (Automaton.Code[leaf].Op == InstructionOp.Match)
            {
                Steps += steps;
                return;
            }

            at = Automaton.Code[leaf].Next;
            _classes.After(text, ref position);
        }
    }

    /// <summary>Finds the rows of the characters in a block once more, back to a position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void FindRows(ReadOnlySpan<byte> text, int block, int first)
    {
        _blockEnds.AsSpan(block * _words, _words).CopyTo(_current.Span.Slice(RowStep.Margin));
        var step = _pattern.Step;
        var cost = 0L;
        var after = _pattern.KindAfter(text, _blockEndPositions[block]);
        for (var position = _blockEndPositions[block]; position > first;)
        {
            if (step.HasAssertions)
            {
                Complete(step, text, position, ref after, ref cost);
            }

            cost += Run(step, _classes.Before(text, ref position), out _);
            (_current, _next) = (_next, _current);
            Keep(position & (BlockBytes - 1));
        }

        Steps += cost;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Keep(int row)
    {
        if (_usedWords > FewWords)
        {
            _current.Span.Slice(RowStep.Margin, _usedWords).CopyTo(_kept.AsSpan(row * _usedWords));
            return;
        }

        ReadOnlySpan<ulong> current = _current.Span[RowStep.Margin..];
        for (var word = 0; word < _usedWords; word++)
        {
            _kept[(row * _usedWords) + word] = current[word];
        }
    }
}
