namespace LogMetrics.Regex.Syntax;

/// <summary>Writes counted repetitions out: <c>x{2,4}</c> becomes <c>xx(?:x(?:x)?)?</c>.</summary>
static class RegexpSimplifier
{
    public static RegexpNode Simplify(RegexpNode node)
    {
        switch (node.Op)
        {
            case RegexpOp.Capture or RegexpOp.Concat or RegexpOp.Alternate or RegexpOp.Atomic or RegexpOp.Ahead
                or RegexpOp.NotAhead:
                return SimplifySubs(node);
            case RegexpOp.Star or RegexpOp.Plus or RegexpOp.Quest:
                return Quantify(node.Op, node.Flags, Simplify(node.SubList[0]), node);
            case RegexpOp.Repeat:
                return Expand(node);
            default:
                return node;
        }
    }

    static RegexpNode SimplifySubs(RegexpNode node)
    {
        var subs = node.SubList.ConvertAll(Simplify);
        for (var i = 0; i < subs.Count; i++)
        {
            if (!ReferenceEquals(subs[i], node.SubList[i]))
            {
                return new RegexpNode(node.Op, node.Flags)
                {
                    SubList = subs,
                    CaptureNumber = node.CaptureNumber,
                    CaptureName = node.CaptureName,
                    Offset = node.Offset,
                    Length = node.Length,
                };
            }
        }

        return node;
    }

    static RegexpNode Expand(RegexpNode node)
    {
        if (node is { Min: 0, Max: 0 })
        {
            return new RegexpNode(RegexpOp.EmptyMatch);
        }

        var sub = Simplify(node.SubList[0]);
        if (node.Max == -1)
        {
            return node.Min switch
            {
                0 => Quantify(RegexpOp.Star, node.Flags, sub, null),
                1 => Quantify(RegexpOp.Plus, node.Flags, sub, null),
                _ => Copies(sub, node.Min - 1, Quantify(RegexpOp.Plus, node.Flags, sub, null)),
            };
        }

        if (node is { Min: 1, Max: 1 })
        {
            return sub;
        }

        if (node.Max == node.Min)
        {
            return Copies(sub, node.Min, null);
        }

        // The optional ones nest, x(x(x)?)?, so that giving up happens once and not once for each.
        var optional = Quantify(RegexpOp.Quest, node.Flags, sub, null);
        for (var i = node.Min + 1; i < node.Max; i++)
        {
            optional = Quantify(RegexpOp.Quest, node.Flags, RegexpNode.Concat(sub, optional), null);
        }

        return node.Min == 0 ? optional : Copies(sub, node.Min, optional);
    }

    static RegexpNode Copies(RegexpNode sub, int count, RegexpNode? last)
    {
        var all = new RegexpNode(RegexpOp.Concat);
        for (var i = 0; i < count; i++)
        {
            all.SubList.Add(sub);
        }

        if (last is not null)
        {
            all.SubList.Add(last);
        }

        return all;
    }

    static RegexpNode Quantify(RegexpOp op, RegexpFlags flags, RegexpNode sub, RegexpNode? original)
    {
        // Repeating the empty string gives the empty string; x** is x*.
        var greedy = flags & RegexpFlags.NonGreedy;
        if (sub.Op == RegexpOp.EmptyMatch || (sub.Op == op && (sub.Flags & RegexpFlags.NonGreedy) == greedy))
        {
            return sub;
        }

        if (original is not null && ReferenceEquals(original.SubList[0], sub))
        {
            return original;
        }

        return new RegexpNode(op, flags) { SubList = [sub] };
    }
}
