using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LogMetrics.Regex.Automata;

/// <summary>The states of a deterministic automaton, worked out from an <see cref="Automaton"/> when a text needs them.</summary>
/// <remarks>
/// A state is the list of instructions that the threads stand before, in the order of preference, and the kind of the
/// character before them; which assertions hold is settled when the next byte is known. So a match is seen one byte late, and the
/// end of the text counts as a byte. An entry of a row is the next state when nothing else is to be done, 0 when it has
/// not been worked out, and negative when its owner has to look at it.
/// </remarks>
sealed class LazyStates
{
    // Finding the bytes that end a stay takes working out a state for every class: no matter for a state with few threads.
    const int MaxThreadsTimesClasses = 4096;

    readonly Automaton _automaton;
    readonly StateTable _table;
    readonly Closure _closure;
    readonly SelfLoops _selfLoops = new();
    readonly int[] _key;
    readonly int[] _entered;
    readonly bool _allMatches;
    readonly WorkAllowance _allowance;
    int _keyLength;
    int _generation;

    // The last state in which a text began; nearly all texts begin in the same.
    (int Kind, int State) _begin;

    /// <param name="automaton">What is made deterministic.</param>
    /// <param name="maxCacheBytes">The most memory the states may take.</param>
    /// <param name="allMatches">Whether threads live on after a more preferred one has matched.</param>
    /// <param name="allowance">What working out states may cost a text.</param>
    public LazyStates(Automaton automaton, int maxCacheBytes, bool allMatches, WorkAllowance allowance)
    {
        _allowance = allowance;
        _automaton = automaton;
        _allMatches = allMatches;
        Classes = new ByteClasses(automaton);
        _table = new StateTable(Classes.Stride, maxCacheBytes);
        _closure = new Closure(automaton);
        _key = new int[automaton.Code.Length + 1];
        _entered = new int[automaton.Code.Length];
        Sources = new int[automaton.Code.Length];
        Saves = new ulong[automaton.Code.Length];
    }

    public ByteClasses Classes { get; }

    public int[] Rows => _table.Rows;

    public int Count => _table.Count - 1;

    public long CacheBytes => _table.SizeBytes;

    public long Flushes => _table.Flushes;

    /// <summary>Counts the visits of instructions while states were worked out.</summary>
    public long Steps => _closure.Steps;

    /// <summary>After <see cref="Expand"/>: for each thread of the next state, the thread it comes from.</summary>
    public int[] Sources { get; }

    /// <summary>After <see cref="Expand"/>: for each thread of the next state, the slots saved before the byte.</summary>
    public ulong[] Saves { get; }

    /// <summary>After <see cref="Expand"/>: the threads of the next state.</summary>
    public int ThreadCount => _keyLength - 1;

    /// <summary>After <see cref="Expand"/>: the leaves of the closure that were reached, matches among them.</summary>
    public Closure Reached => _closure;

    /// <summary>After <see cref="Expand"/>: the first leaf that matches, or -1.</summary>
    public int MatchLeaf { get; private set; }

    /// <summary>The state in which a text begins; forgets states when there is no room for it.</summary>
    public int Begin(ReadOnlySpan<byte> text, int start)
    {
        var kind = _automaton.Neighbours.FromBehind(_automaton.Neighbours.KindBefore(text, start));
        if (_begin.State != 0 && _begin.Kind == kind)
        {
            return _begin.State;
        }

        _key[0] = kind;
        _key[1] = _automaton.SearchStart;
        _keyLength = 2;
        if (!_table.TryAdd(_key.AsSpan(0, 2), out var state))
        {
            Flush();
            _table.TryAdd(_key.AsSpan(0, 2), out state);
        }

        _begin = (kind, state);
        return state;
    }

    /// <summary>The class of the byte at a position, or of the end.</summary>
    public int ClassAt(ReadOnlySpan<byte> text, int position) => Classes.SymbolAt(text, position);

    /// <summary>Goes on while nothing special happens.</summary>
    /// <returns>The position of the byte whose transition is <paramref name="entry"/>, out of <paramref name="state"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Run(ReadOnlySpan<byte> text, int position, ref int state, out int entry)
    {
        ref var rows = ref MemoryMarshal.GetArrayDataReference(_table.Rows);
        ref var classes = ref MemoryMarshal.GetReference(Classes.Map);
        ref var bytes = ref MemoryMarshal.GetReference(text);
        var current = state;
        while (true)
        {
            var entered = position;
            var index = _table.IndexOf(current);
            if (_selfLoops.ExitsOf(index) is { } exits)
            {
                var stay = text[position..].IndexOfAny(exits);
                position = stay < 0 ? text.Length : position + stay;
                _selfLoops.Note(index, position - entered);
            }

            // The table has a row for every state and an entry for every class, so no index can leave it.
            entry = current;
            while (position < text.Length)
            {
                entry = Unsafe.Add(ref rows, current + Unsafe.Add(ref classes, Unsafe.Add(ref bytes, position)));
                if (entry != current)
                {
                    break;
                }

                position++;
            }

            if (position >= text.Length)
            {
                entry = Unsafe.Add(ref rows, current + Classes.End);
            }

            if (position - entered >= SelfLoops.StayWorthALook && _selfLoops.IsOpen(index))
            {
                FindExits(current);
            }

            if (entry == 0 && Classes.HasOpen)
            {
                entry = Unsafe.Add(ref rows, current + Classes.SymbolAt(text, position));
            }

            if (entry <= 0)
            {
                state = current;
                return position;
            }

            current = entry;
            position++;
        }
    }

    /// <summary>The same for texts too short to search in: from byte to byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int RunShort(ReadOnlySpan<byte> text, int position, ref int state, out int entry)
    {
        ref var rows = ref MemoryMarshal.GetArrayDataReference(_table.Rows);
        ref var classes = ref MemoryMarshal.GetReference(Classes.Map);
        var current = state;
        for (; position < text.Length; position++)
        {
            // As above.
            entry = Unsafe.Add(ref rows, current + Unsafe.Add(ref classes, text[position]));
            if (entry <= 0)
            {
                state = current;
                entry = entry == 0 && Classes.HasOpen ? Unsafe.Add(ref rows, current + Classes.SymbolAt(text, position)) : entry;
                return position;
            }

            current = entry;
        }

        state = current;
        entry = Unsafe.Add(ref rows, current + Classes.End);
        return position;
    }

    /// <summary>Works out what happens in a state on a class of bytes.</summary>
    public void Expand(int state, int byteClass)
    {
        var value = Classes.Representative(byteClass);
        var kind = Classes.KindOf(byteClass);
        var key = _table.KeyOf(state);
        var steps = _closure.Steps;
        Follow(key, kind);
        _allowance.Take(_closure.Steps - steps + _closure.Count);
        _key[0] = kind == Neighbours.Inside ? key[0] : _automaton.Neighbours.FromBehind(kind);
        _keyLength = 1;
        if (value < 0)
        {
            return;
        }

        _generation++;
        var leaves = _allMatches || MatchLeaf < 0 ? _closure.Count : MatchLeaf;
        for (var i = 0; i < leaves; i++)
        {
            var instruction = _automaton.Code[_closure.Leaves[i]];
            if (instruction.Op == InstructionOp.Bytes && _entered[instruction.Next] != _generation
                && _automaton.Sets[instruction.Argument].Contains(value))
            {
                _entered[instruction.Next] = _generation;
                Sources[_keyLength - 1] = _closure.Sources[i];
                Saves[_keyLength - 1] = _closure.Saves[i];
                _key[_keyLength++] = instruction.Next;
            }
        }
    }

    /// <summary>Whether a thread of the next state has no captures yet: it still searches for a start.</summary>
    public bool IsSearching(int thread) =>
        !_automaton.IsAnchored && _key[thread + 1] == _automaton.SearchStart;

    /// <summary>After <see cref="Expand"/>: the next state, or 0 when no thread is left.</summary>
    /// <param name="state">The current state; becomes 0 when everything had to be forgotten, it included.</param>
    /// <param name="next">The next state.</param>
    /// <returns>False when this text has used up what it may cost.</returns>
    public bool TryNext(ref int state, out int next)
    {
        next = 0;
        if (_keyLength == 1)
        {
            return true;
        }

        var key = _key.AsSpan(0, _keyLength);
        if (_allowance.IsSpent)
        {
            return false;
        }

        _allowance.Take(WorkAllowance.UnitsPerState + (Classes.Stride / 4) + key.Length);
        if (_table.TryAdd(key, out next))
        {
            return true;
        }

        Flush();
        state = 0;
        return _table.TryAdd(key, out next);
    }

    public void Write(int state, int byteClass, int entry)
    {
        if (state != 0)
        {
            _table.Rows[state + byteClass] = entry;
        }
    }

    /// <summary>Forgets all states.</summary>
    public void Flush()
    {
        _table.Flush();
        _selfLoops.Clear();
        _begin = default;
    }

    void Follow(ReadOnlySpan<int> key, int kind)
    {
        // Inside a character there is only one thing to ask: whether the text ends.
        var neighbours = _automaton.Neighbours;
        var holding = neighbours.Between(key[0], kind == Neighbours.Inside ? neighbours.OutsideAscii[0] : kind);
        _closure.Begin();
        MatchLeaf = -1;
        for (var i = 1; i < key.Length; i++)
        {
            var leaf = _closure.Count;
            _closure.Follow(key[i], i - 1, holding);
            for (; MatchLeaf < 0 && leaf < _closure.Count; leaf++)
            {
                MatchLeaf = _automaton.Code[_closure.Leaves[leaf]].Op == InstructionOp.Match ? leaf : -1;
            }
        }
    }

    /// <summary>Finds the bytes over which a state does not stay as it is, so that they can be searched for.</summary>
    void FindExits(int state)
    {
        var index = _table.IndexOf(state);
        if (_table.KeyOf(state).Length * Classes.Count > MaxThreadsTimesClasses)
        {
            _selfLoops.Refuse(index);
            return;
        }

        var stays = new bool[Classes.Count];
        for (var byteClass = 0; byteClass < stays.Length; byteClass++)
        {
            var entry = _table.Rows[state + byteClass];
            if (Classes.IsOpen(byteClass))
            {
                continue;
            }

            if (entry == 0)
            {
                Expand(state, byteClass);
                stays[byteClass] = IsUnchanged(state);
                Write(state, byteClass, stays[byteClass] ? state : 0);
            }
            else
            {
                stays[byteClass] = entry == state;
            }
        }

        var exits = default(ByteSet);
        for (var b = 0; b < 256; b++)
        {
            exits = stays[Classes.Map[b]] ? exits : exits.With((byte)b);
        }

        _selfLoops.Accelerate(index, exits.ToArray());
    }

    bool IsUnchanged(int state)
    {
        var key = _table.KeyOf(state);
        if (MatchLeaf >= 0 || !key.SequenceEqual(_key.AsSpan(0, _keyLength)))
        {
            return false;
        }

        for (var thread = 0; thread < ThreadCount; thread++)
        {
            if (Sources[thread] != thread || Saves[thread] != 0)
            {
                return false;
            }
        }

        return true;
    }
}
