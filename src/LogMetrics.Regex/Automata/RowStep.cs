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
    readonly ulong[] _shiftTargets;
    readonly RowGroups _groups;

    /// <param name="words">The words of a row, a multiple of 8.</param>
    /// <param name="plan">What is shifted, and what is in groups.</param>
    public RowStep(int words, RowStepPlan plan)
    {
        _words = words;
        _distances = [.. plan.Distances];
        _shiftTargets = new ulong[words * _distances.Length];
        foreach (var (place, distance) in plan.Shifted)
        {
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
    /// <returns>How many operations on vectors it took.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Run(ReadOnlySpan<ulong> current, Span<ulong> next)
    {
        // Every row is as long as the masks that were made for it.
        ref var from = ref MemoryMarshal.GetReference(current);
        ref var to = ref MemoryMarshal.GetReference(next);
        ref var masks = ref MemoryMarshal.GetArrayDataReference(_shiftTargets);
        var mask = (nuint)0;
        for (var word = Margin; word < _words + Margin; word += WordsPerVector)
        {
            var here = Vector512.LoadUnsafe(ref from, (nuint)word);
            var below = Vector512.LoadUnsafe(ref from, (nuint)(word - 1));
            var above = Vector512.LoadUnsafe(ref from, (nuint)(word + 1));
            var reached = Vector512<ulong>.Zero;
            foreach (var distance in _distances)
            {
                var shifted = distance switch
                {
                    > 0 => (here << distance) | (below >> (64 - distance)),
                    < 0 => (here >> -distance) | (above << (64 + distance)),
                    _ => here,
                };
                reached |= shifted & Vector512.LoadUnsafe(ref masks, mask);
                mask += WordsPerVector;
            }

            reached.StoreUnsafe(ref to, (nuint)word);
        }

        return FixedCost + (_groups.Count == 0 ? 0 : _groups.Add(current, next));
    }

    int FixedCost => _words / WordsPerVector * (_distances.Length + 1);
}
