using System.Numerics;
using System.Runtime.CompilerServices;

namespace LogMetrics.Regex.Automata;

/// <summary>
/// The places that are reached from one instruction, in the order of preference, so that the preferred one out of a row is
/// found a word at a time.
/// </summary>
sealed class Ways
{
    readonly Run[] _runs;
    readonly int[] _leaves;
    readonly Saving?[] _saves;
    readonly int _match = -1;

    /// <param name="places">The places of the automaton.</param>
    /// <param name="leaves">The instructions that are reached, the preferred one first.</param>
    /// <param name="saves">For each the slots that are saved on the way.</param>
    public Ways(CharacterPlaces places, List<int> leaves, List<Saving?> saves)
    {
        var (numbers, kept) = (new int[leaves.Count], 0);
        (_leaves, _saves) = (new int[leaves.Count], new Saving?[leaves.Count]);
        places.BeginNumbers();
        for (var i = 0; i < leaves.Count && _match < 0; i++)
        {
            if (places.Automaton.Code[leaves[i]].Op == InstructionOp.Match)
            {
                _match = kept;
            }
            else if (places.IsFirstOf(places.NumberOf(leaves[i])))
            {
                numbers[kept] = places.NumberOf(leaves[i]);
            }
            else
            {
                // What leads on exactly as a preferred one does is never chosen.
                continue;
            }

            (_leaves[kept], _saves[kept]) = (leaves[i], saves[i]);
            kept++;
        }

        _runs = RunsOf(numbers.AsSpan(0, _match < 0 ? kept : _match));
    }

    /// <summary>The preferred instruction out of those in a row, or the match when none of the row is preferred to it.</summary>
    /// <param name="row">The places that lead to a match, without margins.</param>
    /// <param name="saves">Receives the slots that are saved on the way.</param>
    /// <param name="cost">Is raised by the words that were looked at.</param>
    /// <returns>An instruction that waits for a character, or a match.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Preferred(ReadOnlySpan<ulong> row, out Saving? saves, ref long cost)
    {
        foreach (ref readonly var run in _runs.AsSpan())
        {
            cost++;
            var bits = row[run.Word] & run.Places;
            if (bits != 0)
            {
                var number = run.First + (run.IsDescending
                    ? BitOperations.PopCount(run.Places) - 1 - BitOperations.PopCount(run.Places & (HighestOf(bits) - 1))
                    : BitOperations.PopCount(run.Places & ((bits & (~bits + 1)) - 1)));
                saves = _saves[number];
                return _leaves[number];
            }
        }

        if (_match < 0)
        {
            throw new System.Diagnostics.UnreachableException("the row promised a way to a match");
        }

        saves = _saves[_match];
        return _leaves[_match];
    }

    static ulong HighestOf(ulong bits) => 1UL << (63 - BitOperations.LeadingZeroCount(bits));

    /// <summary>What a look at so many ways costs at most, in words.</summary>
    /// <param name="places">Where they lead, in the order of preference.</param>
    public static int CostOf(ReadOnlySpan<int> places)
    {
        var cost = 0;
        for (var first = 0; first < places.Length; first = EndOfRun(places, first, out _))
        {
            cost++;
        }

        return cost;
    }

    /// <summary>Cuts places into runs that go up or down and stay in one word.</summary>
    static Run[] RunsOf(ReadOnlySpan<int> places)
    {
        var runs = new List<Run>();
        for (var first = 0; first < places.Length;)
        {
            var next = EndOfRun(places, first, out var isDescending);
            var bits = 0UL;
            foreach (var place in places[first..next])
            {
                bits |= 1UL << place;
            }

            runs.Add(new Run(places[first] >> 6, bits, isDescending, first));
            first = next;
        }

        return [.. runs];
    }

    static int EndOfRun(ReadOnlySpan<int> places, int first, out bool isDescending)
    {
        isDescending = first + 1 < places.Length && places[first + 1] < places[first];
        var next = first + 1;
        while (next < places.Length && places[next] >> 6 == places[first] >> 6 && places[next] < places[next - 1] == isDescending)
        {
            next++;
        }

        return next;
    }

    /// <summary>Places of one word, and the number of the first of them in the order of preference.</summary>
    readonly record struct Run(int Word, ulong Places, bool IsDescending, int First);
}
