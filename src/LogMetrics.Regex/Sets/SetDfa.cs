using LogMetrics.Regex.Automata;
using LogMetrics.Regex.Syntax;

namespace LogMetrics.Regex.Sets;

/// <summary>One deterministic automaton for many patterns: a sweep of a text says which of them match.</summary>
/// <remarks>
/// Its states are worked out when texts need them. A text that needs too many gets every pattern as the answer, which a
/// set may give.
/// </remarks>
sealed class SetDfa
{
    const int Special = int.MinValue;

    readonly int[] _numbers;
    readonly Automaton _automaton;
    readonly ulong[] _all;
    readonly Numbering<MatchStep> _steps = new();
    readonly int _maxSteps;
    readonly WorkAllowance _allowance = new();
    long _flushes;

    /// <param name="patterns">The simplified tree of each pattern and the number by which it is reported.</param>
    /// <param name="wordCount">How many words of bits the numbers take.</param>
    /// <param name="limits">Bounds on its size and on the memory that its states may take.</param>
    public SetDfa(IReadOnlyList<(RegexpNode Tree, int Number)> patterns, int wordCount, RegexpLimits limits)
    {
        var (maxStates, maxCacheBytes) = (limits.MaxStates, limits.MaxCacheBytes);
        _numbers = [.. patterns.Select(pattern => pattern.Number)];
        _automaton = new AutomatonBuilder(new AutomatonSize(), withCaptures: false, maxStates)
            .BuildSet([.. patterns.Select(pattern => pattern.Tree)]);
        States = new LazyStates(_automaton, maxCacheBytes / 2, allMatches: true, _allowance);
        _maxSteps = maxCacheBytes / 2 / (64 + (wordCount * sizeof(ulong)));
        _all = new ulong[wordCount];
        foreach (var number in _numbers)
        {
            _all[number >> 6] |= 1UL << number;
        }
    }

    public LazyStates States { get; }

    /// <summary>How many texts needed too many states.</summary>
    public long GaveUpCount { get; private set; }

    /// <summary>Adds the patterns that match.</summary>
    /// <param name="text">Valid UTF-8.</param>
    /// <param name="candidates">Where their bits are set.</param>
    public void Scan(ReadOnlySpan<byte> text, Span<ulong> candidates)
    {
        if (_steps.Items.Count >= _maxSteps)
        {
            States.Flush();
            ForgetOldSteps();
        }

        _allowance.Renew(States.Flushes > 0);
        var state = States.Begin(text, 0);
        for (var position = 0; ; position++)
        {
            position = States.Run(text, position, ref state, out var entry);
            if (entry == 0 && !TryWorkOut(state, States.ClassAt(text, position), out entry))
            {
                GaveUpCount++;
                Add(_all, candidates);
                return;
            }

            if (entry < 0)
            {
                var step = _steps.Items[entry & ~Special];
                Add(step.Matches, candidates);
                entry = step.Next;
                if (entry == 0)
                {
                    return;
                }
            }

            state = entry;
        }
    }

    static void Add(ReadOnlySpan<ulong> matches, Span<ulong> candidates)
    {
        for (var i = 0; i < matches.Length; i++)
        {
            candidates[i] |= matches[i];
        }
    }

    bool TryWorkOut(int state, int byteClass, out int entry)
    {
        entry = 0;
        States.Expand(state, byteClass);
        var matches = Matches();
        if (_steps.Items.Count >= _maxSteps || !States.TryNext(ref state, out var next))
        {
            return false;
        }

        ForgetOldSteps();
        entry = next != 0 && matches.Length == 0 ? next : Special | _steps.Of(new MatchStep(next, matches));
        States.Write(state, byteClass, entry);
        return true;
    }

    ulong[] Matches()
    {
        if (States.MatchLeaf < 0)
        {
            return [];
        }

        var matches = new ulong[_all.Length];
        var reached = States.Reached;
        foreach (var leaf in reached.Leaves.AsSpan(0, reached.Count))
        {
            if (_automaton.Code[leaf] is { Op: InstructionOp.Match, Argument: var index })
            {
                matches[_numbers[index] >> 6] |= 1UL << _numbers[index];
            }
        }

        return matches;
    }

    void ForgetOldSteps()
    {
        if (_flushes != States.Flushes)
        {
            _flushes = States.Flushes;
            _steps.Clear();
        }
    }

    /// <summary>A transition on which patterns match, and where it leads, 0 for nowhere.</summary>
    readonly struct MatchStep(int next, ulong[] matches) : IEquatable<MatchStep>
    {
        public int Next { get; } = next;

        public ulong[] Matches { get; } = matches;

        public bool Equals(MatchStep other) => Next == other.Next && Matches.AsSpan().SequenceEqual(other.Matches);

        public override bool Equals(object? obj) => obj is MatchStep other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(Next);
            foreach (var word in Matches)
            {
                hash.Add(word);
            }

            return hash.ToHashCode();
        }
    }
}
