namespace LogMetrics.Regex.Automata;

/// <summary>Runs all ways through an automaton side by side, in the order of preference, each with its own captures.</summary>
/// <remarks>The slowest engine, and the one that needs nothing but the automaton: the others are measured by it.</remarks>
sealed class PikeVm
{
    readonly Automaton _automaton;
    readonly int _slotCount;
    readonly int[] _stack;
    readonly int[] _pending;
    Threads _current;
    Threads _next;

    public PikeVm(Automaton automaton)
    {
        _automaton = automaton;
        _slotCount = automaton.SlotCount;
        var count = automaton.Code.Length;
        _current = new Threads(count, _slotCount);
        _next = new Threads(count, _slotCount);
        // Two entries for each instruction: a place to go to, or a slot to restore with its old value.
        _stack = new int[(4 * count) + 4];
        _pending = new int[_slotCount];
    }

    /// <summary>Counts the visits of instructions, the measure of the time a match takes.</summary>
    public long Steps { get; private set; }

    /// <summary>Finds the first match that starts at an offset or later.</summary>
    /// <param name="text">Valid UTF-8.</param>
    /// <param name="start">The offset.</param>
    /// <param name="slots">Receives the captures; may be empty when nobody wants them.</param>
    public bool TryMatch(ReadOnlySpan<byte> text, int start, Span<int> slots)
    {
        var matched = false;
        _current.Clear();
        if (_automaton.IsAnchored && start > 0)
        {
            return false;
        }

        for (var position = start; ; position++)
        {
            if (position == start)
            {
                _pending.AsSpan().Fill(-1);
                Follow(_automaton.SearchStart, text, position, _current);
            }

            if (_current.Count == 0)
            {
                return matched;
            }

            _next.Clear();
            matched |= Step(text, position, slots);
            if (position == text.Length)
            {
                return matched;
            }

            (_current, _next) = (_next, _current);
        }
    }

    /// <summary>Moves every thread over the next byte; a match cuts off the threads that are less preferred.</summary>
    bool Step(ReadOnlySpan<byte> text, int position, Span<int> slots)
    {
        var code = _automaton.Code;
        for (var i = 0; i < _current.Count; i++)
        {
            var at = _current.Instructions[i];
            ref readonly var instruction = ref code[at];
            if (instruction.Op == InstructionOp.Match)
            {
                if (!slots.IsEmpty)
                {
                    _current.SlotsOf(at).CopyTo(slots);
                }

                return true;
            }

            if (position < text.Length && _automaton.Sets[instruction.Argument].Contains(text[position]))
            {
                _current.SlotsOf(at).CopyTo(_pending);
                Follow(instruction.Next, text, position + 1, _next);
            }
        }

        return false;
    }

    /// <summary>Adds the threads that are reached from an instruction without consuming anything.</summary>
    void Follow(int from, ReadOnlySpan<byte> text, int position, Threads threads)
    {
        var code = _automaton.Code;
        var depth = 0;
        Push(ref depth, from, -1);
        while (depth > 0)
        {
            var value = _stack[--depth];
            var at = _stack[--depth];
            if (at < 0)
            {
                _pending[~at] = value;
                continue;
            }

            if (!threads.Enter(at))
            {
                continue;
            }

            Steps++;
            ref readonly var instruction = ref code[at];
            switch (instruction.Op)
            {
                case InstructionOp.Split:
                    Push(ref depth, instruction.Argument, -1);
                    Push(ref depth, instruction.Next, -1);
                    break;
                case InstructionOp.Save:
                    Push(ref depth, ~instruction.Argument, _pending[instruction.Argument]);
                    _pending[instruction.Argument] = position;
                    Push(ref depth, instruction.Next, -1);
                    break;
                case InstructionOp.Assert:
                    if (Neighbours.Holds(_automaton.Neighbours.At(text, position), instruction))
                    {
                        Push(ref depth, instruction.Next, -1);
                    }

                    break;
                case InstructionOp.Fail:
                    break;
                default:
                    threads.Add(at, _pending);
                    break;
            }
        }
    }

    void Push(ref int depth, int at, int value)
    {
        _stack[depth++] = at;
        _stack[depth++] = value;
    }

    /// <summary>Threads in the order of preference, at most one at each instruction.</summary>
    sealed class Threads(int count, int slotCount)
    {
        readonly int[] _entered = new int[count];
        readonly int[] _slots = new int[count * slotCount];
        int _generation;

        public int[] Instructions { get; } = new int[count];

        public int Count { get; private set; }

        public Span<int> SlotsOf(int at) => _slots.AsSpan(at * slotCount, slotCount);

        public void Clear()
        {
            Count = 0;
            if (++_generation == int.MaxValue)
            {
                Array.Clear(_entered);
                _generation = 1;
            }
        }

        public bool Enter(int at)
        {
            if (_entered[at] == _generation)
            {
                return false;
            }

            _entered[at] = _generation;
            return true;
        }

        public void Add(int at, ReadOnlySpan<int> slots)
        {
            Instructions[Count++] = at;
            slots.CopyTo(SlotsOf(at));
        }
    }
}
