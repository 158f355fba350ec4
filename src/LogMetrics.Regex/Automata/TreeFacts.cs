using LogMetrics.Regex.Syntax;

namespace LogMetrics.Regex.Automata;

/// <summary>What can be told from a syntax tree alone.</summary>
static class TreeFacts
{
    /// <summary>Whether every match starts where the text starts.</summary>
    public static bool IsAnchored(RegexpNode node) => node.Op switch
    {
        RegexpOp.BeginText => true,
        RegexpOp.Capture or RegexpOp.Plus or RegexpOp.Atomic => IsAnchored(node.SubList[0]),
        RegexpOp.Repeat => node.Min > 0 && IsAnchored(node.SubList[0]),
        RegexpOp.Concat => node.SubList.Count > 0 && IsAnchored(node.SubList[0]),
        RegexpOp.Alternate => node.SubList.TrueForAll(IsAnchored),
        _ => false,
    };

    /// <summary>Whether it can match without consuming anything.</summary>
    public static bool IsNullable(RegexpNode node) => node.Op switch
    {
        RegexpOp.NoMatch or RegexpOp.Literal or RegexpOp.CharClass or RegexpOp.AnyChar
            or RegexpOp.AnyCharNotNewline => false,
        RegexpOp.Capture or RegexpOp.Plus or RegexpOp.Atomic => IsNullable(node.SubList[0]),
        RegexpOp.Repeat => node.Min == 0 || IsNullable(node.SubList[0]),
        RegexpOp.Concat => node.SubList.TrueForAll(IsNullable),
        RegexpOp.Alternate => node.SubList.Exists(IsNullable),
        _ => true,
    };

    /// <summary>The look-arounds of a tree, each once.</summary>
    public static HashSet<Look> Looks(RegexpNode node)
    {
        var looks = new HashSet<Look>();
        AddLooks(node, looks);
        return looks;
    }

    /// <summary>Whether it matches every text, because it matches nothing where every text ends or starts: <c>$</c>, say.
    /// False also where that is not easily seen.</summary>
    public static bool MatchesEveryText(RegexpNode node) =>
        MatchesNothing(node, RegexpOp.EndText, RegexpOp.EndLine) || MatchesNothing(node, RegexpOp.BeginText, RegexpOp.BeginLine);

    static bool MatchesNothing(RegexpNode node, RegexpOp anchor, RegexpOp lineAnchor) => node.Op switch
    {
        RegexpOp.EmptyMatch or RegexpOp.Star or RegexpOp.Quest => true,
        RegexpOp.Capture or RegexpOp.Plus => MatchesNothing(node.SubList[0], anchor, lineAnchor),
        RegexpOp.Repeat => node.Min == 0 || MatchesNothing(node.SubList[0], anchor, lineAnchor),
        RegexpOp.Concat => node.SubList.TrueForAll(sub => MatchesNothing(sub, anchor, lineAnchor)),
        RegexpOp.Alternate => node.SubList.Exists(sub => MatchesNothing(sub, anchor, lineAnchor)),
        _ => node.Op == anchor || node.Op == lineAnchor,
    };

    /// <summary>The first look-ahead or atomic group that takes a <see cref="Watcher"/>; null when there is none.</summary>
    public static RegexpNode? FirstWatched(RegexpNode node) =>
        node.Op is RegexpOp.Atomic or RegexpOp.Ahead or RegexpOp.NotAhead
            ? node
            : node.SubList.Select(FirstWatched).FirstOrDefault(found => found is not null);

    /// <summary>The captures of a tree in the order of their numbers.</summary>
    public static IEnumerable<RegexpNode> Captures(RegexpNode node)
    {
        if (node.Op == RegexpOp.Capture)
        {
            yield return node;
        }

        foreach (var sub in node.SubList)
        {
            foreach (var capture in Captures(sub))
            {
                yield return capture;
            }
        }
    }

    static void AddLooks(RegexpNode node, HashSet<Look> looks)
    {
        if (node.Op is RegexpOp.LookAhead or RegexpOp.LookBehind)
        {
            looks.Add(Look.Of(node));
        }

        foreach (var sub in node.SubList)
        {
            AddLooks(sub, looks);
        }
    }
}
