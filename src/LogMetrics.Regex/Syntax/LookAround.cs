namespace LogMetrics.Regex.Syntax;

/// <summary>Turns the inside of a look-around into what it asks of the one character beside a place.</summary>
static class LookAround
{
    static readonly int[] All = [0, CharClassBuilder.MaxRune];

    /// <summary>The node of a look-around, or null when more than one character has to be looked at.</summary>
    /// <param name="kind">Which look-around it is.</param>
    /// <param name="inside">What stands between its parentheses.</param>
    public static RegexpNode? Of(GroupKind kind, RegexpNode inside)
    {
        var ahead = kind is GroupKind.Ahead or GroupKind.NotAhead;
        if (Read(inside, ahead) is not { } look)
        {
            return null;
        }

        if (kind is GroupKind.NotAhead or GroupKind.NotBehind)
        {
            look = new Look(ahead, CharClassBuilder.Negate(look.Ranges), !look.HoldsAtEdge);
        }

        if (look.Ranges.AsSpan().SequenceEqual(All) && look.HoldsAtEdge)
        {
            return new RegexpNode(RegexpOp.EmptyMatch);
        }

        return look.Ranges.Length == 0 && !look.HoldsAtEdge
            ? new RegexpNode(RegexpOp.NoMatch)
            : new RegexpNode(
                ahead ? RegexpOp.LookAhead : RegexpOp.LookBehind,
                look.HoldsAtEdge ? RegexpFlags.HoldsAtEdge : RegexpFlags.None)
            { RuneArray = look.Ranges };
    }

    /// <summary>The captures in a look-ahead that takes everything up to the end of the line, as empty captures that know it;
    /// null when it is another look-ahead.</summary>
    public static RegexpNode? RestOfLine(RegexpNode inside)
    {
        if (inside is { Op: RegexpOp.Star, IsNonGreedy: false, SubList: [{ Op: RegexpOp.AnyChar or RegexpOp.AnyCharNotNewline }] })
        {
            return new RegexpNode(RegexpOp.EmptyMatch)
            {
                Flags = inside.SubList[0].Op == RegexpOp.AnyChar ? RegexpFlags.DotNewline : RegexpFlags.None,
            };
        }

        if (inside.Op != RegexpOp.Capture || RestOfLine(inside.SubList[0]) is not { } rest)
        {
            return null;
        }

        var capture = inside.With([rest]);
        capture.Flags = RegexpFlags.RestOfLine | (rest.Flags & RegexpFlags.DotNewline);
        return capture;
    }

    static Look? Read(RegexpNode node, bool ahead)
    {
        switch (node.Op)
        {
            case RegexpOp.NoMatch:
                return new Look(ahead, [], false);
            case RegexpOp.CharClass:
            case RegexpOp.Literal when node.RuneArray.Length == 1:
                var ranges = new CharClassBuilder();
                ranges.AddNode(node);
                return new Look(ahead, ranges.ToRanges(), false);
            case RegexpOp.AnyChar:
                return new Look(ahead, All, false);
            case RegexpOp.AnyCharNotNewline:
                return new Look(ahead, CharClassBuilder.Negate(['\n', '\n']), false);
            case RegexpOp.EndText when ahead:
            case RegexpOp.BeginText when !ahead:
                return new Look(ahead, [], true);
            case RegexpOp.EndLine when ahead:
            case RegexpOp.BeginLine when !ahead:
                return new Look(ahead, ['\n', '\n'], true);
            case RegexpOp.LookAhead when ahead:
            case RegexpOp.LookBehind when !ahead:
                return Look.Of(node);
            case RegexpOp.Plus when !HasCapture(node):
            case RegexpOp.Repeat when node.Min == 1 && !HasCapture(node):
                return Read(node.SubList[0], ahead);
            case RegexpOp.Concat:
                return ReadSequence(node, ahead);
            case RegexpOp.Alternate:
                return ReadAlternatives(node.SubList, ahead);
            default:
                return IsAlwaysEmpty(node) ? new Look(ahead, All, true) : null;
        }
    }

    // What lies beyond the character next to the place does not count where it can be nothing.
    static Look? ReadSequence(RegexpNode node, bool ahead)
    {
        if (node.SubList.TrueForAll(IsAlwaysEmpty))
        {
            return new Look(ahead, All, true);
        }

        var (next, beyond) = ahead ? (node.SubList[0], node.SubList[1..]) : (node.SubList[^1], node.SubList[..^1]);
        return beyond.TrueForAll(IsAlwaysEmpty) ? Read(next, ahead) : null;
    }

    static Look? ReadAlternatives(List<RegexpNode> alternatives, bool ahead)
    {
        var (any, atEdge) = (new CharClassBuilder(), false);
        foreach (var alternative in alternatives)
        {
            if (Read(alternative, ahead) is not { } look)
            {
                return null;
            }

            any.AddAll(look.Ranges);
            atEdge |= look.HoldsAtEdge;
        }

        return new Look(ahead, any.ToRanges(), atEdge);
    }

    // Whether it can match nothing wherever it stands.
    static bool IsAlwaysEmpty(RegexpNode node) => node.Op switch
    {
        RegexpOp.EmptyMatch or RegexpOp.Star or RegexpOp.Quest => !HasCapture(node),
        RegexpOp.Repeat => node.Min == 0 && !HasCapture(node),
        _ => false,
    };

    static bool HasCapture(RegexpNode node) => node.Op == RegexpOp.Capture || node.SubList.Exists(HasCapture);
}
