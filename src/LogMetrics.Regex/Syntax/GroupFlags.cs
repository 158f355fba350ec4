namespace LogMetrics.Regex.Syntax;

/// <summary>Reads what follows <c>(?</c>: a name, or flags.</summary>
sealed class GroupFlags(PatternReader reader)
{
    /// <summary>Reads <c>(?=</c>, <c>(?!</c>, <c>(?&lt;=</c> or <c>(?&lt;!</c> when it stands here.</summary>
    public bool TryReadLook(out GroupKind kind)
    {
        var isBehind = reader.Peek(2) == '<';
        (kind, var found) = (reader.Peek(isBehind ? 3 : 2), isBehind) switch
        {
            ('=', false) => (GroupKind.Ahead, true),
            ('!', false) => (GroupKind.NotAhead, true),
            ('=', true) => (GroupKind.Behind, true),
            ('!', true) => (GroupKind.NotBehind, true),
            _ => (GroupKind.Plain, false),
        };
        reader.Position += !found ? 0 : isBehind ? 4 : 3;
        return found;
    }

    /// <summary>Reads <c>(?P&lt;name&gt;</c> or <c>(?&lt;name&gt;</c>.</summary>
    public string ReadName()
    {
        var start = reader.Position;
        reader.Position += reader.Peek(2) == 'P' ? 4 : 3;
        var nameStart = reader.Position;
        var end = reader.Find(">");
        if (end < 0)
        {
            throw reader.ErrorToEnd(RegexpError.InvalidGroupName, start, "the group name has no closing `>`");
        }

        reader.Position = end;
        var name = reader.From(nameStart);
        reader.Position++;
        if (name.Length == 0 || !name.All(c => c == '_' || char.IsLetterOrDigit(c)))
        {
            throw reader.Error(
                RegexpError.InvalidGroupName, start, "a group name is made of letters, digits and underscores");
        }

        return name;
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
                case 'm':
                    changed = Switch(changed, RegexpFlags.OneLine, off);
                    sawFlag = true;
                    continue;
                case 's':
                    changed = Switch(changed, RegexpFlags.DotNewline, !off);
                    sawFlag = true;
                    continue;
                case 'U':
                    changed = Switch(changed, RegexpFlags.NonGreedy, !off);
                    sawFlag = true;
                    continue;
                case '-' when !off:
                    off = true;
                    sawFlag = false;
                    continue;
                case ':' or ')' when !off || sawFlag:
                    flags = changed;
                    opensGroup = c == ':';
                    return;
                case PatternReader.End:
                    throw reader.Error(
                        RegexpError.MissingParenthesis, start, "this opening parenthesis has no closing one");
                default:
                    throw Unsupported(start, c);
            }
        }
    }

    static RegexpFlags Switch(RegexpFlags flags, RegexpFlags flag, bool on) => on ? flags | flag : flags & ~flag;

    RegexpParseException Unsupported(int start, int c) => reader.Error(
        RegexpError.UnsupportedPerlSyntax,
        start,
        c switch
        {
            '>' => "atomic groups cannot be matched in linear time",
            '#' => "comments are not part of the syntax",
            '(' => "conditions cannot be matched in linear time",
            'P' => "references to earlier groups cannot be matched in linear time",
            _ => "after `(?` stand the flags i, m, s, U, a name in `<…>`, or `:`",
        });
}
