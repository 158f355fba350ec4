using System.Numerics;
using LogMetrics.Runtime.Matching;

namespace LogMetrics.Runtime.Execution;

/// <summary>Statements in a row that each begin with a pattern over the line and do nothing when it does not match: the
/// scan of the line says which of them to come to, so that the others cost nothing.</summary>
/// <param name="set">What scans the line.</param>
/// <param name="indices">The number of each statement's pattern in that set, ascending; equal ones are in a row.</param>
/// <param name="statements">The statements. Each asks its pattern itself.</param>
sealed class PatternBlocksNode(LinePatternSet set, int[] indices, StatementNode[] statements) : StatementNode
{
    readonly ulong[] _mask = MaskOf(indices);
    readonly StatementNode[] _byIndex = ByIndex(set, indices, statements);

    /// <summary>Puts what stands in a row and is of this kind together.</summary>
    public static StatementNode[] Gather(StatementNode[] statements)
    {
        var gathered = new List<StatementNode>(statements.Length);
        for (int start = 0, end; start < statements.Length; start = end)
        {
            end = start + 1;
            MatchLineNode? last = GateOf(statements[start]);
            while (last is not null && end < statements.Length && GateOf(statements[end]) is { } next
                && next.Set == last.Set && next.Index >= last.Index)
            {
                last = next;
                end++;
            }

            StatementNode[] row = statements[start..end];
            gathered.Add(last is null || row.Length == 1
                ? row[0]
                : new PatternBlocksNode(last.Set, [.. row.Select(statement => GateOf(statement)!.Index)], row));
        }

        return [.. gathered];
    }

    public override bool Run(LineContext line)
    {
        ReadOnlySpan<ulong> candidates = set.Candidates(line);
        for (int word = 0; word < _mask.Length; word++)
        {
            // Statements change nothing that the scan has seen: the line is the same for all of them.
            ulong left = candidates[word] & _mask[word];
            while (left != 0)
            {
                if (!_byIndex[(word << 6) + BitOperations.TrailingZeroCount(left)].Run(line))
                {
                    return false;
                }

                left &= left - 1;
            }
        }

        return true;
    }

    static MatchLineNode? GateOf(StatementNode statement) => (statement as ConditionalNode)?.Gate ?? (statement as RuleNode)?.Gate;

    static ulong[] MaskOf(int[] indices)
    {
        ulong[] mask = new ulong[(indices[^1] >> 6) + 1];
        foreach (int index in indices)
        {
            mask[index >> 6] |= 1UL << index;
        }

        return mask;
    }

    static StatementNode[] ByIndex(LinePatternSet set, int[] indices, StatementNode[] statements)
    {
        var byIndex = new StatementNode[indices[^1] + 1];
        for (int start = 0, end; start < indices.Length; start = end)
        {
            int index = indices[start];
            end = start + 1;
            while (end < indices.Length && indices[end] == index)
            {
                end++;
            }

            StatementNode[] same = statements[start..end];
            byIndex[index] = same.Length == 1 ? same[0]
                : same.All(statement => statement is RuleNode) ? new SamePatternRulesNode([.. same.Cast<RuleNode>()])
                : new SamePatternNode(set, index, same);
        }

        return byIndex;
    }
}

/// <summary>Statements in a row that begin with one and the same pattern: a line that it does not match passes all of them at once.</summary>
sealed class SamePatternNode(LinePatternSet set, int index, StatementNode[] statements) : StatementNode
{
    public override bool Run(LineContext line) => set.Match(index, line) is null || RunAll(statements, line);
}

/// <summary>Rules in a row that begin with one and the same pattern: it is asked once, and what each does is run for itself.</summary>
sealed class SamePatternRulesNode(RuleNode[] rules) : StatementNode
{
    readonly MatchLineNode _gate = rules[0].Gate!;

    public override bool Run(LineContext line)
    {
        // The first rule is told to have taken the time of the match.
        long start = rules[0].Now(line);
        line.StartProgram();
        if (!_gate.TryEvaluate(line, out bool matches) || !matches)
        {
            return true;
        }

        foreach (RuleNode rule in rules)
        {
            start = rule.RunBehindGate(line, start);
        }

        return true;
    }
}
