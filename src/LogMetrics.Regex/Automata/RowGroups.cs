using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LogMetrics.Regex.Automata;

/// <summary>Groups of places from which a step leads to the same other places: met or not, each costs a few operations.</summary>
/// <remarks>
/// Where the places of a group fill several words, the group is asked for as a whole. Otherwise it is found by its places:
/// what is not in the row costs nothing.
/// </remarks>
sealed class RowGroups
{
    const int WordsPerVector = 8;
    const int MaxWordsFoundByPlaces = 2;
    const ulong EveryWord = (1 << WordsPerVector) - 1;

    readonly ulong[] _found;
    readonly int[] _entryOf;
    readonly Entry[] _entries;
    readonly Group[] _groups;
    readonly int _askedCount;
    readonly ulong[] _bits;
    readonly ulong[] _reached;
    readonly uint[] _met;
    uint _step;

    /// <param name="words">The words of a row, a multiple of 8.</param>
    /// <param name="plan">Says which groups there are.</param>
    public RowGroups(int words, RowStepPlan plan)
    {
        _found = new ulong[words];
        _reached = new ulong[words];
        _entryOf = new int[words * 64];
        var (entries, groups, bits) = (new List<Entry>(), new List<Group>(), new List<ulong>());
        foreach (var (targets, sources) in plan.Groups.OrderByDescending(group => IsAsked(group.Value)))
        {
            var isAsked = IsAsked(sources);
            if (!isAsked)
            {
                AddEntries(sources, groups.Count, entries);
            }

            groups.Add(new Group(Append(bits, targets), isAsked ? Append(bits, sources) : default));
            _askedCount += isAsked ? 1 : 0;
        }

        _entries = [.. entries];
        _groups = [.. groups];
        _bits = [.. bits];
        _met = new uint[groups.Count];
    }

    public int Count => _groups.Length;

    /// <summary>The most that a step can cost when only some places are met, in operations.</summary>
    /// <param name="places">These places, without margins.</param>
    public int CostOf(ReadOnlySpan<ulong> places)
    {
        var cost = 0;
        for (var i = 0; i < _askedCount; i++)
        {
            cost += (_groups[i].Sources.Count + _groups[i].Targets.Count) / WordsPerVector;
        }

        var met = new HashSet<int>();
        for (var word = 0; word < _found.Length; word++)
        {
            for (var bits = places[word] & _found[word]; bits != 0;)
            {
                var entry = _entries[_entryOf[(word << 6) + BitOperations.TrailingZeroCount(bits)]];
                bits &= ~entry.Places;
                cost += met.Add(entry.Group) ? 1 + (_groups[entry.Group].Targets.Count / WordsPerVector) : 1;
            }
        }

        return cost;
    }

    /// <summary>Finds where the groups lead that are met.</summary>
    /// <param name="current">The places, with margins.</param>
    /// <param name="added">Places that are added, without margins.</param>
    /// <param name="cost">Is raised by the operations it took.</param>
    /// <returns>Where they lead and what is added, without margins; valid until the next call.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ulong[] Add(ulong[] current, ulong[] added, ref int cost)
    {
        ref var from = ref MemoryMarshal.GetArrayDataReference(current);
        ref var bits = ref MemoryMarshal.GetArrayDataReference(_bits);
        var reached = added;
        for (var i = 0; i < _askedCount; i++)
        {
            ref readonly var group = ref _groups[i];
            var met = Vector512<ulong>.Zero;
            for (var word = 0; word < group.Sources.Count; word += WordsPerVector)
            {
                met |= Vector512.LoadUnsafe(ref from, (nuint)(group.Sources.First + RowStep.Margin + word))
                    & Vector512.LoadUnsafe(ref bits, (nuint)(group.Sources.Offset + word));
            }

            cost += group.Sources.Count / WordsPerVector;
            if (met != Vector512<ulong>.Zero)
            {
                cost += Reach(group.Targets, added, ref reached);
            }
        }

        if (_entries.Length == 0)
        {
            return reached;
        }

        if (++_step == 0)
        {
            Array.Clear(_met);
            _step = 1;
        }

        ref var found = ref MemoryMarshal.GetArrayDataReference(_found);
        for (var first = 0; first < _found.Length; first += WordsPerVector)
        {
            var some = Vector512.LoadUnsafe(ref from, (nuint)(first + RowStep.Margin)) & Vector512.LoadUnsafe(ref found, (nuint)first);
            for (var open = ~Vector512.Equals(some, Vector512<ulong>.Zero).ExtractMostSignificantBits() & EveryWord; open != 0; open &= open - 1)
            {
                cost += AddWord(first + BitOperations.TrailingZeroCount(open), ref from, added, ref reached);
            }
        }

        return reached;
    }

    /// <summary>The same for the groups whose places are met in one word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    int AddWord(int word, ref ulong from, ulong[] added, ref ulong[] reached)
    {
        var cost = 0;
        for (var left = Unsafe.Add(ref from, word + RowStep.Margin) & _found[word]; left != 0;)
        {
            ref readonly var entry = ref _entries[_entryOf[(word << 6) + BitOperations.TrailingZeroCount(left)]];
            left &= ~entry.Places;
            cost++;
            if (_met[entry.Group] != _step)
            {
                _met[entry.Group] = _step;
                cost += Reach(_groups[entry.Group].Targets, added, ref reached);
            }
        }

        return cost;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    int Reach(Part targets, ulong[] added, ref ulong[] reached)
    {
        if (reached == added)
        {
            added.CopyTo(_reached.AsSpan());
            reached = _reached;
        }

        ref var to = ref MemoryMarshal.GetArrayDataReference(reached);
        ref var bits = ref MemoryMarshal.GetArrayDataReference(_bits);
        for (var word = 0; word < targets.Count; word += WordsPerVector)
        {
            var at = (nuint)(targets.First + word);
            (Vector512.LoadUnsafe(ref to, at) | Vector512.LoadUnsafe(ref bits, (nuint)(targets.Offset + word)))
                .StoreUnsafe(ref to, at);
        }

        return targets.Count / WordsPerVector;
    }

    static bool IsAsked(List<int> group)
    {
        var words = 1;
        for (var i = 1; i < group.Count; i++)
        {
            words += group[i] >> 6 != group[i - 1] >> 6 ? 1 : 0;
        }

        return words > MaxWordsFoundByPlaces;
    }

    static Part Append(List<ulong> bits, List<int> places)
    {
        var first = places[0] >> 9;
        var part = new Part(first * WordsPerVector, ((places[^1] >> 9) - first + 1) * WordsPerVector, bits.Count);
        CollectionsMarshal.SetCount(bits, bits.Count + part.Count);
        var added = CollectionsMarshal.AsSpan(bits)[part.Offset..];
        added.Clear();
        foreach (var place in places)
        {
            added[(place >> 6) - part.First] |= 1UL << place;
        }

        return part;
    }

    void AddEntries(List<int> sources, int group, List<Entry> entries)
    {
        for (var i = 0; i < sources.Count;)
        {
            var word = sources[i] >> 6;
            var places = 0UL;
            for (; i < sources.Count && sources[i] >> 6 == word; i++)
            {
                places |= 1UL << sources[i];
                _entryOf[sources[i]] = entries.Count;
            }

            _found[word] |= places;
            entries.Add(new Entry(places, group));
        }
    }

    /// <summary>The places of a group that lie in one word.</summary>
    readonly record struct Entry(ulong Places, int Group);

    /// <summary>Some words of a row: the first, how many, and where their bits are.</summary>
    readonly record struct Part(int First, int Count, int Offset);

    /// <summary>Where a group leads, and its places if it is asked for as a whole.</summary>
    readonly record struct Group(Part Targets, Part Sources);
}
