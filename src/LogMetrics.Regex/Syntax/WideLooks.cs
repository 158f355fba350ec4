namespace LogMetrics.Regex.Syntax;

/// <summary>Looks at more than one character: ahead they can be done; behind, only where the pattern itself has the answer.</summary>
static class WideLooks
{
    /// <param name="reader">Stands after the group.</param>
    /// <param name="group">The group as it was opened.</param>
    /// <param name="inside">What stands in it.</param>
    /// <param name="stack">What stands before it.</param>
    /// <exception cref="RegexpParseException">It takes backtracking.</exception>
    public static RegexpNode Of(PatternReader reader, RegexpNode group, RegexpNode inside, NodeStack stack)
    {
        if (group.GroupKind == GroupKind.Ahead && LookAround.RestOfLine(inside) is { } rest)
        {
            return rest;
        }

        if (group.GroupKind is GroupKind.Ahead or GroupKind.NotAhead)
        {
            return new RegexpNode(group.GroupKind == GroupKind.Ahead ? RegexpOp.Ahead : RegexpOp.NotAhead)
            {
                SubList = [inside],
                Offset = group.Offset,
                Length = reader.Position - group.Offset,
            };
        }

        if (stack.Count > 0 && stack.Top is { Op: RegexpOp.Literal, IsFoldCase: false } before
            && inside is { Op: RegexpOp.Literal, IsFoldCase: false }
            && before.RuneArray.Length >= inside.RuneArray.Length)
        {
            var holds = before.RuneArray.AsSpan().EndsWith(inside.RuneArray);
            return new RegexpNode(holds == (group.GroupKind == GroupKind.Behind) ? RegexpOp.EmptyMatch : RegexpOp.NoMatch);
        }

        throw GroupFlags.Backtracks(reader, group.Offset, "looking behind at more than one character");
    }
}
