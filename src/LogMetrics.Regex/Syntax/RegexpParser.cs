namespace LogMetrics.Regex.Syntax;

/// <summary>Reads pattern text from left to right into a syntax tree.</summary>
sealed class RegexpParser
{
    const int MaxCount = 1000;
    const int MaxNesting = 1000;
    const RegexpFlags StartFlags = RegexpFlags.OneLine;

    readonly PatternReader _reader;
    readonly ClassParser _classes;
    readonly OnigurumaClasses _onigurumaClasses;
    readonly NodeStack _stack = new();
    readonly Stack<RegexpNode> _open = new();
    RegexpFlags _flags;
    int _captures;
    int _depth;

    // Where the quantifier that was just read starts, or -1: a quantifier right after it is an error.
    int _quantifierStart = -1;

    public RegexpParser(string pattern, PatternSyntax syntax = PatternSyntax.Go)
    {
        _reader = new PatternReader(pattern);
        _classes = new ClassParser(_reader);
        _onigurumaClasses = new OnigurumaClasses(_reader);
        _flags = syntax == PatternSyntax.Oniguruma ? StartFlags | RegexpFlags.Oniguruma : StartFlags;
    }

    bool IsOniguruma => (_flags & RegexpFlags.Oniguruma) != 0;

    // Whether ^ and $ stand for the ends of the text, and not of its lines.
    bool IsOfText => (_flags & (RegexpFlags.OneLine | RegexpFlags.Oniguruma)) == RegexpFlags.OneLine;

    bool FoldCase => (_flags & RegexpFlags.FoldCase) != 0;

    public RegexpNode Parse()
    {
        while (!_reader.AtEnd)
        {
            if (IsOniguruma && TrySkipIgnored())
            {
                continue;
            }

            var start = _reader.Position;
            var quantified = ReadPiece();
            _quantifierStart = quantified ? start : -1;
        }

        CloseOptions();
        _stack.FinishAlternatives();
        if (_open.TryPop(out var group))
        {
            throw _reader.ErrorToEnd(
                RegexpError.MissingParenthesis, group.Offset, "this opening parenthesis has no closing one");
        }

        return NestingChecked(_stack.Top);
    }

    /// <summary>Reads the next piece; true when it was a quantifier.</summary>
    bool ReadPiece()
    {
        switch (_reader.Peek())
        {
            case '(':
                OpenGroup();
                return false;
            case ')':
                CloseGroup();
                return false;
            case '|':
                _reader.Position++;
                _stack.PushVerticalBar(_flags);
                return false;
            case '*':
                return ReadQuantifier(RegexpOp.Star);
            case '+':
                return ReadQuantifier(RegexpOp.Plus);
            case '?':
                return ReadQuantifier(RegexpOp.Quest);
            case '{':
                return ReadCountedQuantifier();
            case '[':
                _stack.Push(new RegexpNode(RegexpOp.CharClass, _flags)
                {
                    RuneArray = IsOniguruma ? _onigurumaClasses.ReadBracketed(FoldCase) : _classes.ReadBracketed(FoldCase),
                });
                return false;
            case '^':
                PushAnchor(IsOfText ? RegexpOp.BeginText : RegexpOp.BeginLine);
                return false;
            case '$':
                PushDollar();
                return false;
            case '.':
                PushAnchor((_flags & RegexpFlags.DotNewline) != 0 ? RegexpOp.AnyChar : RegexpOp.AnyCharNotNewline);
                return false;
            case '\\':
                ReadBackslash();
                return false;
            default:
                _stack.PushLiteral(_reader.Next(), _flags);
                return false;
        }
    }

    void PushAnchor(RegexpOp op, int units = 1)
    {
        _reader.Position += units;
        _stack.Push(op, _flags);
    }

    void PushDollar()
    {
        _reader.Position++;
        if (IsOfText)
        {
            _stack.Push(RegexpOp.EndText, _flags | RegexpFlags.WasDollar);
        }
        else
        {
            _stack.Push(RegexpOp.EndLine, _flags);
        }
    }

    void ReadBackslash()
    {
        switch (_reader.Peek(1))
        {
            case 'A':
                PushAnchor(RegexpOp.BeginText, 2);
                return;
            case 'z':
                PushAnchor(RegexpOp.EndText, 2);
                return;
            case 'b':
                PushAnchor(RegexpOp.WordBoundary, 2);
                return;
            case 'B':
                PushAnchor(RegexpOp.NoWordBoundary, 2);
                return;
            case 'Q' when !IsOniguruma:
                ReadQuoted();
                return;
        }

        if (IsOniguruma && TryReadOnigurumaEscape())
        {
            return;
        }

        var builder = new CharClassBuilder();
        if (IsOniguruma ? _onigurumaClasses.TryReadNamed(builder, FoldCase) : _classes.TryReadNamed(builder, FoldCase))
        {
            _stack.Push(new RegexpNode(RegexpOp.CharClass, _flags) { RuneArray = builder.ToRanges() });
        }
        else
        {
            _stack.PushLiteral(IsOniguruma ? _onigurumaClasses.ReadEscape() : _classes.ReadEscape(), _flags);
        }
    }

    bool TryReadOnigurumaEscape()
    {
        switch (_reader.Peek(1))
        {
            case 'Z':
                PushAnchor(RegexpOp.EndTextOrLastNewline, 2);
                return true;
            case 'N':
                PushAnchor(RegexpOp.AnyCharNotNewline, 2);
                return true;
            case 'O':
                PushAnchor(RegexpOp.AnyChar, 2);
                return true;
            case 'R':
                _reader.Position += 2;
                _stack.Push(LineBreak());
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

    /// <summary>Skips a comment, and what the extended syntax does not count.</summary>
    bool TrySkipIgnored()
    {
        var start = _reader.Position;
        if (_reader.LooksAt("(?#"))
        {
            while (!_reader.AtEnd && _reader.Peek() != ')')
            {
                _reader.Position += _reader.Peek() == '\\' ? 2 : 1;
            }

            if (_reader.AtEnd)
            {
                throw _reader.ErrorToEnd(RegexpError.MissingParenthesis, start, "this comment has no closing parenthesis");
            }

            _reader.Position++;
        }
        else if ((_flags & RegexpFlags.Extended) != 0)
        {
            if (_reader.Peek() == '#')
            {
                while (!_reader.AtEnd && _reader.Peek() != '\n')
                {
                    _reader.Position++;
                }
            }
            else if (_reader.Peek() is ' ' or (>= '\t' and <= '\r'))
            {
                _reader.Position++;
            }
        }

        return _reader.Position > start;
    }

    void ReadQuoted()
    {
        _reader.Position += 2;
        while (!_reader.AtEnd && !_reader.LooksAt(@"\E"))
        {
            _stack.PushLiteral(_reader.Next(), _flags);
        }

        _reader.Position += _reader.AtEnd ? 0 : 2;
    }

    bool ReadQuantifier(RegexpOp op)
    {
        var start = _reader.Position;
        _reader.Position++;
        Quantify(op, 0, 0, start);
        return true;
    }

    /// <summary>Reads <c>{n}</c>, <c>{n,}</c> or <c>{n,m}</c>; any other brace stands for itself.</summary>
    bool ReadCountedQuantifier()
    {
        var start = _reader.Position;
        _reader.Position++;
        var hasLeast = TryReadCount(out var min) || (IsOniguruma && _reader.Peek() == ',' && char.IsAsciiDigit(_reader.Peek(1)));
        if (!hasLeast || !TryReadRestOfCount(min, out var max))
        {
            _reader.Position = start + 1;
            _stack.PushLiteral('{', _flags);
            return false;
        }

        if (min > MaxCount || max > MaxCount)
        {
            throw _reader.Error(RegexpError.InvalidRepeatSize, start, $"a count may be at most {MaxCount}");
        }

        if (max >= 0 && min > max)
        {
            throw _reader.Error(RegexpError.InvalidRepeatSize, start, "the least count is above the greatest");
        }

        Quantify(RegexpOp.Repeat, min, max, start);
        return true;
    }

    bool TryReadRestOfCount(int min, out int max)
    {
        max = min;
        if (_reader.Peek() == ',')
        {
            _reader.Position++;
            max = -1;
            if (_reader.Peek() != '}' && !TryReadCount(out max))
            {
                return false;
            }
        }

        if (_reader.Peek() != '}')
        {
            return false;
        }

        _reader.Position++;
        return true;
    }

    bool TryReadCount(out int count)
    {
        count = 0;
        var start = _reader.Position;
        while (char.IsAsciiDigit(_reader.Peek()))
        {
            count = Math.Min((count * 10) + (_reader.Peek() - '0'), 1_000_000);
            _reader.Position++;
        }

        var digits = _reader.Position - start;
        return digits == 1 || (digits > 1 && _reader.From(start)[0] != '0');
    }

    void Quantify(RegexpOp op, int min, int max, int start)
    {
        var end = _reader.Position;
        var flags = _flags;
        var isPossessive = op != RegexpOp.Repeat && _reader.Peek() == '+';
        var isOptional = IsOniguruma && op == RegexpOp.Repeat && min == max && _reader.Peek() == '?';
        if (isPossessive || _reader.Peek() == '?')
        {
            _reader.Position++;
            flags ^= isPossessive || isOptional ? RegexpFlags.None : RegexpFlags.NonGreedy;
        }

        if (_quantifierStart >= 0 && !IsOniguruma)
        {
            throw _reader.Error(
                RegexpError.InvalidRepeatOperator, _quantifierStart, "a quantifier cannot follow a quantifier");
        }

        if (_stack.Count == 0 || _stack.Top.Op >= RegexpOp.LeftParenthesis)
        {
            throw _reader.Error(
                RegexpError.MissingRepeatArgument, start, end, "there is nothing before the quantifier to repeat");
        }

        var node = new RegexpNode(op, flags) { Min = min, Max = max, SubList = [_stack.Top] };
        _stack.Top = isPossessive ? new RegexpNode(RegexpOp.Atomic) { SubList = [node], Offset = end - 1, Length = 2 }
            : isOptional ? new RegexpNode(RegexpOp.Quest, flags) { SubList = [node] }
            : node;
        if (op == RegexpOp.Repeat && (min >= 2 || max >= 2) && !RepeatsAtMost(node, MaxCount))
        {
            throw _reader.Error(
                RegexpError.InvalidRepeatSize, start, end, $"nested counts multiply to more than {MaxCount}");
        }
    }

    // A count of 0 or 1 does not multiply what is inside it.
    static bool RepeatsAtMost(RegexpNode node, int count)
    {
        if (node.Op == RegexpOp.Repeat)
        {
            var times = node.Max == 0 ? 0 : node.Max < 0 ? node.Min : node.Max;
            if (node.Max == 0)
            {
                return true;
            }

            if (times > count)
            {
                return false;
            }

            count /= Math.Max(times, 1);
        }

        foreach (var sub in node.SubList)
        {
            if (!RepeatsAtMost(sub, count))
            {
                return false;
            }
        }

        return true;
    }

    void OpenGroup()
    {
        if (++_depth > MaxNesting)
        {
            throw _reader.Error(
                RegexpError.NestingTooDeep,
                _reader.Position,
                _reader.Position + 1,
                $"groups nest deeper than {MaxNesting}");
        }

        var start = _reader.Position;
        string? name = null;
        if (_reader.Peek(1) == '?')
        {
            var flags = new GroupFlags(_reader);
            if (flags.TryReadKind(out var kind))
            {
                Open(new RegexpNode(RegexpOp.LeftParenthesis, _flags) { GroupKind = kind, Offset = start });
                return;
            }

            if (!flags.IsNamed(_flags))
            {
                flags.Read(ref _flags, out var opensGroup, out var saved);
                if (opensGroup)
                {
                    Open(new RegexpNode(RegexpOp.LeftParenthesis, saved) { Offset = start });
                }
                else if (IsOniguruma)
                {
                    // They hold for all alternatives that follow, as if they stood in one group.
                    Open(new RegexpNode(RegexpOp.LeftParenthesis, saved) { GroupKind = GroupKind.Options, Offset = start });
                }
                else
                {
                    _depth--;
                }

                return;
            }

            name = flags.ReadName();
        }
        else
        {
            _reader.Position++;
        }

        Open(new RegexpNode(RegexpOp.LeftParenthesis, _flags)
        {
            CaptureNumber = ++_captures,
            CaptureName = name,
            Offset = start,
        });
    }

    void Open(RegexpNode group)
    {
        _open.Push(group);
        _stack.Push(group);
    }

    /// <summary>Ends what options without a colon have begun.</summary>
    void CloseOptions()
    {
        while (_open.TryPeek(out var group) && group.GroupKind == GroupKind.Options)
        {
            _stack.Push(Close(out _));
        }
    }

    /// <summary>Takes the innermost open group off the stack, and what stands in it.</summary>
    RegexpNode Close(out RegexpNode group)
    {
        _stack.FinishAlternatives();
        var inside = _stack.Pop();
        group = _stack.Pop();
        _open.Pop();
        _depth--;
        _flags = group.Flags;
        return inside;
    }

    void CloseGroup()
    {
        _reader.Position++;
        CloseOptions();
        if (_open.Count == 0)
        {
            throw _reader.Error(
                RegexpError.UnexpectedParenthesis, _reader.Position - 1, "this closing parenthesis has no opening one");
        }

        var inside = Close(out var group);
        if (group.GroupKind == GroupKind.Atomic)
        {
            _stack.Push(new RegexpNode(RegexpOp.Atomic)
            {
                SubList = [inside],
                Offset = group.Offset,
                Length = _reader.Position - group.Offset,
            });
            return;
        }

        if (group.GroupKind != GroupKind.Plain)
        {
            _stack.Push(LookAround.Of(group.GroupKind, inside) ?? WideLook(group, inside));
            return;
        }

        if (group.CaptureNumber == 0)
        {
            _stack.Push(inside);
            return;
        }

        group.Op = RegexpOp.Capture;
        group.SubList = [inside];
        group.Length = _reader.Position - group.Offset;
        _stack.Push(group);
    }

    /// <summary>A look at more than one character: ahead it can be done; behind, only where the pattern itself has the answer.</summary>
    RegexpNode WideLook(RegexpNode group, RegexpNode inside)
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
                Length = _reader.Position - group.Offset,
            };
        }

        if (_stack.Count > 0 && _stack.Top is { Op: RegexpOp.Literal, IsFoldCase: false } before
            && inside is { Op: RegexpOp.Literal, IsFoldCase: false }
            && before.RuneArray.Length >= inside.RuneArray.Length)
        {
            var holds = before.RuneArray.AsSpan().EndsWith(inside.RuneArray);
            return new RegexpNode(holds == (group.GroupKind == GroupKind.Behind) ? RegexpOp.EmptyMatch : RegexpOp.NoMatch);
        }

        throw GroupFlags.Backtracks(_reader, group.Offset, "looking behind at more than one character");
    }

    // Quantifiers nest without parentheses in the text of their own, such as (?:(?:a{1}){1}){1}: look at the tree too.
    static RegexpNode NestingChecked(RegexpNode root)
    {
        var level = new List<RegexpNode> { root };
        for (var depth = 1; level.Count > 0; depth++)
        {
            if (depth > MaxNesting)
            {
                throw new RegexpParseException(
                    RegexpError.NestingTooDeep, 0, 0, $"the pattern nests deeper than {MaxNesting}");
            }

            level = [.. level.SelectMany(node => node.SubList)];
        }

        return root;
    }
}
