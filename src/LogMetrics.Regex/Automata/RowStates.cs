using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LogMetrics.Regex.Automata;

/// <summary>The rows that texts have led to so far, each once, and which one follows which: what was stepped once is looked up.</summary>
/// <remarks>
/// A state is a row of places and the kind of the character that they wait for; over a character it leads back to another. Words
/// in an alternation, and the definitions of grok, have some thousand rows whatever the text is, so that even a long step is
/// rarely made. Texts that need a new row for every character are found out soon (<see cref="MaxCost"/>), and go on without.
/// </remarks>
sealed class RowStates
{
    // Steps that a text may have noted before it matters how many were looked up instead, and from then on: two for each.
    const int NewAtFirst = 6144;
    const int KnownForNew = 2;

    // The texts that go on without after one whose rows were too new.
    const int MaxRest = 64;

    // What noting takes beside the step, in operations, for a row and for each of its vectors.
    const int CostOfNoting = 16;
    const int CostOfVector = 4;

    const int FirstStates = 64;
    const int BytesBesideRow = 32;
    const int CanStartBit = 1;
    const int Unused = -1;

    readonly RowPattern _pattern;
    readonly Neighbours _neighbours;
    readonly int _words;
    readonly int _maxBytes;

    // By byte of ASCII, the number of its class and kind; -1 where the byte alone does not tell.
    readonly int[] _symbolOfByte = new int[ByteSet.AsciiEnd];
    readonly int[] _symbols;
    readonly (int Class, int Kind)[] _pairs;

    ulong[] _rows;
    int[] _kinds = new int[FirstStates];
    int[] _next;
    int[] _buckets = new int[4 * FirstStates];
    int[] _trail = [];
    bool _isFull;
    int _rest;
    int _restLeft;

    /// <param name="pattern">What makes the steps.</param>
    /// <param name="maxBytes">The most memory that the states may take.</param>
    public RowStates(RowPattern pattern, int maxBytes)
    {
        _pattern = pattern;
        _neighbours = pattern.Automaton.Neighbours;
        _words = pattern.Words;
        _maxBytes = maxBytes;
        _symbols = new int[pattern.Classes.Count * _neighbours.KindCount];
        _pairs = Pairs();
        _rows = new ulong[FirstStates * _words];
        _next = new int[FirstStates * _pairs.Length];
    }

    /// <summary>How many states there are.</summary>
    public int Count { get; private set; }

    public long CacheBytes => (long)Count * BytesOfState;

    /// <summary>The first position whose row is known here; what lies before it was not reached.</summary>
    public int First { get; private set; }

    /// <summary>Operations that noting takes at most beside the steps, for a text of so many bytes.</summary>
    public long MaxCost(int length) =>
        ((KnownForNew * (long)NewAtFirst) + length) / (1 + KnownForNew) * (CostOfNoting + (CostOfVector * _pattern.Vectors));

    int BytesOfState => (_words * sizeof(ulong)) + (_pairs.Length * sizeof(int)) + BytesBesideRow;

    /// <summary>The row of the places that wait for the character at a position and lead to a match.</summary>
    public ReadOnlySpan<ulong> RowAt(int position) => RowOf(_trail[position]);

    /// <summary>Goes from an end towards the start of a text as far as states can be known.</summary>
    /// <param name="text">Valid UTF-8.</param>
    /// <param name="start">Where a match may start at the earliest.</param>
    /// <param name="end">Where it ends at the latest.</param>
    /// <param name="isAnyEnough">Whether the start of any match will do, and the trail is not needed.</param>
    /// <param name="current">Receives, with margins, the row at the position that was reached.</param>
    /// <param name="next">Is used for steps.</param>
    /// <param name="found">Receives the leftmost start of a match before the position that was reached, or -1.</param>
    /// <param name="cost">Is raised by the operations that it took.</param>
    /// <returns>The position that was reached: matches that start there are not looked for yet.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Run(
        ReadOnlySpan<byte> text, int start, int end, bool isAnyEnough, AlignedWords current, AlignedWords next, out int found, ref long cost)
    {
        found = Unused;
        var isAnchored = _pattern.Automaton.IsAnchored;
        var noted = 0;
        current.Span.Clear();
        First = end;
        if (_restLeft > 0)
        {
            _restLeft--;
            return end;
        }

        Begin(text.Length);
        if (!TryAdd(current, _neighbours.FromAhead(_neighbours.KindAfter(text, end)), out var state))
        {
            return end;
        }

        var position = end;
        ref var bytes = ref MemoryMarshal.GetReference(text);
        ref var symbols = ref MemoryMarshal.GetArrayDataReference(_symbolOfByte);
        ref var trail = ref MemoryMarshal.GetArrayDataReference(_trail);
        while (position > start)
        {
            var before = position - 1;
            var value = Unsafe.Add(ref bytes, before);
            var symbol = value < ByteSet.AsciiEnd ? Unsafe.Add(ref symbols, value) : Unused;
            if (symbol < 0)
            {
                symbol = SymbolBefore(text, position, out before);
            }

            var entry = _next[(state * _pairs.Length) + symbol];
            if (entry == 0 && (IsTooNew(++noted, end - position) || !TryStep(state, symbol, current, next, out entry, ref cost)))
            {
                break;
            }

            if ((entry & CanStartBit) != 0 && !isAnchored)
            {
                found = position;
                if (isAnyEnough)
                {
                    break;
                }
            }

            state = entry >> 1;
            position = before;
            Unsafe.Add(ref trail, position) = state;
        }

        _rest = position > start && !(found >= 0 && isAnyEnough) ? Math.Min((2 * _rest) + 1, MaxRest) : 0;
        _restLeft = _rest;
        cost += end - position;
        First = position;
        RowOf(state).CopyTo(current.Span[RowStep.Margin..]);
        return position;
    }

    /// <summary>Gives back what a text took; its rows are not known any more.</summary>
    public void End()
    {
        if (_trail.Length > 0)
        {
            ArrayPool<int>.Shared.Return(_trail);
            _trail = [];
        }
    }

    static bool IsTooNew(int noted, int passed) => KnownForNew * (noted - NewAtFirst) > passed - noted;

    void Begin(int length)
    {
        // Long lines are rare, and patterns are many: what one of them needs for a long line serves all.
        _trail = ArrayPool<int>.Shared.Rent(Math.Max(1, length));

        if (_isFull || Count == 0)
        {
            // The first state stands for an entry that is not known; it has no row.
            Array.Clear(_next, 0, Count * _pairs.Length);
            Array.Clear(_buckets);
            _isFull = false;
            Count = 1;
        }
    }

    /// <summary>Makes a step, and notes where it leads.</summary>
    /// <returns>False when there is no room for it.</returns>
    bool TryStep(int state, int symbol, AlignedWords current, AlignedWords next, out int entry, ref long cost)
    {
        var (characterClass, kind) = _pairs[symbol];
        RowOf(state).CopyTo(current.Span[RowStep.Margin..]);
        var step = _pattern.Step;
        var taken = CostOfNoting + (CostOfVector * _pattern.Vectors);
        if (step.HasAssertions)
        {
            var situation = _pattern.SituationBetween(kind, _kinds[state]);
            step.Complete(current, situation.Holds, _pattern.LooksAt(situation), ref taken);
        }

        entry = _pattern.StartAccepts || _pattern.CanStartFrom(current) ? CanStartBit : 0;
        taken += step.Run(
            current, next, ref Unsafe.Add(ref _pattern.Waiting.First, characterClass * _words), _pattern.LooksOver(characterClass), out _);
        cost += taken;
        if (!TryAdd(next, _neighbours.FromAhead(kind), out var reached))
        {
            return false;
        }

        entry |= reached << 1;
        _next[(state * _pairs.Length) + symbol] = entry;
        return true;
    }

    bool TryAdd(AlignedWords row, int kind, out int state)
    {
        var words = row.Span.Slice(RowStep.Margin, _words);
        var bucket = FindBucket(words, kind);
        state = _buckets[bucket];
        if (state != 0)
        {
            return true;
        }

        if ((long)(Count + 1) * BytesOfState > _maxBytes)
        {
            _isFull = true;
            return false;
        }

        if (Count == _kinds.Length)
        {
            Array.Resize(ref _kinds, 2 * Count);
            Array.Resize(ref _rows, 2 * Count * _words);
            Array.Resize(ref _next, 2 * Count * _pairs.Length);
        }

        state = Count++;
        _kinds[state] = kind;
        words.CopyTo(_rows.AsSpan(state * _words));
        _buckets[bucket] = state;
        if (2 * Count > _buckets.Length)
        {
            GrowBuckets();
        }

        return true;
    }

    int FindBucket(ReadOnlySpan<ulong> words, int kind)
    {
        var mask = _buckets.Length - 1;
        for (var bucket = (HashOf(words) + kind) & mask; ; bucket = (bucket + 1) & mask)
        {
            var state = _buckets[bucket];
            if (state == 0 || (_kinds[state] == kind && RowOf(state).SequenceEqual(words)))
            {
                return bucket;
            }
        }
    }

    void GrowBuckets()
    {
        _buckets = new int[2 * _buckets.Length];
        for (var state = 1; state < Count; state++)
        {
            _buckets[FindBucket(RowOf(state), _kinds[state])] = state;
        }
    }

    ReadOnlySpan<ulong> RowOf(int state) => _rows.AsSpan(state * _words, _words);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int HashOf(ReadOnlySpan<ulong> words)
    {
        var sum = Vector512.Create(0x9E3779B97F4A7C15UL, 0xC2B2AE3D27D4EB4FUL, 0x165667B19E3779F9UL, 0xD6E8FEB86659FD93UL,
            0xA0761D6478BD642FUL, 0xE7037ED1A0B428DBUL, 0x8EBC6AF09C88C6E3UL, 0x589965CC75374CC3UL);
        var factors = sum;
        for (var word = 0; word < words.Length; word += RowStep.WordsPerVector)
        {
            sum = (sum ^ Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(words), (nuint)word)) * factors;
            sum ^= sum >> 29;
        }

        var all = Vector512.Sum(sum * factors);
        return (int)((all ^ (all >> 32)) & int.MaxValue);
    }

    int SymbolBefore(ReadOnlySpan<byte> text, int position, out int before)
    {
        var kind = _neighbours.KindBefore(text, position);
        before = position;
        return _symbols[(_pattern.Classes.Before(text, ref before) * _neighbours.KindCount) + kind];
    }

    /// <summary>Numbers the classes of characters and the kinds that go together.</summary>
    (int Class, int Kind)[] Pairs()
    {
        var pairs = new List<(int Class, int Kind)>();
        Array.Fill(_symbols, Unused);
        for (var value = 0; value < ByteSet.AsciiEnd; value++)
        {
            var kind = _neighbours.KindOfByte(value);
            _symbolOfByte[value] = kind < 0 ? Unused : Number(_pattern.Classes.Of(value), kind);
            foreach (var one in _neighbours.KindsOfByte(value))
            {
                Number(_pattern.Classes.Of(value), one);
            }
        }

        foreach (var (_, last, characterClass) in _pattern.Classes.Ranges())
        {
            foreach (var kind in last < ByteSet.AsciiEnd ? [] : _neighbours.OutsideAscii)
            {
                Number(characterClass, kind);
            }
        }

        return [.. pairs];

        int Number(int characterClass, int kind)
        {
            ref var symbol = ref _symbols[(characterClass * _neighbours.KindCount) + kind];
            if (symbol < 0)
            {
                symbol = pairs.Count;
                pairs.Add((characterClass, kind));
            }

            return symbol;
        }
    }
}
