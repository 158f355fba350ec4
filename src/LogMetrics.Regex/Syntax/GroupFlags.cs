namespace LogMetrics.Regex.Syntax;

/// <summary>Reads what follows <c>(?</c>: a name, what kind of group it is, or flags.</summary>
sealed class GroupFlags(PatternReader reader)
{
    const string UnsafeRegex = "takes backtracking, which only `unsafe_regex` allows";

    /// <summary>An error about a construct that no automaton can match.</summary>
    public static RegexpParseException Backtracks(PatternReader reader, int start, string construct) =>
        reader.Error(RegexpError.UnsupportedPerlSyntax, start, $"{construct} {UnsafeRegex}");

    /// <summary>Whether a name stands here: <c>(?P&lt;name&gt;</c>, <c>(?&lt;name&gt;</c>, or in quotes in Oniguruma's syntax.</summary>
    public bool IsNamed(RegexpFlags flags) =>
        reader.LooksAt("(?P<") || reader.LooksAt("(?<") || ((flags & RegexpFlags.Oniguruma) != 0 && reader.LooksAt("(?'"));

    /// <summary>Reads the name of a group, after <see cref="IsNamed"/>.</summary>
    public string ReadName()
    {
        var start = reader.Position;
        reader.Position += reader.Peek(2) == 'P' ? 4 : 3;
        var closing = reader.Peek(-1) == '\'' ? "'" : ">";
        var nameStart = reader.Position;
        var end = reader.Find(closing);
        if (end < 0)
        {
            throw reader.ErrorToEnd(RegexpError.InvalidGroupName, start, $"the group name has no closing `{closing}`");
        }

        reader.Position = end;
        var name = reader.From(nameStart);
        reader.Position++;
        if (name.Length == 0 || !name.All(c => c is '_' or '.' or '-' or '@' or ':' or '[' or ']' || char.IsLetterOrDigit(c)))
        {
            throw reader.Error(
                RegexpError.InvalidGroupName, start, "a group name is made of letters, digits and `_ . - @ : [ ]`");
        }

        return name;
    }

    /// <summary>Reads <c>(?=</c>, <c>(?!</c>, <c>(?&lt;=</c>, <c>(?&lt;!</c> or <c>(?&gt;</c> when it stands here.</summary>
    public bool TryReadKind(out GroupKind kind)
    {
        var isBehind = reader.Peek(2) == '<';
        (kind, var found) = (reader.Peek(isBehind ? 3 : 2), isBehind) switch
        {
            ('=', false) => (GroupKind.Ahead, true),
            ('!', false) => (GroupKind.NotAhead, true),
            ('=', true) => (GroupKind.Behind, true),
            ('!', true) => (GroupKind.NotBehind, true),
            ('>', false) => (GroupKind.Atomic, true),
            _ => (GroupKind.Plain, false),
        };
        reader.Position += !found ? 0 : isBehind ? 4 : 3;
        return found;
    }

    /// <summary>Reads <c>(?flags)</c> or <c>(?flags:</c>.</summary>
    /// <param name="flags">The flags in force; changed as the text says.</param>
    /// <param name="opensGroup">Whether a group follows.</param>
    /// <param name="saved">The flags to return to after that group.</param>
    public void Read(ref RegexpFlags flags, out bool opensGroup, out RegexpFlags saved)
    {
        var start = reader.Position;
        saved = flags;
        opensGroup = false;
        reader.Position += 2;
        var changed = flags;
        var isOniguruma = (flags & RegexpFlags.Oniguruma) != 0;
        var off = false;
        var sawFlag = false;
        while (true)
        {
            var c = reader.Next();
            switch (c)
            {
                case 'i':
                    changed = Switch(changed, RegexpFlags.FoldCase, !off);
                    sawFlag = true;
                    continue;
                case 'm' when isOniguruma:
                case 's' when !isOniguruma:
                    changed = Switch(changed, RegexpFlags.DotNewline, !off);
                    sawFlag = true;
                    continue;
                case 'm':
                    changed = Switch(changed, RegexpFlags.OneLine, off);
                    sawFlag = true;
                    continue;
                case 'x' when isOniguruma:
                    changed = Switch(changed, RegexpFlags.Extended, !off);
                    sawFlag = true;
                    continue;
                case 'U' when !isOniguruma:
                    changed = Switch(changed, RegexpFlags.NonGreedy, !off);
                    sawFlag = true;
                    continue;
                case 'O':
                    // Extended is not known to the other syntax, and swapped quantifiers are not known to this one.
                    changed = Switch(changed, RegexpFlags.Oniguruma, !off) & ~(RegexpFlags.Extended | RegexpFlags.NonGreedy);
                    isOniguruma = !off;
                    sawFlag = true;
                    continue;
                case '-' when !off:
                    off = true;
                    sawFlag = isOniguruma;
                    continue;
                case ':' or ')' when !off || sawFlag:
                    flags = changed;
                    opensGroup = c == ':';
                    return;
                case PatternReader.End:
                    throw reader.Error(
                        RegexpError.MissingParenthesis, start, "this opening parenthesis has no closing one");
                default:
                    throw Unsupported(start, c, isOniguruma);
            }
        }
    }

    static RegexpFlags Switch(RegexpFlags flags, RegexpFlags flag, bool on) => on ? flags | flag : flags & ~flag;

    RegexpParseException Unsupported(int start, int c, bool isOniguruma) => c switch
    {
        '(' => Backtracks(reader, start, "a condition"),
        'P' when !isOniguruma => Backtracks(reader, start, "a reference to an earlier group"),
        '~' when isOniguruma => Backtracks(reader, start, "an absence operator"),
        '{' when isOniguruma => Backtracks(reader, start, "a call of code"),
        '#' => reader.Error(RegexpError.UnsupportedPerlSyntax, start, "comments are not part of the syntax"),
        _ => reader.Error(
            RegexpError.UnsupportedPerlSyntax,
            start,
            isOniguruma
                ? "after `(?` stand the options i, m, x, a name in `<…>`, or one of `: = ! > <= <! #`"
                : "after `(?` stand the flags i, m, s, U, a name in `<…>`, or one of `: = ! > <= <!`"),
    };
}
