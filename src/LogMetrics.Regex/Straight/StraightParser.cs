using LogMetrics.Regex.Automata;
using LogMetrics.Regex.Syntax;

namespace LogMetrics.Regex.Straight;

/// <summary>Reads a syntax tree as pieces in a row, if it is nothing more complicated.</summary>
static class StraightParser
{
    const int AsciiEnd = 0x80;

    // A pattern that is longer than any line gains nothing.
    const int MaxPieces = 500;
    const int MaxCopies = 64;

    /// <summary>The pieces after an anchor at the start, if there is one.</summary>
    /// <returns>Null when the pattern is not of this kind.</returns>
    public static List<Piece>? Read(RegexpNode tree, out bool isAnchored)
    {
        var pieces = new List<Piece>();
        var rest = WithoutAnchor(tree);
        isAnchored = rest is not null;
        return TryAdd(rest ?? tree, pieces) ? pieces : null;
    }

    static RegexpNode? WithoutAnchor(RegexpNode tree)
    {
        if (tree.Op == RegexpOp.BeginText)
        {
            return RegexpNode.Concat();
        }

        return tree.Op == RegexpOp.Concat && tree.SubList is [{ Op: RegexpOp.BeginText }, .. var rest]
            ? RegexpNode.Concat([.. rest])
            : null;
    }

    static bool TryAdd(RegexpNode node, List<Piece> pieces)
    {
        if (pieces.Count > MaxPieces)
        {
            return false;
        }

        switch (node.Op)
        {
            case RegexpOp.EmptyMatch:
                return true;
            case RegexpOp.EndText:
                pieces.Add(new EndPiece());
                return true;
            case RegexpOp.Literal:
                return node.RuneArray.All(rune => TryAddSet(AutomatonSize.CasesOf(rune, node.IsFoldCase), pieces));
            case RegexpOp.CharClass:
                return TryAddSet(node.RuneArray, pieces);
            case RegexpOp.Concat:
                return node.SubList.TrueForAll(sub => TryAdd(sub, pieces));
            case RegexpOp.Capture:
                pieces.Add(new SavePiece(2 * node.CaptureNumber));
                var added = TryAdd(node.SubList[0], pieces);
                pieces.Add(new SavePiece((2 * node.CaptureNumber) + 1));
                return added;
            case RegexpOp.Quest or RegexpOp.Star or RegexpOp.Plus or RegexpOp.Repeat:
                return node.SubList[0].IsOneChar ? TryAddRun(node, pieces) : TryAddGroup(node, pieces);
            case RegexpOp.Alternate:
                return TryAddChoice(node.SubList, pieces);
            default:
                return false;
        }
    }

    static bool TryAddSet(int[] ranges, List<Piece> pieces)
    {
        if (ranges.Length == 0 || ranges[^1] >= AsciiEnd)
        {
            return false;
        }

        pieces.Add(new SetPiece(AsciiOf(ranges)));
        return true;
    }

    static bool TryAddRun(RegexpNode node, List<Piece> pieces)
    {
        var sub = node.SubList[0];
        int[] ranges = sub.Op switch
        {
            RegexpOp.Literal => AutomatonSize.CasesOf(sub.RuneArray[0], sub.IsFoldCase),
            RegexpOp.AnyChar => [0, CharClassBuilder.MaxRune],
            RegexpOp.AnyCharNotNewline => [0, '\n' - 1, '\n' + 1, CharClassBuilder.MaxRune],
            _ => sub.RuneArray,
        };
        if (ranges.Length == 0)
        {
            return false;
        }

        var (min, max) = BoundsOf(node);
        if (ranges[^1] < AsciiEnd)
        {
            var set = AsciiOf(ranges);
            if (min != max)
            {
                pieces.Add(new RunPiece(set, min, max, node.IsNonGreedy));
                return true;
            }

            for (var i = 0; i < min; i++)
            {
                pieces.Add(new SetPiece(set));
            }

            return min <= MaxCopies;
        }

        // A character outside ASCII is several bytes, which may be counted only where the count does not matter.
        if (ranges[^1] != CharClassBuilder.MaxRune || ranges[^2] > AsciiEnd || min > 1 || max != int.MaxValue)
        {
            return false;
        }

        var outside = new ByteSet(0, 0, ulong.MaxValue, ulong.MaxValue);
        pieces.Add(new RunPiece(AsciiOf(ranges).Union(outside), min, max, node.IsNonGreedy));
        return true;
    }

    static bool TryAddGroup(RegexpNode node, List<Piece> pieces)
    {
        if (node.IsNonGreedy)
        {
            return false;
        }

        if (node.Op == RegexpOp.Quest)
        {
            return TryAddChoice([node.SubList[0], new RegexpNode(RegexpOp.EmptyMatch)], pieces);
        }

        // A slot that an earlier round has filled would have to be kept when a later one fails.
        var (min, max) = BoundsOf(node);
        if (TreeFacts.Captures(node).Any() || min > MaxCopies || (max != int.MaxValue && max > MaxCopies))
        {
            return false;
        }

        if (max != int.MaxValue && max != min)
        {
            return TryAdd(node.Simplify(), pieces);
        }

        for (var i = 0; i < min; i++)
        {
            if (!TryAdd(node.SubList[0], pieces))
            {
                return false;
            }
        }

        if (max == min)
        {
            return true;
        }

        var body = new List<Piece>();
        pieces.Add(new LoopPiece(body));
        return TryAdd(node.SubList[0], body) && body.TrueForAll(piece => piece is SetPiece or RunPiece);
    }

    static bool TryAddChoice(List<RegexpNode> alternatives, List<Piece> pieces)
    {
        var ways = new List<List<Piece>>();
        foreach (var alternative in alternatives)
        {
            var way = new List<Piece>();
            if (!TryAdd(alternative, way))
            {
                return false;
            }

            ways.Add(way);
        }

        pieces.Add(new ChoicePiece(ways));
        return true;
    }

    static (int Min, int Max) BoundsOf(RegexpNode node) => node.Op switch
    {
        RegexpOp.Quest => (0, 1),
        RegexpOp.Star => (0, int.MaxValue),
        RegexpOp.Plus => (1, int.MaxValue),
        _ => (node.Min, node.Max < 0 ? int.MaxValue : node.Max),
    };

    static ByteSet AsciiOf(int[] ranges)
    {
        var set = default(ByteSet);
        for (var i = 0; i < ranges.Length; i += 2)
        {
            set = set.Union(ByteSet.Of(ranges[i], Math.Min(ranges[i + 1], AsciiEnd - 1)));
        }

        return set;
    }
}
