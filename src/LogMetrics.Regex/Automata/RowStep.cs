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

    /// <summary>Makes a step in place, and keeps of the places it leads to those that wait for a character.</summary>
    /// <param name="row">Where from, and where to, with margins.</param>
    /// <param name="added">Places that are added before, without margins.</param>
    /// <param name="waiting">The places that wait for the character, without margins.</param>
    /// <param name="sought">Some places, without margins.</param>
    /// <param name="isEmpty">Receives whether no place is reached.</param>
    /// <param name="met">Receives whether one of the sought ones is reached.</param>
    /// <returns>How many operations on vectors it took.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Run(ulong[] row, ulong[] added, ref ulong waiting, ulong[] sought, out bool isEmpty, out bool met)
    {
        // Every row is as long as the masks that were made for it.
        ref var at = ref MemoryMarshal.GetArrayDataReference(row);
        var cost = 0;
        ref var more = ref MemoryMarshal.GetArrayDataReference(_groups.Count == 0 ? added : _groups.Add(row, added, ref cost));
        ref var wanted = ref MemoryMarshal.GetArrayDataReference(sought);
        var (any, both) = (Vector512<ulong>.Zero, Vector512<ulong>.Zero);

        // What is written is not read again on the way: reads would have to wait for it.
        var before = Vector512<ulong>.Zero;
        var here = Vector512.LoadUnsafe(ref at, Margin);
        for (var word = 0; word < _words; word += WordsPerVector)
        {
            var after = Vector512.LoadUnsafe(ref at, (nuint)(word + Margin + WordsPerVector));
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

            reached &= Vector512.LoadUnsafe(ref waiting, (nuint)word);
            reached.StoreUnsafe(ref at, (nuint)(word + Margin));
            any |= reached;
            both |= reached & Vector512.LoadUnsafe(ref wanted, (nuint)word);
            before = here;
            here = after;
        }

        isEmpty = any == Vector512<ulong>.Zero;
        met = both != Vector512<ulong>.Zero;
        return cost;
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
