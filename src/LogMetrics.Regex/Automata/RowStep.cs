using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LogMetrics.Regex.Automata;

/// <summary>Leads from a row of places to the row of all places that a step from one of them leads to.</summary>
/// <remarks>
/// Most steps go a short way that many places share: to the next place, back to the same, over an optional one. They
/// are made for all places at once by shifting the row. What remains are groups: places from which a step leads to the same
/// other places. A group that is met costs a few operations, once for each step.
/// </remarks>
sealed class RowStep
{
    /// <summary>The words before and after the bits of a row, always 0: shifts look there.</summary>
    public const int Margin = 8;

    const int WordsPerVector = 8;

    readonly int _words;
    readonly int[] _distances;
    readonly int _firstDown;
    readonly int _firstStaying;
    readonly ulong[] _shiftTargets;
    readonly RowGroups _groups;

    /// <param name="words">The words of a row, a multiple of 8.</param>
    /// <param name="plan">What is shifted, and what is in groups.</param>
    public RowStep(int words, RowStepPlan plan)
    {
        _words = words;
        // Those that go up, those that go down, and last the one that stays.
        _distances = [.. plan.Distances.OrderBy(distance => distance > 0 ? 0 : distance < 0 ? 1 : 2)];
        _firstDown = _distances.Count(distance => distance > 0);
        _firstStaying = _distances.Count(distance => distance != 0);
        _shiftTargets = new ulong[words * _distances.Length];
        foreach (var (place, planned) in plan.Shifted)
        {
            var distance = Array.IndexOf(_distances, plan.Distances[planned]);
            var target = place + _distances[distance];
            var at = ((target >> 9) * WordsPerVector * _distances.Length) + (distance * WordsPerVector) + ((target >> 6) & 7);
            _shiftTargets[at] |= 1UL << target;
        }

        _groups = new RowGroups(words, plan);
    }

    /// <summary>The most that a step can cost when only some places are met, in operations on vectors.</summary>
    /// <param name="places">These places, without margins.</param>
    public int CostOf(ReadOnlySpan<ulong> places) => FixedCost + _groups.CostOf(places);

    /// <summary>Makes a step.</summary>
    /// <param name="current">Where from, with margins.</param>
    /// <param name="next">Receives where to, with margins.</param>
    /// <param name="added">Places that are added, without margins.</param>
    /// <returns>How many operations on vectors it took.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Run(ReadOnlySpan<ulong> current, Span<ulong> next, ulong[] added)
    {
        // Every row is as long as the masks that were made for it.
        ref var from = ref MemoryMarshal.GetReference(current);
        ref var to = ref MemoryMarshal.GetReference(next);
        ref var more = ref MemoryMarshal.GetArrayDataReference(added);
        var cost = 0;

        // What was just written is read again as it was written: reads that begin elsewhere would have to wait for it.
        var before = Vector512<ulong>.Zero;
        var here = Vector512.LoadUnsafe(ref from, Margin);
        for (var word = 0; word < _words; word += WordsPerVector)
        {
            var after = Vector512.LoadUnsafe(ref from, (nuint)(word + Margin + WordsPerVector));
            var reached = Vector512.LoadUnsafe(ref more, (nuint)word);
            cost++;
            if ((before | here | after) != Vector512<ulong>.Zero)
            {
                var below = Vector512.Shuffle(here, Vector512.Create(8UL, 0, 1, 2, 3, 4, 5, 6))
                    | Vector512.Shuffle(before, Vector512.Create(7UL, 8, 8, 8, 8, 8, 8, 8));
                var above = Vector512.Shuffle(here, Vector512.Create(1UL, 2, 3, 4, 5, 6, 7, 8))
                    | Vector512.Shuffle(after, Vector512.Create(8UL, 8, 8, 8, 8, 8, 8, 0));
                reached |= Shifted(here, below, above, word);
                cost += _distances.Length;
            }

            reached.StoreUnsafe(ref to, (nuint)(word + Margin));
            before = here;
            here = after;
        }

        return cost + (_groups.Count == 0 ? 0 : _groups.Add(current, next));
    }

    /// <summary>Where the shifted steps lead to, in one vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Vector512<ulong> Shifted(Vector512<ulong> here, Vector512<ulong> below, Vector512<ulong> above, int word)
    {
        ref var masks = ref MemoryMarshal.GetArrayDataReference(_shiftTargets);
        var mask = (nuint)(word * _distances.Length);
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

    int FixedCost => _words / WordsPerVector * (_distances.Length + 1);
}
