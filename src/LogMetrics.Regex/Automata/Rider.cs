using LogMetrics.Regex.Syntax;

namespace LogMetrics.Regex.Automata;

/// <summary>A watcher that goes along with a thread, and the state it is in.</summary>
/// <param name="Watcher">Which one, by number.</param>
/// <param name="State">Its state.</param>
/// <param name="IsInside">For an atomic group: whether the thread is still inside.</param>
readonly record struct Rider(int Watcher, int State, bool IsInside) : IComparable<Rider>
{
    public int CompareTo(Rider other) => (Watcher, State, IsInside).CompareTo((other.Watcher, other.State, other.IsInside));

    /// <summary>What becomes of the thread when it goes over a byte, and of the rider.</summary>
    /// <param name="watcher">The watcher.</param>
    /// <param name="value">The byte.</param>
    /// <param name="next">The rider after it; undefined unless <see cref="Verdict.Open"/>.</param>
    public Verdict Step(Watcher watcher, int value, out Rider next)
    {
        next = this with { State = watcher.Next(State, value) };
        if (IsInside)
        {
            return next.State == Automata.Watcher.Dead ? Verdict.Fails : Verdict.Open;
        }

        var mustMatch = watcher.Node.Op == RegexpOp.Ahead;
        if (next.State == Automata.Watcher.Dead)
        {
            return mustMatch ? Verdict.Fails : Verdict.Holds;
        }

        return !watcher.Matches(next.State) ? Verdict.Open : mustMatch ? Verdict.Holds : Verdict.Fails;
    }

    /// <summary>Whether the thread may go on if the text ends here.</summary>
    public bool HoldsAtEnd(Watcher watcher) =>
        watcher.Node.Op == RegexpOp.Atomic || watcher.MatchesAtEnd(State) == (watcher.Node.Op == RegexpOp.Ahead);

    /// <summary>What is known about a look-ahead or an atomic group.</summary>
    public enum Verdict
    {
        /// <summary>It depends on what follows.</summary>
        Open,

        /// <summary>It holds whatever follows.</summary>
        Holds,

        /// <summary>It does not hold: the thread ends.</summary>
        Fails,
    }
}
