namespace LogMetrics.Regex.Automata;

/// <summary>Follows an automaton as far as it goes without consuming anything, in the order of preference.</summary>
sealed class Closure
{
    readonly Automaton _automaton;
    readonly int[] _entered;
    readonly int[] _stack;
    readonly ulong[] _stackSaves;
    int _generation;

    public Closure(Automaton automaton)
    {
        _automaton = automaton;
        var count = automaton.Code.Length;
        _entered = new int[count];
        _stack = new int[(2 * count) + 2];
        _stackSaves = new ulong[(2 * count) + 2];
        Leaves = new int[count];
        Sources = new int[count];
        Saves = new ulong[count];
    }

    /// <summary>The instructions that consume or match, as they were reached.</summary>
    public int[] Leaves { get; }

    /// <summary>For each leaf, from which of the starting points it was reached.</summary>
    public int[] Sources { get; }

    /// <summary>For each leaf, the slots that are saved on the way to it (of the first 64).</summary>
    public ulong[] Saves { get; }

    public int Count { get; private set; }

    /// <summary>Counts the visits of instructions.</summary>
    public long Steps { get; private set; }

    public void Begin()
    {
        Count = 0;
        if (++_generation == int.MaxValue)
        {
            Array.Clear(_entered);
            _generation = 1;
        }
    }

    /// <summary>Adds what is reached from an instruction, except what an earlier starting point has reached.</summary>
    public void Follow(int from, int source, Assertions holding)
    {
        var code = _automaton.Code;
        var depth = 0;
        Push(ref depth, from, 0);
        while (depth > 0)
        {
            depth--;
            var at = _stack[depth];
            var saves = _stackSaves[depth];
            if (_entered[at] == _generation)
            {
                continue;
            }

            _entered[at] = _generation;
            Steps++;
            ref readonly var instruction = ref code[at];
            switch (instruction.Op)
            {
                case InstructionOp.Split:
                    Push(ref depth, instruction.Argument, saves);
                    Push(ref depth, instruction.Next, saves);
                    break;
                case InstructionOp.Save:
                    Push(ref depth, instruction.Next, saves | (1UL << instruction.Argument));
                    break;
                case InstructionOp.Assert:
                    if (Neighbours.Holds(holding, instruction))
                    {
                        Push(ref depth, instruction.Next, saves);
                    }

                    break;
                case InstructionOp.Fail:
                    break;
                default:
                    Leaves[Count] = at;
                    Sources[Count] = source;
                    Saves[Count] = saves;
                    Count++;
                    break;
            }
        }
    }

    void Push(ref int depth, int at, ulong saves)
    {
        _stack[depth] = at;
        _stackSaves[depth++] = saves;
    }
}
