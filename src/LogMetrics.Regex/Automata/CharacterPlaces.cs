namespace LogMetrics.Regex.Automata;

/// <summary>
/// The instructions of an automaton over characters that wait for one, numbered in the order of the pattern: a set of them
/// is a row of bits. What only searches for a start is not among them.
/// </summary>
sealed class CharacterPlaces
{
    readonly int[] _numbers;
    readonly int[] _entered;
    readonly Stack<(int At, Saving? Saves)> _open = new();
    int _generation;

    public CharacterPlaces(Automaton automaton)
    {
        Automaton = automaton;
        _numbers = new int[automaton.Code.Length];
        _entered = new int[automaton.Code.Length];
        var instructions = new List<int>();
        var isReached = ReachedFrom(automaton.Start);
        for (var at = automaton.Code.Length - 1; at >= 0; at--)
        {
            if (isReached[at] && automaton.Code[at].Op == InstructionOp.Bytes)
            {
                _numbers[at] = instructions.Count;
                instructions.Add(at);
            }
        }

        Instructions = [.. instructions];
    }

    public Automaton Automaton { get; }

    /// <summary>The instruction of each place.</summary>
    public int[] Instructions { get; }

    public int Count => Instructions.Length;

    /// <summary>Counts the visits of instructions.</summary>
    public long Steps { get; private set; }

    /// <summary>The place of an instruction that waits for a character.</summary>
    public int NumberOf(int instruction) => _numbers[instruction];

    bool[] ReachedFrom(int start)
    {
        var isReached = new bool[Automaton.Code.Length];
        var open = new Stack<int>([start]);
        while (open.TryPop(out var at))
        {
            if (isReached[at])
            {
                continue;
            }

            isReached[at] = true;
            ref readonly var instruction = ref Automaton.Code[at];
            if (instruction.Op is not (InstructionOp.Match or InstructionOp.Fail))
            {
                open.Push(instruction.Next);
            }

            if (instruction.Op == InstructionOp.Split)
            {
                open.Push(instruction.Argument);
            }
        }

        return isReached;
    }

    /// <summary>Finds what is reached from an instruction without consuming anything, in the order of preference.</summary>
    /// <param name="from">The instruction.</param>
    /// <param name="holding">The assertions that hold.</param>
    /// <param name="leaves">Receives the instructions that wait or match.</param>
    /// <param name="saves">Receives for each the slots that are saved on the way; null when nobody asks.</param>
    public void Follow(int from, Assertions holding, List<int> leaves, List<Saving?>? saves = null)
    {
        leaves.Clear();
        saves?.Clear();
        _generation++;
        _open.Clear();
        _open.Push((from, null));
        while (_open.TryPop(out var way))
        {
            if (_entered[way.At] == _generation)
            {
                continue;
            }

            _entered[way.At] = _generation;
            Steps++;
            ref readonly var instruction = ref Automaton.Code[way.At];
            switch (instruction.Op)
            {
                case InstructionOp.Split:
                    _open.Push((instruction.Argument, way.Saves));
                    _open.Push((instruction.Next, way.Saves));
                    break;
                case InstructionOp.Save:
                    _open.Push((instruction.Next, saves is null ? null : new Saving(instruction.Argument, way.Saves)));
                    break;
                case InstructionOp.Assert:
                    if (Neighbours.Holds(holding, instruction))
                    {
                        _open.Push((instruction.Next, way.Saves));
                    }

                    break;
                case InstructionOp.Fail:
                    break;
                default:
                    leaves.Add(way.At);
                    saves?.Add(way.Saves);
                    break;
            }
        }
    }
}

/// <summary>A slot that is saved on a way, and those before it.</summary>
sealed record Saving(int Slot, Saving? Before);
