using LogMetrics.Regex.Automata;
using LogMetrics.Regex.Syntax;

namespace LogMetrics.Regex.Straight;

/// <summary>The parts of a pattern that are better judged as a whole than gone through: addresses, dates, numbers.</summary>
static class FieldAlphabet
{
    // Below this, going through it is faster.
    const int MinNodes = 12;

    // A part with so large a class takes whole sentences, which are better searched than read.
    const int MaxClassSize = 80;

    /// <summary>The ASCII that a match of the part can be made of; null when the part is not of this kind.</summary>
    public static ByteSet? Of(RegexpNode node)
    {
        var (set, count) = (default(ByteSet), 0);
        return IsFieldPart(node, ref set, ref count) && count >= MinNodes && HasChoice(node) ? set : null;
    }

    static bool IsFieldPart(RegexpNode node, ref ByteSet set, ref int count)
    {
        count++;
        switch (node.Op)
        {
            case RegexpOp.Literal:
                foreach (var rune in node.RuneArray)
                {
                    set = set.Union(ByteSet.AsciiOf(AutomatonSize.CasesOf(rune, node.IsFoldCase)));
                }

                return true;
            case RegexpOp.CharClass:
                var own = ByteSet.AsciiOf(node.RuneArray);
                set = set.Union(own);
                return own.Count <= MaxClassSize;
            case RegexpOp.EmptyMatch or RegexpOp.LookAhead or RegexpOp.LookBehind or RegexpOp.WordBoundary
                or RegexpOp.NoWordBoundary:
                return true;
            case RegexpOp.Concat or RegexpOp.Alternate or RegexpOp.Star or RegexpOp.Plus or RegexpOp.Quest or RegexpOp.Repeat:
                foreach (var sub in node.SubList)
                {
                    if (!IsFieldPart(sub, ref set, ref count))
                    {
                        return false;
                    }
                }

                return true;
            default:
                return false;
        }
    }

    static bool HasChoice(RegexpNode node) => node.Op == RegexpOp.Alternate || node.SubList.Exists(HasChoice);
}
