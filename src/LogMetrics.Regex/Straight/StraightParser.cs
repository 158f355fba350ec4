using LogMetrics.Regex.Automata;
using LogMetrics.Regex.Syntax;

namespace LogMetrics.Regex.Straight;

/// <summary>Reads a syntax tree as pieces in a row, if it is nothing more complicated.</summary>
static class StraightParser
{
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
        rest ??= tree;
        return (rest.Op == RegexpOp.Concat ? TryAddAll(rest.SubList, pieces) : TryAdd(rest, pieces)) ? pieces : null;
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

        if (FieldAlphabet.Of(node) is { } alphabet)
        {
            var inside = new List<Piece>();
            pieces.Add(new FieldPiece(node, alphabet, TryAddParts(node, inside) ? inside : null));
            return true;
        }

        return TryAddParts(node, pieces);
    }

    static bool TryAddParts(RegexpNode node, List<Piece> pieces)
    {
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
                return TryAddAll(node.SubList, pieces);
            case RegexpOp.Capture:
                pieces.Add(new SavePiece(2 * node.CaptureNumber));
                var added = TryAdd(node.SubList[0], pieces);
                pieces.Add(new SavePiece((2 * node.CaptureNumber) + 1));
                return added;
            case RegexpOp.Quest or RegexpOp.Star or RegexpOp.Plus or RegexpOp.Repeat:
                return node.SubList[0].IsOneChar ? TryAddRun(node, pieces) : TryAddGroup(node, pieces);
            case RegexpOp.Alternate:
                return TryAddChoice(node.SubList, pieces);
            case RegexpOp.LookAhead or RegexpOp.LookBehind:
                var look = Look.Of(node);
                AddLook(look.IsAhead, look.Ranges, look.HoldsAtEdge, pieces);
                return true;
            case RegexpOp.EndLine:
                AddLook(isAhead: true, ['\n', '\n'], holdsAtEdge: true, pieces);
                return true;
            case RegexpOp.BeginLine when !node.IsOniguruma:
                AddLook(isAhead: false, ['\n', '\n'], holdsAtEdge: true, pieces);
                return true;
            case RegexpOp.BeginLine:
                // Whether a line begins after the last line feed is for others to say.
                pieces.Add(new LookPiece(false, default, default(ByteSet).With((byte)'\n'), holdsAtEdge: true));
                return true;
            case RegexpOp.WordBoundary or RegexpOp.NoWordBoundary:
                pieces.Add(new BoundaryPiece(node.IsOniguruma, node.Op == RegexpOp.NoWordBoundary));
                return true;
            default:
                return false;
        }
    }

    static bool TryAddAll(List<RegexpNode> nodes, List<Piece> pieces) =>
        Rearrangement.Of(nodes).TrueForAll(node => TryAdd(node, pieces));

    static void AddLook(bool isAhead, int[] ranges, bool holdsAtEdge, List<Piece> pieces)
    {
        var (holds, outside) = (ByteSet.AsciiOf(ranges), OutsideOf(ranges));
        pieces.Add(new LookPiece(
            isAhead,
            outside == Outside.All ? holds.Union(ByteSet.OutsideAscii) : holds,
            outside == Outside.Some ? ByteSet.OutsideAscii : default,
            holdsAtEdge));
    }

    static bool TryAddSet(int[] ranges, List<Piece> pieces)
    {
        switch (OutsideOf(ranges))
        {
            case Outside.None when ranges.Length > 0:
                pieces.Add(new SetPiece(ByteSet.AsciiOf(ranges)));
                return true;
            case Outside.Some when ranges[0] < ByteSet.AsciiEnd:
                pieces.Add(new RunPiece(ByteSet.AsciiOf(ranges), 1, 1, isLazy: false) { AsksOutside = true });
                return true;
            default:
                return false;
        }
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
        if (OutsideOf(ranges) == Outside.None)
        {
            var set = ByteSet.AsciiOf(ranges);
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

        if (OutsideOf(ranges) == Outside.Some)
        {
            pieces.Add(new RunPiece(ByteSet.AsciiOf(ranges), min, max, node.IsNonGreedy) { AsksOutside = true });
            return ranges[0] < ByteSet.AsciiEnd;
        }

        // A character outside ASCII is several bytes, which may be counted only where the count does not matter.
        pieces.Add(new RunPiece(ByteSet.AsciiOf(ranges).Union(ByteSet.OutsideAscii), min, max, node.IsNonGreedy));
        return min <= 1 && max == int.MaxValue;
    }

    static bool TryAddGroup(RegexpNode node, List<Piece> pieces)
    {
        if (node.IsNonGreedy)
        {
            return false;
        }

        if (TryAddQuoted(node, pieces))
        {
            return true;
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

    // (?:\\.|[^"\\])* is written [^"\\]*(?:\\.[^"\\]*)*: the rest of a character outside ASCII is in the run.
    static bool TryAddQuoted(RegexpNode node, List<Piece> pieces)
    {
        if (node is not { Op: RegexpOp.Star, SubList: [{ Op: RegexpOp.Alternate, SubList: [var one, var other] }] })
        {
            return false;
        }

        var (pair, single) = one.Op == RegexpOp.Concat ? (one, other) : (other, one);
        if (pair is not { Op: RegexpOp.Concat, SubList: [{ Op: RegexpOp.Literal, RuneArray: [< ByteSet.AsciiEnd and var escape] }, var any] }
            || any.Op is not (RegexpOp.AnyChar or RegexpOp.AnyCharNotNewline) || single.Op != RegexpOp.CharClass
            || OutsideOf(single.RuneArray) != Outside.All || ByteSet.AsciiOf(single.RuneArray).Contains(escape))
        {
            return false;
        }

        var plain = ByteSet.AsciiOf(single.RuneArray).Union(ByteSet.OutsideAscii);
        var escaped = any.Op == RegexpOp.AnyChar ? ByteSet.All : default(ByteSet).With((byte)'\n').Complement();
        pieces.Add(new RunPiece(plain, 0, int.MaxValue, isLazy: false));
        pieces.Add(new LoopPiece(
        [
            new SetPiece(default(ByteSet).With((byte)escape)),
            new SetPiece(escaped),
            new RunPiece(plain, 0, int.MaxValue, isLazy: false),
        ]));
        return true;
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

    /// <summary>Which characters outside ASCII are in a set.</summary>
    static Outside OutsideOf(int[] ranges)
    {
        if (ranges.Length == 0 || ranges[^1] < ByteSet.AsciiEnd)
        {
            return Outside.None;
        }

        return ranges[^1] == CharClassBuilder.MaxRune && ranges[^2] <= ByteSet.AsciiEnd ? Outside.All : Outside.Some;
    }

    enum Outside
    {
        None,
        Some,
        All,
    }
}
