namespace LogMetrics.Regex.Syntax;

/// <summary>Reads pattern text from left to right into a syntax tree.</summary>
sealed class RegexpParser
{
    const RegexpFlags StartFlags = RegexpFlags.OneLine;

    readonly PatternReader _reader;
    readonly NodeStack _stack = new();
    readonly Groups _groups;
    readonly Quantifiers _quantifiers;
    readonly ClassesAndEscapes _escapes;

    public RegexpParser(string pattern, PatternSyntax syntax = PatternSyntax.Go)
    {
        _reader = new PatternReader(pattern);
        var flags = syntax == PatternSyntax.Oniguruma ? StartFlags | RegexpFlags.Oniguruma : StartFlags;
        _groups = new Groups(_reader, _stack, flags);
        _quantifiers = new Quantifiers(_reader, _stack);
        _escapes = new ClassesAndEscapes(_reader, _stack);
    }

    RegexpFlags Flags => _groups.Flags;

    // Whether ^ and $ stand for the ends of the text, and not of its lines.
    bool IsOfText => (Flags & (RegexpFlags.OneLine | RegexpFlags.Oniguruma)) == RegexpFlags.OneLine;

    public RegexpNode Parse()
    {
        while (!_reader.AtEnd)
        {
            if (Flags.HasFlag(RegexpFlags.Oniguruma) && IgnoredText.TrySkip(_reader, Flags))
            {
                continue;
            }

            var isQuantifier = ReadPiece();
            if (!isQuantifier)
            {
                _quantifiers.Forget();
            }
        }

        return NestingChecked(_groups.Finish());
    }

    /// <summary>Reads the next piece; true when it was a quantifier.</summary>
    bool ReadPiece()
    {
        switch (_reader.Peek())
        {
            case '(':
                _groups.Open();
                return false;
            case ')':
                _groups.Close();
                return false;
            case '|':
                _reader.Position++;
                _stack.PushVerticalBar(Flags);
                return false;
            case '*' or '+' or '?' or '{':
                return _quantifiers.TryRead(Flags);
            case '[':
                _escapes.ReadBracketed(Flags);
                return false;
            case '^':
                PushAnchor(IsOfText ? RegexpOp.BeginText : RegexpOp.BeginLine);
                return false;
            case '$':
                PushDollar();
                return false;
            case '.':
                PushAnchor((Flags & RegexpFlags.DotNewline) != 0 ? RegexpOp.AnyChar : RegexpOp.AnyCharNotNewline);
                return false;
            case '\\':
                _escapes.Read(Flags);
                return false;
            default:
                _stack.PushLiteral(_reader.Next(), Flags);
                return false;
        }
    }

    void PushAnchor(RegexpOp op)
    {
        _reader.Position++;
        _stack.Push(op, Flags);
    }

    void PushDollar()
    {
        _reader.Position++;
        if (IsOfText)
        {
            _stack.Push(RegexpOp.EndText, Flags | RegexpFlags.WasDollar);
        }
        else
        {
            _stack.Push(RegexpOp.EndLine, Flags);
        }
    }

    // Quantifiers nest without parentheses in the text of their own, such as (?:(?:a{1}){1}){1}: look at the tree too.
    static RegexpNode NestingChecked(RegexpNode root)
    {
        var level = new List<RegexpNode> { root };
        for (var depth = 1; level.Count > 0; depth++)
        {
            if (depth > Groups.MaxNesting)
            {
                throw new RegexpParseException(
                    RegexpError.NestingTooDeep, 0, 0, $"the pattern nests deeper than {Groups.MaxNesting}");
            }

            level = [.. level.SelectMany(node => node.SubList)];
        }

        return root;
    }
}
