using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LogMetrics.Regex.Automata;

/// <summary>Leads from a row of places to the row of all places that a step from one of them leads to.</summary>
/// <remarks>
/// <para>Most steps go a short way that many places share: to the next place, back to the same. They are made for all
/// places at once by shifting the row. What remains is looked up: some bits of one word are the index of a table, whose
/// entries say where they lead in a few vectors. No step depends on how many bits there are, or on a guess of the
/// processor, so that the time for a character hardly depends on the text.</para>
/// <para>Behind the places, a row has a vector for the assertions on the way from one place to the next:
/// <see cref="Complete"/> finds out which of them hold and lead on, before the step is made.</para>
/// </remarks>
sealed class RowStep
{
    public const int WordsPerVector = 8;

    /// <summary>The words before and after the bits of a row, always 0: shifts look there.</summary>
    public const int Margin = WordsPerVector;

    /// <summary>The most assertions: the last word of their vector is for joints.</summary>
    public const int MaxAssertions = JointWord * 64;

    const int JointWord = WordsPerVector - 1;

    readonly RowStepPlan _plan;
    readonly RowStepTables _made;
    readonly int _vectors;
    readonly int[] _distances;
    readonly int _firstDown;
    readonly int _firstStaying;
    readonly AlignedWords _accepting;
    readonly PlannedLook[] _looks;
    readonly RowSegment[] _segments;
    readonly int _nesting;
    readonly RowJoint[] _joints;
    readonly AlignedWords _jointPlaces;
    AlignedWords _shiftTargets = new(0);
    AlignedWords _tables = new(0);

    /// <param name="plan">What is shifted, and what is looked up.</param>
    /// <param name="vectors">The vectors of places; there is one more for assertions.</param>
    /// <param name="accepting">The places and assertions behind which a match can end at once, without margins.</param>
    /// <param name="nesting">How many assertions there can be between one place and the next; 0 where there are none.</param>
    public RowStep(RowStepPlan plan, int vectors, ulong[] accepting, int nesting)
    {
        _plan = plan;
        _vectors = vectors;
        _accepting = new AlignedWords(accepting);
        // Those that go up, those that go down, and last the one that stays.
        _distances = [.. plan.Distances.OrderBy(distance => distance > 0 ? 0 : distance < 0 ? 1 : 2)];
        _firstDown = _distances.Count(distance => distance > 0);
        _firstStaying = _distances.Count(distance => distance != 0);
        HasAssertions = nesting > 0;
        _made = new RowStepTables(plan, vectors, _distances);
        _segments = _made.Segments;
        _looks = _made.Looks;
        _nesting = nesting;
        _joints = _made.Joints(out _jointPlaces);
    }

    /// <summary>Whether <see cref="Complete"/> has to be asked before a step.</summary>
    public bool HasAssertions { get; }

    bool HasJoints => _joints.Length > 0;

    /// <summary>Selects what has to be looked up in a step over a character.</summary>
    /// <param name="waiting">The places that wait for the character, without margins.</param>
    public RowLookups Over(ReadOnlySpan<ulong> waiting)
    {
        var looks = Select(0, _segments.Length - 1, waiting, out var cost);
        foreach (var (first, count) in _plan.Segments[..^1])
        {
            var words = waiting.Slice(first * WordsPerVector, count * WordsPerVector);
            cost += count * (words.ContainsAnyExcept(0UL) ? 1 + _distances.Length : 1);
        }

        return looks with { Cost = cost + _plan.JointCost };
    }

    /// <summary>Selects what has to be looked up to know which assertions lead on.</summary>
    /// <param name="holds">The assertions that hold, one vector.</param>
    public RowLookups Where(ReadOnlySpan<ulong> holds)
    {
        var looks = Select(_segments.Length - 1, _segments.Length, holds, out var cost);
        var isNested = looks.Blocks.Length > 0 && looks.Blocks[^1].Word == Margin + (_vectors * WordsPerVector);
        return looks with
        {
            NestedRounds = isNested ? _nesting : 0,
            FirstNested = looks.Blocks.Length - (isNested ? 1 : 0),
            Cost = 1 + cost + (isNested ? (_nesting - 1) * looks.Blocks[^1].Cost : 0),
        };
    }

    RowLookups Select(int firstSegment, int endSegment, ReadOnlySpan<ulong> wanted, out int cost)
    {
        var (looks, blocks, firstBlock) = (new List<Lookup>(), new List<LookupBlock>(), new int[endSegment - firstSegment + 1]);
        cost = 0;
        for (var (segment, i) = (firstSegment, 0); segment < endSegment; segment++)
        {
            firstBlock[segment - firstSegment] = blocks.Count;
            var (first, width) = _plan.Segments[segment];
            var part = wanted.Slice(segment == _segments.Length - 1 ? 0 : first * WordsPerVector, width * WordsPerVector);
            for (; i < _looks.Length && _looks[i].Segment <= segment; i++)
            {
                if (_looks[i].Segment != segment || !IsMet(_looks[i].LedTo, part))
                {
                    continue;
                }

                var word = (_looks[i].Lookup.Word - Margin) / WordsPerVector * WordsPerVector;
                if (blocks.Count == firstBlock[segment - firstSegment] || blocks[^1].Word != word + Margin)
                {
                    blocks.Add(new LookupBlock(word + Margin, looks.Count, looks.Count, 0));
                }

                looks.Add(_looks[i].Lookup);
                blocks[^1] = blocks[^1] with { End = looks.Count, Cost = blocks[^1].Cost + RowStepPlan.CostOfLook(width) };
                cost += RowStepPlan.CostOfLook(width);
            }
        }

        firstBlock[^1] = blocks.Count;
        return new RowLookups([.. looks], [.. blocks], firstBlock, 0);
    }

    static bool IsMet(ReadOnlySpan<ulong> some, ReadOnlySpan<ulong> others)
    {
        for (var word = 0; word < some.Length; word++)
        {
            if ((some[word] & others[word]) != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds to a row the assertions that hold and lead to one of its places, or to the end of a match.</summary>
    /// <param name="row">The row, with margins.</param>
    /// <param name="holds">The assertions that hold, one vector.</param>
    /// <param name="looks">What <see cref="Where"/> says about them.</param>
    /// <param name="cost">Is raised by the operations it took.</param>
    /// <returns>Whether some are added.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Complete(AlignedWords row, ulong[] holds, RowLookups looks, ref int cost)
    {
        ref var from = ref row.First;
        var at = (nuint)(Margin + (_vectors * WordsPerVector));
        var seeds = Vector512.LoadUnsafe(ref _accepting.First, (nuint)(_vectors * WordsPerVector));
        var holding = Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(holds));
        cost++;
        seeds = LookUp(ref from, looks, 0, looks.FirstNested, seeds, ref cost);
        var added = holding & seeds;
        added.StoreUnsafe(ref from, at);
        for (var round = 0; round < looks.NestedRounds && added != Vector512<ulong>.Zero; round++)
        {
            var more = holding & LookUp(ref from, looks, looks.FirstNested, looks.Blocks.Length, seeds, ref cost);
            if (more == added)
            {
                break;
            }

            added = more;
            added.StoreUnsafe(ref from, at);
        }

        return added != Vector512<ulong>.Zero;
    }

    /// <summary>Makes a step, and keeps of the places it leads to those that wait for a character.</summary>
    /// <param name="row">Where from, with margins.</param>
    /// <param name="next">Receives where to, with margins.</param>
    /// <param name="waiting">The places that wait for the character, without margins.</param>
    /// <param name="looks">What <see cref="Over"/> says about it.</param>
    /// <param name="isEmpty">Receives whether no place is reached.</param>
    /// <returns>How many operations on vectors it took.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Run(AlignedWords row, AlignedWords next, ref ulong waiting, RowLookups looks, out bool isEmpty)
    {
        // Every row is as long as the masks that were made for it.
        ref var from = ref row.First;
        ref var to = ref next.First;
        ref var accepting = ref _accepting.First;
        var cost = _vectors;
        if (HasJoints)
        {
            Unsafe.Add(ref from, Margin + (_vectors * WordsPerVector) + JointWord) = Joined(ref from, ref cost);
        }

        var any = Vector512<ulong>.Zero;
        for (var i = 0; i < _segments.Length - 1; i++)
        {
            ref readonly var segment = ref _segments[i];
            var (firstBlock, endBlock) = (looks.FirstBlock[i], looks.FirstBlock[i + 1]);
            var word = segment.First * WordsPerVector;
            ref var part = ref Unsafe.Add(ref to, word + Margin);
            ref var asked = ref Unsafe.Add(ref waiting, word);
            any |= segment.Count switch
            {
                1 => Run<One>(ref from, ref part, ref asked, segment.First, looks, firstBlock, endBlock, ref cost),
                2 => Run<Two>(ref from, ref part, ref asked, segment.First, looks, firstBlock, endBlock, ref cost),
                3 => Run<Three>(ref from, ref part, ref asked, segment.First, looks, firstBlock, endBlock, ref cost),
                _ => Run<Four>(ref from, ref part, ref asked, segment.First, looks, firstBlock, endBlock, ref cost),
            };
        }

        isEmpty = any == Vector512<ulong>.Zero;
        return cost;
    }

    /// <summary>The same for the vectors of a segment; returns what is reached in any of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Vector512<ulong> Run<TWidth>(
        ref ulong from, ref ulong to, ref ulong waiting, int vector, RowLookups looks, int firstBlock, int endBlock, ref int cost)
        where TWidth : struct, IWidth
    {
        var asked0 = Vector512.LoadUnsafe(ref waiting);
        var asked1 = TWidth.Vectors > 1 ? Vector512.LoadUnsafe(ref waiting, WordsPerVector) : default;
        var asked2 = TWidth.Vectors > 2 ? Vector512.LoadUnsafe(ref waiting, 2 * WordsPerVector) : default;
        var asked3 = TWidth.Vectors > 3 ? Vector512.LoadUnsafe(ref waiting, 3 * WordsPerVector) : default;
        if ((asked0 | asked1 | asked2 | asked3) != Vector512<ulong>.Zero)
        {
            ref var accepting = ref Unsafe.Add(ref _accepting.First, vector * WordsPerVector);
            var reached0 = Vector512.LoadUnsafe(ref accepting) | Shifted(ref from, vector);
            var reached1 = TWidth.Vectors > 1
                ? Vector512.LoadUnsafe(ref accepting, WordsPerVector) | Shifted(ref from, vector + 1) : default;
            var reached2 = TWidth.Vectors > 2
                ? Vector512.LoadUnsafe(ref accepting, 2 * WordsPerVector) | Shifted(ref from, vector + 2) : default;
            var reached3 = TWidth.Vectors > 3
                ? Vector512.LoadUnsafe(ref accepting, 3 * WordsPerVector) | Shifted(ref from, vector + 3) : default;
            cost += TWidth.Vectors * _distances.Length;
            LookUp<TWidth>(ref from, looks, firstBlock, endBlock, ref reached0, ref reached1, ref reached2, ref reached3, ref cost);
            asked0 &= reached0;
            asked1 &= reached1;
            asked2 &= reached2;
            asked3 &= reached3;
        }

        asked0.StoreUnsafe(ref to);
        if (TWidth.Vectors > 1)
        {
            asked1.StoreUnsafe(ref to, WordsPerVector);
        }

        if (TWidth.Vectors > 2)
        {
            asked2.StoreUnsafe(ref to, 2 * WordsPerVector);
        }

        if (TWidth.Vectors > 3)
        {
            asked3.StoreUnsafe(ref to, 3 * WordsPerVector);
        }

        return asked0 | asked1 | asked2 | asked3;
    }

    /// <summary>Makes the tables, which only texts that need them pay for.</summary>
    public void Prepare()
    {
        if (_tables.Length == 0)
        {
            _shiftTargets = _made.ShiftTargets();
            _tables = _made.Tables();
        }
    }

    /// <summary>Adds where the bits lead that are looked up, in the vectors of a segment.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void LookUp<TWidth>(
        ref ulong from, RowLookups looks, int firstBlock, int endBlock,
        ref Vector512<ulong> reached0, ref Vector512<ulong> reached1, ref Vector512<ulong> reached2, ref Vector512<ulong> reached3, ref int cost)
        where TWidth : struct, IWidth
    {
        ref var tables = ref _tables.First;
        ref var first = ref MemoryMarshal.GetArrayDataReference(looks.Looks);
        foreach (ref readonly var block in looks.Blocks.AsSpan(firstBlock, endBlock - firstBlock))
        {
            if (Vector512.LoadUnsafe(ref from, (nuint)block.Word) == Vector512<ulong>.Zero)
            {
                continue;
            }

            cost += block.Cost;
            ref var look = ref Unsafe.Add(ref first, block.First);
            ref var end = ref Unsafe.Add(ref first, block.End);
            for (; Unsafe.IsAddressLessThan(ref look, ref end); look = ref Unsafe.Add(ref look, 1))
            {
                var index = Extract(Unsafe.Add(ref from, look.Word), look.Bits);
                ref var entry = ref Unsafe.Add(ref tables, (nint)look.Table + ((nint)index * TWidth.Vectors * WordsPerVector));
                reached0 |= Vector512.LoadUnsafe(ref entry);
                reached1 |= TWidth.Vectors > 1 ? Vector512.LoadUnsafe(ref entry, WordsPerVector) : default;
                reached2 |= TWidth.Vectors > 2 ? Vector512.LoadUnsafe(ref entry, 2 * WordsPerVector) : default;
                reached3 |= TWidth.Vectors > 3 ? Vector512.LoadUnsafe(ref entry, 3 * WordsPerVector) : default;
            }
        }
    }

    /// <summary>The same in one vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Vector512<ulong> LookUp(
        ref ulong from, RowLookups looks, int firstBlock, int endBlock, Vector512<ulong> reached, ref int cost)
    {
        Vector512<ulong> none = default;
        LookUp<One>(ref from, looks, firstBlock, endBlock, ref reached, ref none, ref none, ref none, ref cost);
        return reached;
    }

    /// <summary>The joints that a place of the row belongs to, a bit for each.</summary>
    ulong Joined(ref ulong from, ref int cost)
    {
        ref var places = ref _jointPlaces.First;
        var joined = 0UL;
        for (var i = 0; i < _joints.Length; i++)
        {
            ref readonly var joint = ref _joints[i];
            var met = Vector512<ulong>.Zero;
            for (var word = 0; word < joint.Count; word += WordsPerVector)
            {
                met |= Vector512.LoadUnsafe(ref from, (nuint)(joint.Word + word)) & Vector512.LoadUnsafe(ref places, (nuint)(joint.Places + word));
            }

            cost += joint.Count / WordsPerVector;
            joined |= met == Vector512<ulong>.Zero ? 0 : 1UL << i;
        }

        return joined;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Extract(ulong word, ulong bits) =>
        Bmi2.X64.IsSupported ? Bmi2.X64.ParallelBitExtract(word, bits) : ExtractOneByOne(word, bits);

    static ulong ExtractOneByOne(ulong word, ulong bits)
    {
        var extracted = 0UL;
        for (var to = 1UL; bits != 0; bits &= bits - 1, to <<= 1)
        {
            extracted |= (word & bits & (~bits + 1)) != 0 ? to : 0;
        }

        return extracted;
    }

    /// <summary>Where the shifted steps lead to, in one vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Vector512<ulong> Shifted(ref ulong from, int vector)
    {
        var word = (nuint)((vector * WordsPerVector) + Margin);
        var here = Vector512.LoadUnsafe(ref from, word);
        var (below, above) = (default(Vector512<ulong>), default(Vector512<ulong>));
        if (_firstDown > 0)
        {
            below = Vector512.Shuffle(here, Vector512.Create(8UL, 0, 1, 2, 3, 4, 5, 6))
                | Vector512.Shuffle(Vector512.LoadUnsafe(ref from, word - WordsPerVector), Vector512.Create(7UL, 8, 8, 8, 8, 8, 8, 8));
        }

        if (_firstStaying > _firstDown)
        {
            above = Vector512.Shuffle(here, Vector512.Create(1UL, 2, 3, 4, 5, 6, 7, 8))
                | Vector512.Shuffle(Vector512.LoadUnsafe(ref from, word + WordsPerVector), Vector512.Create(8UL, 8, 8, 8, 8, 8, 8, 0));
        }

        ref var masks = ref _shiftTargets.First;
        var mask = (nuint)(vector * WordsPerVector * _distances.Length);
        var reached = Vector512<ulong>.Zero;
        var i = 0;
        for (; i < _firstDown; i++, mask += WordsPerVector)
        {
            var distance = _distances[i];
            reached |= ((here << distance) | (below >> (64 - distance))) & Vector512.LoadUnsafe(ref masks, mask);
        }

        for (; i < _firstStaying; i++, mask += WordsPerVector)
        {
            var distance = -_distances[i];
            reached |= ((here >> distance) | (above << (64 - distance))) & Vector512.LoadUnsafe(ref masks, mask);
        }

        if (i < _distances.Length)
        {
            reached |= here & Vector512.LoadUnsafe(ref masks, mask);
        }

        return reached;
    }

    interface IWidth
    {
        static abstract int Vectors { get; }
    }

    readonly struct One : IWidth
    {
        public static int Vectors => 1;
    }

    readonly struct Two : IWidth
    {
        public static int Vectors => 2;
    }

    readonly struct Three : IWidth
    {
        public static int Vectors => 3;
    }

    readonly struct Four : IWidth
    {
        public static int Vectors => 4;
    }
}
