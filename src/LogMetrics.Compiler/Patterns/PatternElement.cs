namespace LogMetrics.Compiler.Patterns;

/// <summary>A piece of a pattern that must match behind the one before it, with its quantifier.</summary>
/// <param name="Offset">Where it starts in the pattern, in UTF-16 units.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Reference">The reference that it is, if it is one.</param>
/// <param name="Group">The head and the inside of the group that it is, where the inside is tried like any other pattern.</param>
/// <param name="IsLiteral">Whether it is one character that stands for itself.</param>
readonly record struct PatternElement(
    int Offset, int Length, GrokReference? Reference, (string Head, int Offset, int Length)? Group, bool IsLiteral)
{
    /// <summary>The elements of a pattern, for each of its alternatives.</summary>
    public static List<List<PatternElement>> Of(string text, GrokDialect dialect)
    {
        List<List<PatternElement>> alternatives = [[]];
        PatternPart? open = null;
        int depth = 0;
        foreach (PatternPart part in PatternScanner.Parts(text, dialect))
        {
            switch (part.Kind)
            {
                case PatternPartKind.GroupEnd when depth > 0 && --depth == 0:
                    alternatives[^1].Add(GroupOf(text, open!.Value, part));
                    break;
                case PatternPartKind.PlainGroup or PatternPartKind.NamedGroup or PatternPartKind.OtherGroup when depth++ == 0:
                    open = part;
                    break;
                case PatternPartKind.Reference when depth == 0:
                    alternatives[^1].Add(new PatternElement(part.Offset, part.Length, part.Reference, null, false));
                    break;
                case PatternPartKind.Text when depth == 0:
                    AddText(text, part, dialect, alternatives);
                    break;
            }
        }

        return alternatives;
    }

    static PatternElement GroupOf(string text, PatternPart open, PatternPart end)
    {
        int length = end.Offset + 1 - open.Offset;
        string head = "(?:";
        int inside = open.Offset + open.Length;
        if (open.Kind == PatternPartKind.OtherGroup)
        {
            // `(?:`, `(?i:` and `(?>` have an inside that is matched in its place; look-around and `(?i)` have none.
            while (inside < end.Offset && (char.IsAsciiLetter(text[inside]) || text[inside] == '-'))
            {
                inside++;
            }

            if (inside == end.Offset || text[inside] is not (':' or '>'))
            {
                return new PatternElement(open.Offset, length, null, null, false);
            }

            head = text[inside] == '>' ? head : text[open.Offset..(inside + 1)];
            inside++;
        }

        return new PatternElement(open.Offset, length, null, (head, inside, end.Offset - inside), false);
    }

    static void AddText(string text, PatternPart part, GrokDialect dialect, List<List<PatternElement>> alternatives)
    {
        int end = part.Offset + part.Length;
        for (int at = part.Offset; at < end;)
        {
            List<PatternElement> elements = alternatives[^1];
            int quantifier = LengthOfQuantifier(text, at, end);
            if (quantifier > 0 && elements.Count > 0)
            {
                PatternElement last = elements[^1];
                bool isOnceAtLeast = text[at] == '+';
                elements[^1] = last with
                {
                    Length = at + quantifier - last.Offset,
                    Reference = isOnceAtLeast ? last.Reference : null,
                    Group = isOnceAtLeast ? last.Group : null,
                    IsLiteral = false,
                };
                at += quantifier;
            }
            else if (text[at] == '|')
            {
                alternatives.Add([]);
                at++;
            }
            else
            {
                int length = Math.Min(PatternScanner.LengthOfAtom(text, at, dialect), end - at);
                bool isLiteral = text[at] == '\\' ? length == 2 && !char.IsLetterOrDigit(text[at + 1]) : !"[.^$(".Contains(text[at]);
                elements.Add(new PatternElement(at, length, null, null, isLiteral));
                at += length;
            }
        }
    }

    // `*`, `+`, `?` and `{2,3}`, each perhaps with `?` or `+` behind it.
    static int LengthOfQuantifier(string text, int at, int end)
    {
        int length = text[at] is '*' or '+' or '?' ? 1 : 0;
        if (text[at] == '{')
        {
            int close = text.IndexOf('}', at, end - at);
            length = close > at + 1 && text[(at + 1)..close].All(c => char.IsAsciiDigit(c) || c == ',') ? close + 1 - at : 0;
        }

        return length > 0 && at + length < end && text[at + length] is '?' or '+' ? length + 1 : length;
    }
}
