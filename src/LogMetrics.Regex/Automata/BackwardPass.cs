using System.Numerics;

namespace LogMetrics.Regex.Automata;

/// <summary>
/// Goes over the text from the end of a match to its start and leaves behind, for every position, which instructions can
/// consume the byte there and still come to a match.
/// </summary>
/// <remarks>
/// A deterministic automaton like <see cref="LazyStates"/>, run the other way: a state is the set of those instructions,
/// a bit for each, and the kind of the character they stand before. With the trail, <see cref="GuidedWalk"/> never takes a wrong turn.
/// </remarks>
sealed class BackwardPass : Trail
{
    const int CanStartBit = 1;
    const int Known = int.MinValue;

    readonly Automaton _automaton;
    readonly ReverseEdges _edges;
    readonly ByteClasses _classes;
    readonly StateTable _states;
    readonly int[] _stack;
    readonly int[] _key;
    readonly int[] _entered;
    readonly WorkAllowance _allowance;
    int _generation;
    int[] _trail = [];

    public BackwardPass(Automaton automaton, int maxCacheBytes, WorkAllowance allowance)
    {
        _allowance = allowance;
        _automaton = automaton;
        _edges = new ReverseEdges(automaton);
        _classes = new ByteClasses(automaton, isBackward: true);
        _states = new StateTable(_classes.Stride, maxCacheBytes);
        _stack = new int[automaton.Code.Length + 1];
        _key = new int[1 + ((automaton.Code.Length + 31) / 32)];
        _entered = new int[automaton.Code.Length];
    }

    /// <summary>Counts the visits of instructions while states were worked out.</summary>
    public long Steps { get; private set; }

    public int StateCount => _states.Count - 1;

    /// <summary>How often everything was forgotten.</summary>
    public long Flushes => _states.Flushes;

    public long CacheBytes => _states.SizeBytes;

    /// <summary>Goes from the end of the preferred match back to the place where searching began.</summary>
    /// <param name="text">Valid UTF-8.</param>
    /// <param name="start">Where a match may start at the earliest.</param>
    /// <param name="end">Where the match ends.</param>
    /// <param name="matchStart">Receives where it starts.</param>
    /// <returns>False when the text needs more states than the cache holds.</returns>
    public bool TryRun(ReadOnlySpan<byte> text, int start, int end, out int matchStart)
    {
        matchStart = -1;
        if (_trail.Length <= end)
        {
            _trail = new int[Math.Max(end + 1, 2 * _trail.Length)];
        }

        _key[0] = _automaton.Neighbours.FromAhead(_automaton.Neighbours.KindAfter(text, end));
        _key.AsSpan(1).Clear();
        if (!_states.TryAdd(_key, out var state))
        {
            _states.Flush();
            _states.TryAdd(_key, out state);
        }

        for (var position = end; ; position--)
        {
            _trail[position] = state;
            var byteClass = _classes.SymbolAt(text, position - 1);
            var entry = _states.Rows[state + byteClass];
            if (entry == 0)
            {
                if (_allowance.IsSpent)
                {
                    // What is known stays, so that the next text of the kind gets further.
                    return false;
                }

                if (!TryWorkOut(state, byteClass, out entry))
                {
                    // The trail names states, so nothing may be forgotten before the walk is over.
                    _states.Flush();
                    return false;
                }
            }

            if ((entry & CanStartBit) != 0 && IsBetweenCharacters(text, position)
                && (position == 0 || !_automaton.IsAnchored))
            {
                matchStart = position;
            }

            if (position == start)
            {
                return matchStart >= 0;
            }

            state = entry & ~(Known | CanStartBit);
        }
    }

    public override bool LeadsOn(int instruction, int position) =>
        ((_states.KeyOf(_trail[position], _key.Length)[1 + (instruction >> 5)] >> instruction) & 1) != 0;

    static bool IsBetweenCharacters(ReadOnlySpan<byte> text, int position) =>
        position == text.Length || (text[position] & 0xC0) != 0x80;

    bool TryWorkOut(int state, int byteClass, out int entry)
    {
        var before = _classes.Representative(byteClass);
        var key = _states.KeyOf(state);
        var kind = _classes.KindOf(byteClass);
        var steps = Steps;
        Enter(key[1..], _automaton.Neighbours.Between(kind, key[0]), before);
        _allowance.Take(Steps - steps + WorkAllowance.UnitsPerState + (_classes.Stride / 4) + _key.Length);
        _key[0] = _automaton.Neighbours.FromAhead(kind);
        entry = Known | (_entered[_automaton.Start] == _generation ? CanStartBit : 0);
        if (!_states.TryAdd(_key, out var next))
        {
            return false;
        }

        entry |= next;
        _states.Rows[state + byteClass] = entry;
        return true;
    }

    /// <summary>
    /// Marks everything that reaches the given instructions, or a match, without consuming; collects the instructions that
    /// get there over the byte before.
    /// </summary>
    void Enter(ReadOnlySpan<int> reached, Assertions holding, int before)
    {
        _generation++;
        _key.AsSpan(1).Clear();
        var depth = 0;
        for (var word = 0; word < reached.Length; word++)
        {
            for (var bits = (uint)reached[word]; bits != 0; bits &= bits - 1)
            {
                Mark((32 * word) + BitOperations.TrailingZeroCount(bits), ref depth);
            }
        }

        // The builder puts the match first.
        Mark(0, ref depth);
        while (depth > 0)
        {
            var at = _stack[--depth];
            var sources = _edges.To(at);
            Steps += 1 + sources.Length;
            foreach (var source in sources)
            {
                var instruction = _automaton.Code[source];
                switch (instruction.Op)
                {
                    case InstructionOp.Bytes:
                        if (before >= 0 && _automaton.Sets[instruction.Argument].Contains(before))
                        {
                            _key[1 + (source >> 5)] |= 1 << source;
                        }

                        break;
                    case InstructionOp.Assert when !Neighbours.Holds(holding, instruction):
                        break;
                    default:
                        Mark(source, ref depth);
                        break;
                }
            }
        }
    }

    void Mark(int instruction, ref int depth)
    {
        if (_entered[instruction] != _generation)
        {
            _entered[instruction] = _generation;
            _stack[depth++] = instruction;
        }
    }
}
