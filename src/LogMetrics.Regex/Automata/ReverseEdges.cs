namespace LogMetrics.Regex.Automata;

/// <summary>Which instructions lead to an instruction, without consuming anything and by consuming a byte.</summary>
sealed class ReverseEdges
{
    readonly int[] _starts;
    readonly int[] _sources;

    public ReverseEdges(Automaton automaton)
    {
        var code = automaton.Code;
        _starts = new int[code.Length + 1];
        foreach (var instruction in code)
        {
            Count(instruction, _starts);
        }

        for (var i = 1; i < _starts.Length; i++)
        {
            _starts[i] += _starts[i - 1];
        }

        // Filling from the back leaves each start where its list begins.
        _sources = new int[_starts[^1]];
        for (var at = code.Length - 1; at >= 0; at--)
        {
            if (Leads(code[at]))
            {
                _sources[--_starts[code[at].Next]] = at;
            }

            if (code[at].Op == InstructionOp.Split)
            {
                _sources[--_starts[code[at].Argument]] = at;
            }
        }
    }

    public ReadOnlySpan<int> To(int instruction) =>
        _sources.AsSpan(_starts[instruction], _starts[instruction + 1] - _starts[instruction]);

    static bool Leads(Instruction instruction) => instruction.Op is not (InstructionOp.Match or InstructionOp.Fail);

    static void Count(Instruction instruction, int[] counts)
    {
        if (Leads(instruction))
        {
            counts[instruction.Next]++;
        }

        if (instruction.Op == InstructionOp.Split)
        {
            counts[instruction.Argument]++;
        }
    }
}
