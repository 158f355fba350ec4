namespace LogMetrics.Compiler.Patterns;

/// <summary>Goes through the text of a regular expression and finds groups and references, without understanding the rest.</summary>
/// <remarks>In classes, behind backslashes and between <c>\Q</c> and <c>\E</c> there is neither.</remarks>
static class PatternScanner
{
    /// <summary>The parts of a text, which cover all of it.</summary>
    /// <param name="text">The regular expression.</param>
    /// <param name="dialect">In Oniguruma's syntax classes nest, and there is no <c>\Q</c>.</param>
    public static IEnumerable<PatternPart> Parts(string text, GrokDialect dialect)
    {
        int start = 0;
        int at = 0;
        while (at < text.Length)
        {
            PatternPart part = text[at] switch
            {
                '\\' => Verbatim(at, AfterBackslash(text, at, dialect)),
                '[' => Verbatim(at, AfterClass(text, at, dialect)),
                '(' => Group(text, at, dialect),
                ')' => new PatternPart(PatternPartKind.GroupEnd, at, 1),
                '%' when GrokReference.At(text, at, dialect) is { } reference =>
                    new PatternPart(PatternPartKind.Reference, at, reference.Length, null, reference),
                _ => Verbatim(at, at + 1),
            };
            if (part.Kind != PatternPartKind.Text)
            {
                if (at > start)
                {
                    yield return Verbatim(start, at);
                }

                yield return part;
                start = at + part.Length;
            }

            at += part.Length;
        }

        if (at > start)
        {
            yield return Verbatim(start, at);
        }
    }

    /// <summary>The first parenthesis that has no other one; null when all have.</summary>
    public static PatternPart? Unpaired(IEnumerable<PatternPart> parts)
    {
        var open = new Stack<PatternPart>();
        foreach (PatternPart part in parts)
        {
            switch (part.Kind)
            {
                case PatternPartKind.PlainGroup or PatternPartKind.NamedGroup or PatternPartKind.OtherGroup:
                    open.Push(part);
                    break;
                case PatternPartKind.GroupEnd when !open.TryPop(out _):
                    return part;
            }
        }

        return open.TryPop(out PatternPart last) ? last : null;
    }

    /// <summary>The units of what stands for one character, or for a place, at some offset outside of groups.</summary>
    public static int LengthOfAtom(string text, int at, GrokDialect dialect)
    {
        int end = text[at] switch
        {
            '[' => AfterClass(text, at, dialect),
            '(' => text.IndexOf(')', at) is var close and > 0 ? close + 1 : text.Length,
            '\\' => AfterBackslash(text, at, dialect),
            _ => at + (char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? 2 : 1),
        };
        if (text[at] == '\\' && end == at + 2)
        {
            // Behind some letters stands which character, class or group is meant.
            char letter = text[at + 1];
            int close = end >= text.Length ? -1
                : text[end] == '{' && "pPxkguo".Contains(letter) ? text.IndexOf('}', end)
                : text[end] == '<' && "kg".Contains(letter) ? text.IndexOf('>', end)
                : -1;
            end = close > 0 ? close + 1
                : letter is 'p' or 'P' ? end + 1
                : letter == 'x' ? end + 2
                : letter == 'u' ? end + 4
                : end;
        }

        return Math.Min(end, text.Length) - at;
    }

    static PatternPart Verbatim(int start, int end) => new(PatternPartKind.Text, start, end - start);

    static int AfterBackslash(string text, int at, GrokDialect dialect)
    {
        if (dialect == GrokDialect.Native && at + 1 < text.Length && text[at + 1] == 'Q')
        {
            int end = text.IndexOf(@"\E", at, StringComparison.Ordinal);
            return end < 0 ? text.Length : end + 2;
        }

        return Math.Min(at + 2, text.Length);
    }

    /// <summary>The offset behind a class. A class that is not closed goes to the end; the parser will report it.</summary>
    static int AfterClass(string text, int at, GrokDialect dialect)
    {
        int depth = 0;
        while (at < text.Length)
        {
            switch (text[at])
            {
                case '[' when depth > 0 && at + 1 < text.Length && text[at + 1] == ':'
                    && text.IndexOf(":]", at + 2, StringComparison.Ordinal) is var end and > 0:
                    at = end + 2;
                    break;
                case '[' when depth == 0 || dialect == GrokDialect.Oniguruma:
                    depth++;
                    at++;
                    at += at < text.Length && text[at] == '^' ? 1 : 0;
                    at += at < text.Length && text[at] == ']' ? 1 : 0;
                    break;
                case ']':
                    at++;
                    if (--depth == 0)
                    {
                        return at;
                    }

                    break;
                case '\\':
                    at = Math.Min(at + 2, text.Length);
                    break;
                default:
                    at++;
                    break;
            }
        }

        return at;
    }

    static PatternPart Group(string text, int at, GrokDialect dialect)
    {
        ReadOnlySpan<char> rest = text.AsSpan(at);
        if (!rest.StartsWith("(?"))
        {
            return new PatternPart(PatternPartKind.PlainGroup, at, 1);
        }

        bool isQuoted = dialect == GrokDialect.Oniguruma && rest.StartsWith("(?'");
        int head = isQuoted || rest.StartsWith("(?<") ? 3 : rest.StartsWith("(?P<") ? 4 : 0;
        if (head > 0 && rest.Length > head && rest[head] is not ('=' or '!'))
        {
            int length = rest[head..].IndexOf(isQuoted ? '\'' : '>');
            return length < 0
                ? new PatternPart(PatternPartKind.OtherGroup, at, 2)
                : new PatternPart(PatternPartKind.NamedGroup, at, head + length + 1, rest.Slice(head, length).ToString());
        }

        if (dialect == GrokDialect.Oniguruma && rest.StartsWith("(?#"))
        {
            int end = rest.IndexOf(')');
            return Verbatim(at, end < 0 ? text.Length : at + end + 1);
        }

        return new PatternPart(PatternPartKind.OtherGroup, at, 2);
    }
}
