using LogMetrics.Regex.Syntax;

namespace LogMetrics.Regex.Straight;

/// <summary>Writes parts in a row so that more of them show where they end; matches and captures stay the same.</summary>
/// <remarks>
/// A literal behind a choice moves to the end of each of its ways, where it says how far the run before it goes. A greedy
/// run, something optional that cannot begin inside the run, and what comes next become two ways: with the optional
/// part, which only the longest run can have after it, and without.
/// </remarks>
static class Rearrangement
{
    public static List<RegexpNode> Of(List<RegexpNode> nodes)
    {
        var rearranged = new List<RegexpNode>(nodes.Count);
        for (var i = 0; i < nodes.Count; i++)
        {
            var node = nodes[i];
            if (i + 1 < nodes.Count && nodes[i + 1].Op == RegexpOp.Literal && WaysOf(node) is { } ways && ways.Exists(EndsInRun))
            {
                var literal = nodes[++i];
                rearranged.Add(new RegexpNode(RegexpOp.Alternate)
                {
                    SubList = ways.ConvertAll(way => RegexpNode.Concat([.. PartsOf(way), literal])),
                });
            }
            else if (i + 2 < nodes.Count && IsGreedyRun(node) && nodes[i + 1] is { Op: RegexpOp.Quest, IsNonGreedy: false } option
                && IsApart(node, option.SubList[0]) && nodes[i + 2].Op == RegexpOp.Literal && i + 3 == nodes.Count)
            {
                rearranged.Add(new RegexpNode(RegexpOp.Alternate)
                {
                    SubList =
                    [
                        RegexpNode.Concat([node, .. PartsOf(option.SubList[0]), nodes[^1]]),
                        RegexpNode.Concat([node, nodes[^1]]),
                    ],
                });
                break;
            }
            else
            {
                rearranged.Add(node);
            }
        }

        return rearranged;
    }

    static List<RegexpNode>? WaysOf(RegexpNode node) => node.Op switch
    {
        RegexpOp.Alternate => node.SubList,
        RegexpOp.Quest when !node.IsNonGreedy && !node.SubList[0].IsOneChar =>
            [node.SubList[0], new RegexpNode(RegexpOp.EmptyMatch)],
        _ => null,
    };

    static List<RegexpNode> PartsOf(RegexpNode node) => node.Op == RegexpOp.Concat ? node.SubList : [node];

    static bool EndsInRun(RegexpNode node) => node.Op switch
    {
        RegexpOp.Star or RegexpOp.Plus => node.SubList[0].IsOneChar,
        RegexpOp.Capture => EndsInRun(node.SubList[0]),
        RegexpOp.Alternate => node.SubList.Exists(EndsInRun),
        RegexpOp.Concat when node.SubList is [.., var run, { Op: RegexpOp.Quest }] => EndsInRun(run) || EndsInRun(node.SubList[^1]),
        RegexpOp.Concat => node.SubList.Count > 0 && EndsInRun(node.SubList[^1]),
        RegexpOp.Quest => EndsInRun(node.SubList[0]),
        _ => false,
    };

    static bool IsGreedyRun(RegexpNode node) => node.Op switch
    {
        RegexpOp.Capture => IsGreedyRun(node.SubList[0]),
        RegexpOp.Star or RegexpOp.Plus => node.SubList[0].IsOneChar && !node.IsNonGreedy,
        _ => false,
    };

    // Whether a part has to begin with a character that is not in a run.
    static bool IsApart(RegexpNode run, RegexpNode part)
    {
        while (run.Op == RegexpOp.Capture)
        {
            run = run.SubList[0];
        }

        while (part.Op is RegexpOp.Concat or RegexpOp.Capture && part.SubList.Count > 0)
        {
            part = part.SubList[0];
        }

        if (part.Op != RegexpOp.Literal || part.IsFoldCase || run.SubList[0].Op is not (RegexpOp.CharClass or RegexpOp.Literal))
        {
            return false;
        }

        var members = new CharClassBuilder();
        members.AddNode(run.SubList[0]);
        var ranges = members.ToRanges();
        for (var i = 0; i < ranges.Length; i += 2)
        {
            if (part.RuneArray[0] >= ranges[i] && part.RuneArray[0] <= ranges[i + 1])
            {
                return false;
            }
        }

        return true;
    }
}
