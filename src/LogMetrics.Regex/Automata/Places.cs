using System.Runtime.CompilerServices;

namespace LogMetrics.Regex.Automata;

/// <summary>The instructions of an automaton that consume a byte, numbered, so that a set of them is a row of bits.</summary>
sealed class Places
{
    const int MaxCount = 512;

    readonly Automaton _automaton;
    readonly int[] _numbers;

    Places(Automaton automaton, int[] instructions)
    {
        _automaton = automaton;
        Instructions = instructions;
        WordCount = Math.Max(1, (instructions.Length + 63) / 64);
        _numbers = new int[automaton.Code.Length];
        for (var i = 0; i < instructions.Length; i++)
        {
            _numbers[instructions[i]] = i;
        }
    }

    /// <summary>The most words that a row can have.</summary>
    public static int MaxWords => MaxCount / 64;

    /// <summary>The instruction of each place.</summary>
    public int[] Instructions { get; }

    /// <summary>How many words the bits take.</summary>
    public int WordCount { get; }

    /// <summary>The places of an automaton, or null when they are so many that tables of them would take too much.</summary>
    public static Places? Of(Automaton automaton)
    {
        var instructions = Enumerable.Range(0, automaton.Code.Length)
            .Where(at => automaton.Code[at].Op == InstructionOp.Bytes).ToArray();
        return instructions.Length > MaxCount ? null : new Places(automaton, instructions);
    }

    /// <summary>The number of the place of an instruction.</summary>
    public int NumberOf(int instruction) => _numbers[instruction];

    /// <summary>By class, a row of the places that wait for it.</summary>
    public ulong[] WaitingFor(ByteClasses classes)
    {
        var waiting = new ulong[classes.Count * WordCount];
        for (var byteClass = 0; byteClass < classes.Count; byteClass++)
        {
            for (var place = 0; place < Instructions.Length; place++)
            {
                var set = _automaton.Sets[_automaton.Code[Instructions[place]].Argument];
                if (set.Contains(classes.Representative(byteClass)))
                {
                    waiting[(byteClass * WordCount) + (place >> 6)] |= 1UL << place;
                }
            }
        }

        return waiting;
    }

    /// <summary>
    /// The rows that a step leads to, by eight places of which each may be on: one look-up for eight bits.
    /// </summary>
    /// <param name="following">For each place the row of places that a step from it leads to.</param>
    public ulong[] TableOf(ulong[][] following)
    {
        var table = new ulong[WordCount * 8 * 256 * WordCount];
        for (var place = 0; place < following.Length; place++)
        {
            for (var subset = 0; subset < 256; subset++)
            {
                if (((subset >> (place & 7)) & 1) == 0)
                {
                    continue;
                }

                for (var i = 0; i < WordCount; i++)
                {
                    table[(((place >> 3 << 8) | subset) * WordCount) + i] |= following[place][i];
                }
            }
        }

        return table;
    }

    /// <summary>Adds to a row where a step from all places of another one leads.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddFollowing(ReadOnlySpan<ulong> current, ulong[] table, Span<ulong> next)
    {
        for (var i = 0; i < current.Length; i++)
        {
            for (var (bits, eight) = (current[i], i * 8); bits != 0; bits >>= 8, eight++)
            {
                var following = table.AsSpan(((eight << 8) | (int)(bits & 0xFF)) * WordCount, WordCount);
                for (var word = 0; word < next.Length; word++)
                {
                    next[word] |= following[word];
                }
            }
        }
    }

    /// <summary>The places that are reached from an instruction without consuming anything.</summary>
    public ulong[] Follow(int from, Assertions holding, out bool accepts)
    {
        var reached = new ulong[WordCount];
        var entered = new HashSet<int>();
        var open = new Stack<int>([from]);
        accepts = false;
        while (open.TryPop(out var at))
        {
            if (!entered.Add(at))
            {
                continue;
            }

            var instruction = _automaton.Code[at];
            switch (instruction.Op)
            {
                case InstructionOp.Bytes:
                    reached[NumberOf(at) >> 6] |= 1UL << NumberOf(at);
                    break;
                case InstructionOp.Split:
                    open.Push(instruction.Argument);
                    open.Push(instruction.Next);
                    break;
                case InstructionOp.Assert when !Neighbours.Holds(holding, instruction):
                case InstructionOp.Fail:
                    break;
                case InstructionOp.Match:
                    accepts = true;
                    break;
                default:
                    open.Push(instruction.Next);
                    break;
            }
        }

        return reached;
    }
}
