using LogMetrics.Regex.Syntax;

namespace LogMetrics.Regex.Automata;

/// <summary>The inside of a look-ahead or an atomic group, as a watcher can follow it.</summary>
static class LookAheadBody
{
    /// <summary>The operand; in a look-ahead, what it asks about its own end is read as text: <c>(?!foo(?=\s|$))</c>.</summary>
    public static RegexpNode Of(RegexpNode node) =>
        node.Op == RegexpOp.Atomic ? node.SubList[0] : WithTextAtEnd(node.SubList[0]);

    static RegexpNode WithTextAtEnd(RegexpNode node)
    {
        switch (node.Op)
        {
            case RegexpOp.LookAhead:
                var look = Look.Of(node);
                return Either(look.Ranges, look.HoldsAtEdge);
            case RegexpOp.EndLine:
                return Either(['\n', '\n'], true);
            case RegexpOp.Concat when node.SubList.Count > 0:
                return new RegexpNode(node.Op)
                {
                    SubList = [.. node.SubList[..^1], WithTextAtEnd(node.SubList[^1])],
                };
            case RegexpOp.Alternate:
                return new RegexpNode(node.Op) { SubList = node.SubList.ConvertAll(WithTextAtEnd) };
            case RegexpOp.Capture:
                return WithTextAtEnd(node.SubList[0]);
            default:
                return node;
        }
    }

    static RegexpNode Either(int[] ranges, bool orEnd)
    {
        var character = new RegexpNode(RegexpOp.CharClass) { RuneArray = ranges };
        return !orEnd ? character : new RegexpNode(RegexpOp.Alternate)
        {
            SubList = [character, new RegexpNode(RegexpOp.EndText)],
        };
    }
}
