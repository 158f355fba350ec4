namespace LogMetrics.Regex.Automata;

/// <summary>Says whether a pattern matches and where the match ends, by a deterministic automaton that is built on the way.</summary>
/// <param name="automaton">The pattern.</param>
/// <param name="maxCacheBytes">The most memory the states may take.</param>
/// <param name="allowance">What working out states may cost a text.</param>
/// <param name="isPlaced">Whether a match has to start where the search starts, and end where no byte goes on with one.</param>
sealed class LazyDfa(Automaton automaton, int maxCacheBytes, WorkAllowance allowance, bool isPlaced = false)
{
    // A negative entry: the low bits are the next state, 0 when there is none, and whether there is a match.
    const int Special = int.MinValue;
    const int MatchBit = 1;

    public Automaton Automaton => automaton;

    /// <summary>The states, for those who want to know about them.</summary>
    public LazyStates States { get; } = new(automaton, maxCacheBytes, allMatches: isPlaced, allowance);

    /// <summary>Whether anything matches from an offset on; stops as soon as that is certain.</summary>
    public DfaAnswer IsMatch(ReadOnlySpan<byte> text, int start) => Run(text, start, stopAtFirst: true, out _);

    /// <summary>Finds where the preferred match ends.</summary>
    public DfaAnswer FindEnd(ReadOnlySpan<byte> text, int start, out int end) =>
        Run(text, start, stopAtFirst: false, out end);

    DfaAnswer Run(ReadOnlySpan<byte> text, int start, bool stopAtFirst, out int end)
    {
        end = -1;
        if (start > 0 && automaton.IsAnchored && !isPlaced)
        {
            return DfaAnswer.No;
        }

        var state = States.Begin(text, start);
        for (var position = start; ; position++)
        {
            position = isPlaced
                ? States.RunShort(text, position, ref state, out var entry)
                : States.Run(text, position, ref state, out entry);
            if (entry == 0 && !TryWorkOut(state, States.ClassAt(text, position), out entry))
            {
                return DfaAnswer.GaveUp;
            }

            if (entry < 0)
            {
                if ((entry & MatchBit) != 0)
                {
                    end = position;
                }

                entry &= ~(Special | MatchBit);
                if (entry == 0 || (stopAtFirst && end >= 0))
                {
                    return end >= 0 ? DfaAnswer.Yes : DfaAnswer.No;
                }
            }

            state = entry;
        }
    }

    bool TryWorkOut(int state, int byteClass, out int entry)
    {
        States.Expand(state, byteClass);
        entry = States.MatchLeaf >= 0 ? Special | MatchBit : 0;
        if (!States.TryNext(ref state, out var next))
        {
            return false;
        }

        entry = next == 0 ? entry | Special : isPlaced ? next : entry | next;
        States.Write(state, byteClass, entry);
        return true;
    }
}
