namespace LogMetrics.Regex.Syntax;

/// <summary>Reads what stands in brackets or begins with a backslash, each in its syntax, and pushes what it stands for.</summary>
sealed class ClassesAndEscapes(PatternReader reader, NodeStack stack)
{
    readonly ClassParser _classes = new(reader);
    readonly OnigurumaClasses _onigurumaClasses = new(reader);

    /// <summary>Reads and pushes a bracketed class.</summary>
    public void ReadBracketed(RegexpFlags flags)
    {
        var foldCase = flags.HasFlag(RegexpFlags.FoldCase);
        stack.Push(new RegexpNode(RegexpOp.CharClass, flags)
        {
            RuneArray = flags.HasFlag(RegexpFlags.Oniguruma)
                ? _onigurumaClasses.ReadBracketed(foldCase)
                : _classes.ReadBracketed(foldCase),
        });
    }

    /// <summary>Reads and pushes what a backslash begins.</summary>
    public void Read(RegexpFlags flags)
    {
        var (isOniguruma, foldCase) = (flags.HasFlag(RegexpFlags.Oniguruma), flags.HasFlag(RegexpFlags.FoldCase));
        switch (reader.Peek(1))
        {
            case 'A':
                PushTwo(RegexpOp.BeginText, flags);
                return;
            case 'z':
                PushTwo(RegexpOp.EndText, flags);
                return;
            case 'b':
                PushTwo(RegexpOp.WordBoundary, flags);
                return;
            case 'B':
                PushTwo(RegexpOp.NoWordBoundary, flags);
                return;
            case 'Q' when !isOniguruma:
                ReadQuoted(flags);
                return;
        }

        if (isOniguruma && TryReadOniguruma(flags))
        {
            return;
        }

        var builder = new CharClassBuilder();
        if (isOniguruma ? _onigurumaClasses.TryReadNamed(builder, foldCase) : _classes.TryReadNamed(builder, foldCase))
        {
            stack.Push(new RegexpNode(RegexpOp.CharClass, flags) { RuneArray = builder.ToRanges() });
        }
        else
        {
            stack.PushLiteral(isOniguruma ? _onigurumaClasses.ReadEscape() : _classes.ReadEscape(), flags);
        }
    }

    bool TryReadOniguruma(RegexpFlags flags)
    {
        switch (reader.Peek(1))
        {
            case 'Z':
                PushTwo(RegexpOp.EndTextOrLastNewline, flags);
                return true;
            case 'N':
                PushTwo(RegexpOp.AnyCharNotNewline, flags);
                return true;
            case 'O':
                PushTwo(RegexpOp.AnyChar, flags);
                return true;
            case 'R':
                reader.Position += 2;
                stack.Push(LineBreak());
                return true;
            default:
                return false;
        }
    }

    // Two characters or one, and never the first of the two alone.
    static RegexpNode LineBreak() => new(RegexpOp.Atomic)
    {
        SubList =
        [
            new RegexpNode(RegexpOp.Alternate)
            {
                SubList =
                [
                    new RegexpNode(RegexpOp.Literal) { RuneArray = ['\r', '\n'] },
                    new RegexpNode(RegexpOp.CharClass) { RuneArray = ['\n', '\r', 0x85, 0x85, 0x2028, 0x2029] },
                ],
            },
        ],
    };

    void ReadQuoted(RegexpFlags flags)
    {
        reader.Position += 2;
        while (!reader.AtEnd && !reader.LooksAt(@"\E"))
        {
            stack.PushLiteral(reader.Next(), flags);
        }

        reader.Position += reader.AtEnd ? 0 : 2;
    }

    void PushTwo(RegexpOp op, RegexpFlags flags)
    {
        reader.Position += 2;
        stack.Push(op, flags);
    }
}
