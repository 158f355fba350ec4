namespace LogMetrics.Regex.Syntax;

/// <summary>What Oniguruma's syntax lets stand in a pattern for those who read it: comments, and blanks in the extended one.</summary>
static class IgnoredText
{
    /// <summary>Skips a comment, or what the extended syntax does not count, when it stands here.</summary>
    public static bool TrySkip(PatternReader reader, RegexpFlags flags)
    {
        var start = reader.Position;
        if (reader.LooksAt("(?#"))
        {
            SkipComment(reader);
        }
        else if (flags.HasFlag(RegexpFlags.Extended))
        {
            SkipExtended(reader);
        }

        return reader.Position > start;
    }

    static void SkipComment(PatternReader reader)
    {
        var start = reader.Position;
        while (!reader.AtEnd && reader.Peek() != ')')
        {
            reader.Position += reader.Peek() == '\\' ? 2 : 1;
        }

        if (reader.AtEnd)
        {
            throw reader.ErrorToEnd(RegexpError.MissingParenthesis, start, "this comment has no closing parenthesis");
        }

        reader.Position++;
    }

    static void SkipExtended(PatternReader reader)
    {
        if (reader.Peek() == '#')
        {
            while (!reader.AtEnd && reader.Peek() != '\n')
            {
                reader.Position++;
            }
        }
        else if (reader.Peek() is ' ' or (>= '\t' and <= '\r'))
        {
            reader.Position++;
        }
    }
}
