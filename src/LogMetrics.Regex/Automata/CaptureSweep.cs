using System.Numerics;

namespace LogMetrics.Regex.Automata;

/// <summary>Fills the captures in the same sweep that finds the match, where few ways through the pattern are open at once.</summary>
/// <remarks>
/// A deterministic automaton whose transitions carry actions: save the position in some slots, move a thread's slots to
/// its place in the next state. Patterns of access logs have one thread nearly all the time, so that their sweep is a table
/// walk with vectorised jumps over fields, and here and there a store.
/// </remarks>
sealed class CaptureSweep
{
    /// <summary>More threads than that would move more slots than other engines spend time.</summary>
    public const int MaxThreads = 8;

    /// <summary>The slots that an action can name.</summary>
    public const int MaxSlots = 64;

    const int Special = int.MinValue;

    // What moving slots may cost a text, in units of some slots: for each byte, and for all.
    const int MovesPerByte = 4;
    const int MovesPerText = 50_000;
    const int SlotsPerMove = 8;

    // About what an action takes with its arrays.
    const int ActionBytes = 160;

    readonly Automaton _automaton;
    readonly int _slotCount;
    readonly List<Action> _actions = [];
    readonly int _maxActions;
    int[] _slots;
    int[] _moved;
    long _flushes;
    int _movesLeft;
    long _moves;

    public CaptureSweep(Automaton automaton, int maxCacheBytes, WorkAllowance allowance)
    {
        _automaton = automaton;
        _slotCount = automaton.SlotCount;
        _maxActions = maxCacheBytes / 2 / ActionBytes;
        States = new LazyStates(automaton, maxCacheBytes / 2, allMatches: false, allowance);
        _slots = new int[_slotCount * MaxThreads];
        _moved = new int[_slotCount * MaxThreads];
    }

    /// <summary>The states, for those who want to know about them.</summary>
    public LazyStates States { get; }

    /// <summary>Counts the visits of instructions while states were worked out, and the moves of captures.</summary>
    public long Steps => States.Steps + _moves;

    /// <summary>The most moves that a text of so many bytes can take.</summary>
    public static long MaxMoves(Automaton automaton, int length) =>
        MovesPerText + ((long)MovesPerByte * length) + (MaxThreads * (2 + (automaton.SlotCount / SlotsPerMove)));

    public DfaAnswer TryMatch(ReadOnlySpan<byte> text, int start, Span<int> slots)
    {
        if (start > 0 && _automaton.IsAnchored)
        {
            return DfaAnswer.No;
        }

        if (_actions.Count >= _maxActions)
        {
            States.Flush();
            ForgetOldActions();
        }

        var state = States.Begin(text, start);
        _slots.AsSpan(0, _slotCount).Fill(-1);
        var answer = DfaAnswer.No;
        _movesLeft = MovesPerText + (MovesPerByte * (text.Length - start));
        for (var position = start; ; position++)
        {
            position = States.Run(text, position, ref state, out var entry);
            if (entry == 0 && !TryWorkOut(state, States.ClassAt(text, position), out entry))
            {
                return DfaAnswer.GaveUp;
            }

            if (entry < 0)
            {
                var action = _actions[entry & ~Special];
                if (action.Match >= 0)
                {
                    _slots.AsSpan(action.Match * _slotCount, _slotCount).CopyTo(slots);
                    Save(slots, action.MatchSaves, position);
                    answer = DfaAnswer.Yes;
                }

                if (action.Next == 0)
                {
                    return action.GivesUp ? DfaAnswer.GaveUp : answer;
                }

                Move(action, position);
                if (_movesLeft < 0)
                {
                    return DfaAnswer.GaveUp;
                }

                entry = action.Next;
            }

            state = entry;
        }
    }

    static void Save(Span<int> slots, ulong saves, int position)
    {
        for (; saves != 0; saves &= saves - 1)
        {
            slots[BitOperations.TrailingZeroCount(saves)] = position;
        }
    }

    void Move(Action action, int position)
    {
        if (action.Sources is null)
        {
            Save(_slots, action.Saves[0], position);
            return;
        }

        var moves = action.Sources.Length * (2 + (_slotCount / SlotsPerMove));
        _movesLeft -= moves;
        _moves += moves;
        for (var thread = 0; thread < action.Sources.Length; thread++)
        {
            var moved = _moved.AsSpan(thread * _slotCount, _slotCount);
            if (action.Sources[thread] < 0)
            {
                moved.Fill(-1);
            }
            else
            {
                _slots.AsSpan(action.Sources[thread] * _slotCount, _slotCount).CopyTo(moved);
            }

            Save(moved, action.Saves[thread], position);
        }

        (_slots, _moved) = (_moved, _slots);
    }

    bool TryWorkOut(int state, int byteClass, out int entry)
    {
        States.Expand(state, byteClass);
        var action = new Action { Match = -1 };
        if (States.MatchLeaf is >= 0 and var leaf)
        {
            action.Match = States.Reached.Sources[leaf];
            action.MatchSaves = States.Reached.Saves[leaf];
        }

        action.GivesUp = States.ThreadCount > MaxThreads;
        var identical = TakeThreads(action);
        if (_actions.Count >= _maxActions || !States.TryNext(ref state, out var next))
        {
            entry = 0;
            return false;
        }

        ForgetOldActions();
        if (next != 0 && identical && action is { Match: < 0, GivesUp: false })
        {
            entry = next;
        }
        else
        {
            action.Next = action.GivesUp ? 0 : next;
            entry = Special | _actions.Count;
            _actions.Add(action);
        }

        States.Write(state, byteClass, entry);
        return true;
    }

    // Nothing names an action any more once the rows are gone.
    void ForgetOldActions()
    {
        if (_flushes != States.Flushes)
        {
            _flushes = States.Flushes;
            _actions.Clear();
        }
    }

    /// <summary>Takes over where the threads of the next state come from; true when nothing changes for them.</summary>
    bool TakeThreads(Action action)
    {
        var count = action.GivesUp ? 0 : States.ThreadCount;
        action.Saves = States.Saves[..count];
        var inPlace = count == 1;
        var unchanged = true;
        var sources = States.Sources[..count];
        for (var thread = 0; thread < count; thread++)
        {
            unchanged &= sources[thread] == thread && action.Saves[thread] == 0;
            inPlace &= sources[thread] == thread;
            sources[thread] = States.IsSearching(thread) ? -1 : sources[thread];
        }

        action.Sources = inPlace ? null : sources;
        return unchanged;
    }

    sealed class Action
    {
        public int Next;
        public int Match;
        public ulong MatchSaves;
        public bool GivesUp;
        public ulong[] Saves = [];

        // Null when the only thread stays the first.
        public int[]? Sources;
    }
}
