using LogMetrics.Regex.Syntax.Unicode;

namespace LogMetrics.Regex.Syntax;

/// <summary>
/// What has been parsed and not yet been put together: operands, and marks for open parentheses and vertical bars.
/// Rewrites while it puts together, as Go does.
/// </summary>
sealed class NodeStack
{
    readonly List<RegexpNode> _nodes = [];

    public int Count => _nodes.Count;

    public RegexpNode Top
    {
        get => _nodes[^1];
        set => _nodes[^1] = value;
    }

    public RegexpNode Pop()
    {
        var top = _nodes[^1];
        _nodes.RemoveAt(_nodes.Count - 1);
        return top;
    }

    /// <summary>Pushes a node. The literals below one that is none become one: it is known that no quantifier follows them.</summary>
    public RegexpNode Push(RegexpNode node)
    {
        if (node.Op == RegexpOp.CharClass)
        {
            BecomeLiteral(node);
        }

        if (node.Op != RegexpOp.Literal)
        {
            JoinLiterals(_nodes, FirstOfLastLiterals());
        }

        _nodes.Add(node);
        return node;
    }

    public RegexpNode Push(RegexpOp op, RegexpFlags flags) => Push(new RegexpNode(op, flags));

    public void PushLiteral(int rune, RegexpFlags flags) =>
        Push(new RegexpNode(RegexpOp.Literal, flags)
        {
            RuneArray = [(flags & RegexpFlags.FoldCase) != 0 ? CaseFolding.Smallest(rune) : rune],
        });

    /// <summary>Puts a vertical bar after the alternative that ends here.</summary>
    public void PushVerticalBar(RegexpFlags flags)
    {
        Concatenate();
        if (!MoveBelowBar())
        {
            Push(RegexpOp.VerticalBar, flags);
        }
    }

    /// <summary>Makes one node of everything since the last open parenthesis.</summary>
    public void FinishAlternatives()
    {
        Concatenate();
        if (MoveBelowBar())
        {
            Pop();
        }

        var subs = TakeSinceMark();
        if (subs.Count > 0)
        {
            Alternatives.NameWellKnownClass(subs[^1]);
        }

        Push(subs.Count == 0 ? new RegexpNode(RegexpOp.NoMatch) : Alternatives.Collapse(subs, RegexpOp.Alternate));
    }

    void Concatenate()
    {
        var subs = TakeSinceMark();
        JoinLiterals(subs, 0);
        Push(subs.Count == 0 ? new RegexpNode(RegexpOp.EmptyMatch) : Alternatives.Collapse(subs, RegexpOp.Concat));
    }

    List<RegexpNode> TakeSinceMark()
    {
        var first = _nodes.Count;
        while (first > 0 && _nodes[first - 1].Op < RegexpOp.LeftParenthesis)
        {
            first--;
        }

        var subs = _nodes.GetRange(first, _nodes.Count - first);
        _nodes.RemoveRange(first, subs.Count);
        return subs;
    }

    /// <summary>Moves the top below the vertical bar under it, or merges it into the single character below that bar.</summary>
    bool MoveBelowBar()
    {
        var count = _nodes.Count;
        if (count < 2 || _nodes[count - 2].Op != RegexpOp.VerticalBar)
        {
            return false;
        }

        var top = _nodes[count - 1];
        if (count >= 3)
        {
            var below = _nodes[count - 3];
            if (top.IsOneChar && below.IsOneChar)
            {
                var (merged, other) = top.Op > below.Op ? (top, below) : (below, top);
                Alternatives.MergeOneChar(merged, other);
                _nodes[count - 3] = merged;
                Pop();
                return true;
            }

            Alternatives.NameWellKnownClass(below);
        }

        _nodes[count - 1] = _nodes[count - 2];
        _nodes[count - 2] = top;
        return true;
    }

    int FirstOfLastLiterals()
    {
        var first = _nodes.Count;
        while (first > 0 && _nodes[first - 1].Op == RegexpOp.Literal)
        {
            first--;
        }

        return first;
    }

    /// <summary>Makes one of literals that stand side by side: all at once, because a pattern can be one long text.</summary>
    static void JoinLiterals(List<RegexpNode> nodes, int first)
    {
        var kept = first;
        for (var (start, end) = (first, first); start < nodes.Count; start = end)
        {
            var node = nodes[start];
            for (end = start + 1; node.Op == RegexpOp.Literal && end < nodes.Count && nodes[end].Op == RegexpOp.Literal
                && nodes[end].IsFoldCase == node.IsFoldCase;)
            {
                end++;
            }

            if (end > start + 1)
            {
                node.RuneArray = [.. nodes[start..end].SelectMany(literal => literal.RuneArray)];
            }

            nodes[kept++] = node;
        }

        nodes.RemoveRange(kept, nodes.Count - kept);
    }

    // [a] is a literal, and so is [Aa], in either case.
    static void BecomeLiteral(RegexpNode node)
    {
        var ranges = node.RuneArray;
        int first, second;
        switch (ranges.Length)
        {
            case 2 when ranges[0] == ranges[1]:
                node.Op = RegexpOp.Literal;
                node.RuneArray = [ranges[0]];
                node.Flags &= ~RegexpFlags.FoldCase;
                return;
            case 2 when ranges[0] + 1 == ranges[1]:
            case 4 when ranges[0] == ranges[1] && ranges[2] == ranges[3]:
                first = ranges[0];
                second = ranges[^1];
                break;
            default:
                return;
        }

        if (CaseFolding.Following(first) == second && CaseFolding.Following(second) == first)
        {
            node.Op = RegexpOp.Literal;
            node.RuneArray = [first];
            node.Flags |= RegexpFlags.FoldCase;
        }
    }

}
