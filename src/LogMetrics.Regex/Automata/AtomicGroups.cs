using LogMetrics.Regex.Syntax;

namespace LogMetrics.Regex.Automata;

/// <summary>Takes atomic groups out of a tree where something cheaper means the same.</summary>
/// <remarks>
/// Where the inside can end at one place only, there is nothing that it could give back. And a loop over one character,
/// as in <c>\d++</c>, ends where no such character follows.
/// </remarks>
static class AtomicGroups
{
    /// <summary>The same tree with as few atomic groups as can be told.</summary>
    public static RegexpNode Reduce(RegexpNode node, AutomatonSize sizes, int maxInstructions)
    {
        if (!Contains(node))
        {
            return node;
        }

        if (node.Op != RegexpOp.Atomic)
        {
            return node.With(node.SubList.ConvertAll(sub => Reduce(sub, sizes, maxInstructions)));
        }

        var inside = node.SubList[0];
        if (!EndsInOnePlace(inside, sizes, maxInstructions))
        {
            return LoopThatEnds(inside) ?? node.With([Reduce(inside, sizes, maxInstructions)]);
        }

        return Reduce(inside, sizes, maxInstructions);
    }

    static bool Contains(RegexpNode node) => node.Op == RegexpOp.Atomic || node.SubList.Exists(Contains);

    static bool EndsInOnePlace(RegexpNode inside, AutomatonSize sizes, int maxInstructions)
    {
        if (Width(inside) >= 0)
        {
            return true;
        }

        try
        {
            var group = new RegexpNode(RegexpOp.Atomic) { SubList = [Loosened(inside).Simplify()] };
            return new AutomatonBuilder(sizes, withCaptures: false, maxInstructions).Watch(group, seesAll: true).EndsInOnePlace;
        }
        catch (RegexpParseException)
        {
            return false;
        }
    }

    /// <summary>The characters of every match, or -1 when they are not always as many.</summary>
    static int Width(RegexpNode node)
    {
        switch (node.Op)
        {
            case RegexpOp.Literal:
                return node.RuneArray.Length;
            case RegexpOp.Capture or RegexpOp.Atomic:
                return Width(node.SubList[0]);
            case RegexpOp.Repeat when node.Min == node.Max:
                return Width(node.SubList[0]) is >= 0 and var width ? width * node.Min : -1;
            case RegexpOp.Concat:
                return node.SubList.Aggregate(0, (sum, sub) => sum < 0 || Width(sub) < 0 ? -1 : sum + Width(sub));
            case RegexpOp.Alternate:
                var widths = node.SubList.ConvertAll(Width);
                return widths.TrueForAll(width => width == widths[0]) ? widths[0] : -1;
            case RegexpOp.Star or RegexpOp.Plus or RegexpOp.Quest or RegexpOp.Repeat:
                return -1;
            default:
                return node.IsOneChar ? 1 : 0;
        }
    }

    // What matches at least as much: without assertions and without the groups that forbid ways.
    static RegexpNode Loosened(RegexpNode node) => node.Op switch
    {
        RegexpOp.Atomic => Loosened(node.SubList[0]),
        RegexpOp.BeginLine or RegexpOp.EndLine or RegexpOp.BeginText or RegexpOp.EndText or RegexpOp.EndTextOrLastNewline
            or RegexpOp.WordBoundary or RegexpOp.NoWordBoundary or RegexpOp.LookAhead or RegexpOp.LookBehind
            or RegexpOp.Ahead or RegexpOp.NotAhead => new RegexpNode(RegexpOp.EmptyMatch),
        _ => node.SubList.Count == 0 ? node : node.With(node.SubList.ConvertAll(Loosened)),
    };

    static RegexpNode? LoopThatEnds(RegexpNode inside)
    {
        if (inside.Op is not (RegexpOp.Star or RegexpOp.Plus) || inside.IsNonGreedy || !inside.SubList[0].IsOneChar)
        {
            return null;
        }

        var look = LookAround.Of(GroupKind.NotAhead, inside.SubList[0])!;
        return RegexpNode.Concat(inside, look);
    }
}
