using LogMetrics.Regex.Syntax;

namespace LogMetrics.Regex.Automata;

/// <summary>What a pattern with anchors of lines is for a text that is one line: its anchors are of the text.</summary>
/// <remarks>Nearly every text is one line, and an anchored pattern can stop at the first byte.</remarks>
static class LineAnchors
{
    /// <summary>The tree for texts without a line feed; null when the pattern asks for no ends of lines.</summary>
    public static RegexpNode? WithinLine(RegexpNode tree) => Contains(tree) ? Rewritten(tree) : null;

    static bool Contains(RegexpNode node) =>
        node.Op is RegexpOp.BeginLine or RegexpOp.EndLine or RegexpOp.EndTextOrLastNewline || node.SubList.Exists(Contains);

    static RegexpNode Rewritten(RegexpNode node) => node.Op switch
    {
        RegexpOp.BeginLine => new RegexpNode(RegexpOp.BeginText),
        RegexpOp.EndLine or RegexpOp.EndTextOrLastNewline => new RegexpNode(RegexpOp.EndText),
        _ => node.SubList.Count == 0 ? node : node.With(node.SubList.ConvertAll(Rewritten)),
    };
}
