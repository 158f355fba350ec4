namespace LogMetrics.Regex.Syntax;

/// <summary>Puts operands together, and factors what alternatives have in common out of them, in Go's four rounds.</summary>
static class Alternatives
{
    /// <summary>One node for all operands; those of the same kind are taken apart first.</summary>
    public static RegexpNode Collapse(List<RegexpNode> subs, RegexpOp op)
    {
        if (subs.Count == 1)
        {
            return subs[0];
        }

        var flat = new List<RegexpNode>();
        foreach (var sub in subs)
        {
            if (sub.Op == op)
            {
                flat.AddRange(sub.SubList);
            }
            else
            {
                flat.Add(sub);
            }
        }

        if (op == RegexpOp.Alternate)
        {
            flat = Factor(flat);
            if (flat.Count == 1)
            {
                return flat[0];
            }
        }

        return new RegexpNode(op) { SubList = flat };
    }

    /// <summary>Makes <paramref name="merged"/> match the character of <paramref name="other"/> as well.</summary>
    public static void MergeOneChar(RegexpNode merged, RegexpNode other)
    {
        switch (merged.Op)
        {
            case RegexpOp.AnyChar:
                return;
            case RegexpOp.AnyCharNotNewline:
                if (MatchesNewline(other))
                {
                    merged.Op = RegexpOp.AnyChar;
                }

                return;
            case RegexpOp.Literal when other.Op == RegexpOp.Literal
                && other.RuneArray[0] == merged.RuneArray[0] && other.Flags == merged.Flags:
                return;
        }

        var both = new CharClassBuilder();
        both.AddNode(merged);
        both.AddNode(other);
        merged.Op = RegexpOp.CharClass;
        merged.RuneArray = both.ToRanges();
    }

    /// <summary>A class of everything becomes the node that says so.</summary>
    public static void NameWellKnownClass(RegexpNode node)
    {
        if (node.Op != RegexpOp.CharClass)
        {
            return;
        }

        if (node.RuneArray is [0, CharClassBuilder.MaxRune])
        {
            node.Op = RegexpOp.AnyChar;
            node.RuneArray = [];
        }
        else if (node.RuneArray is [0, '\n' - 1, '\n' + 1, CharClassBuilder.MaxRune])
        {
            node.Op = RegexpOp.AnyCharNotNewline;
            node.RuneArray = [];
        }
    }

    static List<RegexpNode> Factor(List<RegexpNode> subs)
    {
        if (subs.Count < 2)
        {
            return subs;
        }

        return JoinEmpty(JoinOneChars(FactorFirstPieces(FactorLiteralPrefixes(subs))));
    }

    // Round 1: ABC|ABD becomes AB(?:C|D).
    static List<RegexpNode> FactorLiteralPrefixes(List<RegexpNode> subs)
    {
        var result = new List<RegexpNode>();
        var start = 0;
        ReadOnlySpan<int> prefix = [];
        var fold = false;
        for (var i = 0; i <= subs.Count; i++)
        {
            ReadOnlySpan<int> leading = [];
            var leadingFold = false;
            if (i < subs.Count)
            {
                (var runes, leadingFold) = LeadingLiteral(subs[i]);
                leading = runes;
                var same = leadingFold == fold ? prefix.CommonPrefixLength(leading) : 0;
                if (same > 0)
                {
                    prefix = prefix[..same];
                    continue;
                }
            }

            if (i == start + 1)
            {
                result.Add(subs[start]);
            }
            else if (i > start)
            {
                var flags = fold ? RegexpFlags.FoldCase : RegexpFlags.None;
                var common = new RegexpNode(RegexpOp.Literal, flags) { RuneArray = prefix.ToArray() };
                var rests = new List<RegexpNode>();
                for (var j = start; j < i; j++)
                {
                    rests.Add(WithoutLeadingLiteral(subs[j], prefix.Length));
                }

                result.Add(RegexpNode.Concat(common, Collapse(rests, RegexpOp.Alternate)));
            }

            start = i;
            prefix = leading;
            fold = leadingFold;
        }

        return result;
    }

    // Round 2: the same for a first piece that is one character. More complex pieces cannot be shared: their different
    // ways through the automaton would become one, and with them the order of preference.
    static List<RegexpNode> FactorFirstPieces(List<RegexpNode> subs)
    {
        var result = new List<RegexpNode>();
        var start = 0;
        RegexpNode? first = null;
        for (var i = 0; i <= subs.Count; i++)
        {
            RegexpNode? leading = null;
            if (i < subs.Count)
            {
                leading = FirstPiece(subs[i]);
                if (first is not null && leading is not null && first.SameAs(leading) && CanBeShared(first))
                {
                    continue;
                }
            }

            if (i == start + 1)
            {
                result.Add(subs[start]);
            }
            else if (i > start)
            {
                var rests = new List<RegexpNode>();
                for (var j = start; j < i; j++)
                {
                    rests.Add(WithoutFirstPiece(subs[j]));
                }

                result.Add(RegexpNode.Concat(first!, Collapse(rests, RegexpOp.Alternate)));
            }

            start = i;
            first = leading;
        }

        return result;
    }

    // Round 3: a|b|[cd] becomes [a-d].
    static List<RegexpNode> JoinOneChars(List<RegexpNode> subs)
    {
        var result = new List<RegexpNode>();
        var start = 0;
        for (var i = 0; i <= subs.Count; i++)
        {
            if (i < subs.Count && subs[i].IsOneChar)
            {
                continue;
            }

            if (i == start + 1)
            {
                result.Add(subs[start]);
            }
            else if (i > start)
            {
                result.Add(MergeAll(subs.GetRange(start, i - start)));
            }

            if (i < subs.Count)
            {
                result.Add(subs[i]);
            }

            start = i + 1;
        }

        return result;
    }

    static RegexpNode MergeAll(List<RegexpNode> chars)
    {
        var most = 0;
        for (var j = 1; j < chars.Count; j++)
        {
            if (chars[most].Op < chars[j].Op
                || (chars[most].Op == chars[j].Op && chars[most].RuneArray.Length < chars[j].RuneArray.Length))
            {
                most = j;
            }
        }

        (chars[0], chars[most]) = (chars[most], chars[0]);
        foreach (var other in chars.Skip(1))
        {
            MergeOneChar(chars[0], other);
        }

        NameWellKnownClass(chars[0]);
        return chars[0];
    }

    // Round 4: of empty alternatives in a row one is enough.
    static List<RegexpNode> JoinEmpty(List<RegexpNode> subs)
    {
        var result = new List<RegexpNode>();
        for (var i = 0; i < subs.Count; i++)
        {
            if (i + 1 < subs.Count && subs[i].Op == RegexpOp.EmptyMatch && subs[i + 1].Op == RegexpOp.EmptyMatch)
            {
                continue;
            }

            result.Add(subs[i]);
        }

        return result;
    }

    static (int[] Runes, bool FoldCase) LeadingLiteral(RegexpNode node)
    {
        if (node.Op == RegexpOp.Concat && node.SubList.Count > 0)
        {
            node = node.SubList[0];
        }

        return node.Op == RegexpOp.Literal ? (node.RuneArray, node.IsFoldCase) : ([], false);
    }

    static RegexpNode WithoutLeadingLiteral(RegexpNode node, int count)
    {
        if (node.Op == RegexpOp.Concat && node.SubList.Count > 0)
        {
            node.SubList[0] = WithoutLeadingLiteral(node.SubList[0], count);
            if (node.SubList[0].Op != RegexpOp.EmptyMatch)
            {
                return node;
            }

            return WithoutFirstPiece(node);
        }

        if (node.Op == RegexpOp.Literal)
        {
            node.RuneArray = node.RuneArray[count..];
            if (node.RuneArray.Length == 0)
            {
                node.Op = RegexpOp.EmptyMatch;
            }
        }

        return node;
    }

    static RegexpNode? FirstPiece(RegexpNode node)
    {
        if (node.Op == RegexpOp.Concat && node.SubList.Count > 0)
        {
            node = node.SubList[0];
        }

        return node.Op == RegexpOp.EmptyMatch ? null : node;
    }

    static RegexpNode WithoutFirstPiece(RegexpNode node)
    {
        if (node.Op != RegexpOp.Concat || node.SubList.Count == 0)
        {
            return new RegexpNode(RegexpOp.EmptyMatch);
        }

        node.SubList.RemoveAt(0);
        return node.SubList.Count switch
        {
            0 => new RegexpNode(RegexpOp.EmptyMatch),
            1 => node.SubList[0],
            _ => node,
        };
    }

    static bool CanBeShared(RegexpNode first) =>
        first.IsOneChar || (first.Op == RegexpOp.Repeat && first.Min == first.Max && first.SubList[0].IsOneChar);

    static bool MatchesNewline(RegexpNode node) => node.Op switch
    {
        RegexpOp.Literal => node.RuneArray[0] == '\n',
        RegexpOp.CharClass => CharClassBuilder.Contains(node.RuneArray, '\n'),
        RegexpOp.AnyChar => true,
        _ => false,
    };
}
