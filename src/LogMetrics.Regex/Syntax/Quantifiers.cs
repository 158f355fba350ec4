namespace LogMetrics.Regex.Syntax;

/// <summary>Reads quantifiers, and puts them around the node before them.</summary>
sealed class Quantifiers(PatternReader reader, NodeStack stack)
{
    const int MaxCount = 1000;

    // Where the quantifier that was just read starts, or -1: a quantifier right after it is an error.
    int _last = -1;

    /// <summary>Says that something else than a quantifier was read.</summary>
    public void Forget() => _last = -1;

    /// <summary>Reads the quantifier that stands here.</summary>
    /// <returns>False for a brace that stands for itself, and was pushed.</returns>
    public bool TryRead(RegexpFlags flags)
    {
        var start = reader.Position;
        switch (reader.Peek())
        {
            case '{':
                return TryReadCounted(flags);
            case '*':
                reader.Position++;
                Quantify(RegexpOp.Star, 0, 0, start, flags);
                return true;
            case '+':
                reader.Position++;
                Quantify(RegexpOp.Plus, 0, 0, start, flags);
                return true;
            default:
                reader.Position++;
                Quantify(RegexpOp.Quest, 0, 0, start, flags);
                return true;
        }
    }

    /// <summary>Reads <c>{n}</c>, <c>{n,}</c> or <c>{n,m}</c>; any other brace stands for itself.</summary>
    bool TryReadCounted(RegexpFlags flags)
    {
        var start = reader.Position;
        reader.Position++;
        var hasLeast = TryReadCount(out var min)
            || (flags.HasFlag(RegexpFlags.Oniguruma) && reader.Peek() == ',' && char.IsAsciiDigit(reader.Peek(1)));
        if (!hasLeast || !TryReadRestOfCount(min, out var max))
        {
            reader.Position = start + 1;
            stack.PushLiteral('{', flags);
            return false;
        }

        if (min > MaxCount || max > MaxCount)
        {
            throw reader.Error(RegexpError.InvalidRepeatSize, start, $"a count may be at most {MaxCount}");
        }

        if (max >= 0 && min > max)
        {
            throw reader.Error(RegexpError.InvalidRepeatSize, start, "the least count is above the greatest");
        }

        Quantify(RegexpOp.Repeat, min, max, start, flags);
        return true;
    }

    bool TryReadRestOfCount(int min, out int max)
    {
        max = min;
        if (reader.Peek() == ',')
        {
            reader.Position++;
            max = -1;
            if (reader.Peek() != '}' && !TryReadCount(out max))
            {
                return false;
            }
        }

        if (reader.Peek() != '}')
        {
            return false;
        }

        reader.Position++;
        return true;
    }

    bool TryReadCount(out int count)
    {
        count = 0;
        var start = reader.Position;
        while (char.IsAsciiDigit(reader.Peek()))
        {
            count = Math.Min((count * 10) + (reader.Peek() - '0'), 1_000_000);
            reader.Position++;
        }

        var digits = reader.Position - start;
        return digits == 1 || (digits > 1 && reader.From(start)[0] != '0');
    }

    void Quantify(RegexpOp op, int min, int max, int start, RegexpFlags flags)
    {
        var end = reader.Position;
        var isOniguruma = flags.HasFlag(RegexpFlags.Oniguruma);
        var isPossessive = op != RegexpOp.Repeat && reader.Peek() == '+';
        var isOptional = isOniguruma && op == RegexpOp.Repeat && min == max && reader.Peek() == '?';
        if (isPossessive || reader.Peek() == '?')
        {
            reader.Position++;
            flags ^= isPossessive || isOptional ? RegexpFlags.None : RegexpFlags.NonGreedy;
        }

        if (_last >= 0 && !isOniguruma)
        {
            throw reader.Error(RegexpError.InvalidRepeatOperator, _last, "a quantifier cannot follow a quantifier");
        }

        if (stack.Count == 0 || stack.Top.Op >= RegexpOp.LeftParenthesis)
        {
            throw reader.Error(
                RegexpError.MissingRepeatArgument, start, end, "there is nothing before the quantifier to repeat");
        }

        _last = start;
        var node = new RegexpNode(op, flags) { Min = min, Max = max, SubList = [stack.Top] };
        stack.Top = isPossessive ? new RegexpNode(RegexpOp.Atomic) { SubList = [node], Offset = end - 1, Length = 2 }
            : isOptional ? new RegexpNode(RegexpOp.Quest, flags) { SubList = [node] }
            : node;
        if (op == RegexpOp.Repeat && (min >= 2 || max >= 2) && RepeatsOf(node) is > MaxCount and var repeats)
        {
            throw reader.Error(
                RegexpError.InvalidRepeatSize, start, end, $"nested counts multiply to {repeats}; at most {MaxCount} are allowed");
        }
    }

    /// <summary>How often the innermost piece of a node is repeated: its counts multiplied. A count of 0 or 1 does not multiply
    /// what is inside it.</summary>
    static long RepeatsOf(RegexpNode node)
    {
        if (node is { Op: RegexpOp.Repeat, Max: 0 })
        {
            return 0;
        }

        var repeats = 1L;
        foreach (var sub in node.SubList)
        {
            repeats = Math.Max(repeats, RepeatsOf(sub));
        }

        return node.Op == RegexpOp.Repeat ? repeats * Math.Max(node.Max < 0 ? node.Min : node.Max, 1) : repeats;
    }
}
