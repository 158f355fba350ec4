namespace LogMetrics.Regex.Automata;

/// <summary>
/// Walks the one way through an automaton that the preferred match takes, and fills its captures: a
/// <see cref="Trail"/> says at every fork whether a way leads on.
/// </summary>
/// <remarks>Two passes over the text and no more, however many ways the pattern has: nested counts and lazy loops too.</remarks>
sealed class GuidedWalk(Automaton automaton, Trail trail)
{
    // What the walk may cost, in visits for each byte, and for all: wide forks are better left to rows of bits.
    const int StepsPerByte = 6;
    const int StepsPerText = 50_000;

    readonly int[] _entered = new int[automaton.Code.Length];

    // Two entries for each instruction: a place to go to, or a slot to restore with its old value.
    readonly int[] _stack = new int[(4 * automaton.Code.Length) + 4];
    int _generation;

    /// <summary>Counts the visits of instructions.</summary>
    public long Steps { get; private set; }

    /// <summary>The most visits that a text of so many bytes can take.</summary>
    public static long MaxSteps(Automaton automaton, int length) =>
        StepsPerText + ((long)StepsPerByte * length) + automaton.Code.Length;

    /// <summary>Fills the captures of the match that starts at a position; false when that would take too long.</summary>
    public bool TryFill(ReadOnlySpan<byte> text, int start, Span<int> slots)
    {
        var most = Steps + StepsPerText + (StepsPerByte * (text.Length - start));
        slots[..automaton.SlotCount].Fill(-1);
        var at = automaton.Start;
        for (var position = start; ; position++)
        {
            var leaf = FindWay(at, text, position, slots);
            if (automaton.Code[leaf].Op == InstructionOp.Match)
            {
                return true;
            }

            if (Steps > most)
            {
                return false;
            }

            at = automaton.Code[leaf].Next;
        }
    }

    /// <summary>The first instruction in the order of preference that leads on from here.</summary>
    int FindWay(int from, ReadOnlySpan<byte> text, int position, Span<int> slots)
    {
        _generation = _generation == int.MaxValue ? 1 : _generation + 1;
        var depth = 0;
        Push(ref depth, from, 0);
        while (depth > 0)
        {
            var value = _stack[--depth];
            var at = _stack[--depth];
            if (at < 0)
            {
                slots[~at] = value;
                continue;
            }

            if (_entered[at] == _generation)
            {
                continue;
            }

            _entered[at] = _generation;
            Steps++;
            ref readonly var instruction = ref automaton.Code[at];
            switch (instruction.Op)
            {
                case InstructionOp.Split:
                    Push(ref depth, instruction.Argument, 0);
                    Push(ref depth, instruction.Next, 0);
                    break;
                case InstructionOp.Save:
                    Push(ref depth, ~instruction.Argument, slots[instruction.Argument]);
                    slots[instruction.Argument] = position;
                    Push(ref depth, instruction.Next, 0);
                    break;
                case InstructionOp.Assert:
                    if (Neighbours.Holds(automaton.Neighbours.At(text, position), instruction))
                    {
                        Push(ref depth, instruction.Next, 0);
                    }

                    break;
                case InstructionOp.Match:
                    return at;
                case InstructionOp.Bytes when trail.LeadsOn(at, position):
                    return at;
            }
        }

        throw new System.Diagnostics.UnreachableException("the trail promised a way to a match");
    }

    void Push(ref int depth, int at, int value)
    {
        _stack[depth++] = at;
        _stack[depth++] = value;
    }
}
