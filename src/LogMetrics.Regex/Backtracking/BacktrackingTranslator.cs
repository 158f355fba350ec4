using System.Globalization;
using System.Text;
using LogMetrics.Regex.Syntax;

namespace LogMetrics.Regex.Backtracking;

/// <summary>Writes a pattern, in either syntax, as .NET's backtracking engine has it.</summary>
/// <remarks>
/// Every group gets the name <c>g</c> and its number, because .NET counts named groups after all others. Flags are settled
/// here, so the result needs no options.
/// </remarks>
sealed class BacktrackingTranslator
{
    const string WordEdge = "(?:(?<={0})(?!{0})|(?<!{0})(?={0}))";

    readonly PatternReader _reader;
    readonly ClassParser _classes;
    readonly OnigurumaClasses _onigurumaClasses;
    readonly StringBuilder _text = new();
    readonly Stack<Group> _open = new();
    RegexpFlags _flags;

    // Where the piece begins in the result that a quantifier would repeat; -1 when there is none.
    int _piece = -1;
    bool _isQuantified;

    BacktrackingTranslator(string pattern, PatternSyntax syntax)
    {
        _reader = new PatternReader(pattern);
        _classes = new ClassParser(_reader);
        _onigurumaClasses = new OnigurumaClasses(_reader);
        _flags = RegexpFlags.OneLine | (syntax == PatternSyntax.Oniguruma ? RegexpFlags.Oniguruma : RegexpFlags.None);
    }

    /// <summary>The pattern as .NET has it; no match begins between the halves of a character.</summary>
    public string Text => $@"(?![\uDC00-\uDFFF])(?:{_text})";

    /// <summary>The names of its groups, from 0; null where a group has none.</summary>
    public List<string?> GroupNames { get; } = [null];

    bool IsOniguruma => (_flags & RegexpFlags.Oniguruma) != 0;

    bool FoldCase => (_flags & RegexpFlags.FoldCase) != 0;

    /// <summary>Translates a pattern.</summary>
    /// <exception cref="RegexpParseException">It is not valid, or has what .NET does not have.</exception>
    public static BacktrackingTranslator Translate(string pattern, PatternSyntax syntax)
    {
        var translator = new BacktrackingTranslator(pattern, syntax);
        while (!translator._reader.AtEnd)
        {
            translator.ReadPiece();
        }

        translator.CloseOptions();
        return translator._open.TryPeek(out var group)
            ? throw translator._reader.ErrorToEnd(
                RegexpError.MissingParenthesis, group.Offset, "this opening parenthesis has no closing one")
            : translator;
    }

    void ReadPiece()
    {
        switch (_reader.Peek())
        {
            case '(':
                OpenGroup();
                return;
            case ')':
                CloseGroup();
                return;
            case '|':
                _reader.Position++;
                _text.Append('|');
                _piece = -1;
                return;
            case '*' or '+' or '?':
                Quantify(_reader.Position, _reader.Position + 1);
                return;
            case '{' when CountEnd() is > 0 and var end:
                Quantify(_reader.Position, end);
                return;
            case '[':
                Append(BacktrackingText.OfClass(
                    IsOniguruma ? _onigurumaClasses.ReadBracketed(FoldCase) : _classes.ReadBracketed(FoldCase)));
                return;
            case '^':
                _reader.Position++;
                Append((_flags & (RegexpFlags.OneLine | RegexpFlags.Oniguruma)) == RegexpFlags.OneLine ? @"\A" : "(?m:^)");
                return;
            case '$':
                _reader.Position++;
                Append((_flags & (RegexpFlags.OneLine | RegexpFlags.Oniguruma)) == RegexpFlags.OneLine ? @"\z" : "(?m:$)");
                return;
            case '.':
                _reader.Position++;
                Append(BacktrackingText.OfClass((_flags & RegexpFlags.DotNewline) != 0
                    ? [0, CharClassBuilder.MaxRune]
                    : [0, '\n' - 1, '\n' + 1, CharClassBuilder.MaxRune]));
                return;
            case '\\':
                ReadBackslash();
                return;
            case '#' when (_flags & RegexpFlags.Extended) != 0:
                while (!_reader.AtEnd && _reader.Peek() != '\n')
                {
                    _reader.Position++;
                }

                return;
            case ' ' or (>= '\t' and <= '\r') when (_flags & RegexpFlags.Extended) != 0:
                _reader.Position++;
                return;
            default:
                Append(BacktrackingText.OfRune(_reader.Next(), FoldCase));
                return;
        }
    }

    void Append(string piece)
    {
        _piece = _text.Length;
        _isQuantified = false;
        _text.Append(piece);
    }

    void ReadBackslash()
    {
        var start = _reader.Position;
        var letter = _reader.Peek(1);
        switch (letter)
        {
            case 'A' or 'z' or 'G':
            case 'Z' when IsOniguruma:
                _reader.Position += 2;
                Append($@"\{letter}");
                return;
            case 'b' or 'B':
                _reader.Position += 2;
                var word = BacktrackingText.OfClass(IsOniguruma ? UnicodeSets.Word : AsciiClasses.Perl('w'));
                var edge = WordEdge.Replace("{0}", word, StringComparison.Ordinal);
                Append(letter == 'b' ? edge : $"(?!{edge})");
                return;
            case 'Q' when !IsOniguruma:
                ReadQuoted();
                return;
            case 'R' when IsOniguruma:
                _reader.Position += 2;
                Append(@"(?>\r\n|[\n-\r\u0085\u2028\u2029])");
                return;
            case >= '1' and <= '9':
                ReadNumberReference(start);
                return;
            case 'k' when _reader.Peek(2) is '<' or '\'':
                ReadNameReference(start, _reader.Peek(2) == '<' ? '>' : '\'');
                return;
        }

        var builder = new CharClassBuilder();
        if (IsOniguruma ? _onigurumaClasses.TryReadNamed(builder, FoldCase) : _classes.TryReadNamed(builder, FoldCase))
        {
            Append(BacktrackingText.OfClass(builder.ToRanges()));
        }
        else
        {
            Append(BacktrackingText.OfRune(IsOniguruma ? _onigurumaClasses.ReadEscape() : _classes.ReadEscape(), FoldCase));
        }
    }

    void ReadQuoted()
    {
        _reader.Position += 2;
        while (!_reader.AtEnd && !_reader.LooksAt(@"\E"))
        {
            Append(BacktrackingText.OfRune(_reader.Next(), FoldCase));
        }

        _reader.Position += _reader.AtEnd ? 0 : 2;
    }

    void ReadNumberReference(int start)
    {
        _reader.Position++;
        while (char.IsAsciiDigit(_reader.Peek()))
        {
            _reader.Position++;
        }

        AppendReference(start, int.Parse(_reader.From(start)[1..], NumberStyles.None, CultureInfo.InvariantCulture));
    }

    void ReadNameReference(int start, char closing)
    {
        _reader.Position += 3;
        var nameStart = _reader.Position;
        var end = _reader.Find(closing.ToString());
        _reader.Position = end < 0 ? nameStart : end;
        var name = _reader.From(nameStart);
        _reader.Position += end < 0 ? 0 : 1;
        AppendReference(start, NumberOf(name));
    }

    void AppendReference(int start, int number) =>
        Append(string.Create(CultureInfo.InvariantCulture, $@"(?{(FoldCase ? "i" : "")}:\k<g{Checked(start, number)}>)"));

    int NumberOf(string name) => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : GroupNames.LastIndexOf(name);

    int Checked(int start, int number) => number > 0 && number < GroupNames.Count
        ? number
        : throw _reader.Error(RegexpError.InvalidEscape, start, "no group before it has this name or number");

    void OpenGroup()
    {
        var start = _reader.Position;
        if (_reader.LooksAt("(?#"))
        {
            var end = _reader.Find(")");
            _reader.Position = end < 0
                ? throw _reader.ErrorToEnd(RegexpError.MissingParenthesis, start, "this comment has no closing parenthesis")
                : end + 1;
            return;
        }

        if (_reader.LooksAt("(?("))
        {
            OpenCondition(start);
            return;
        }

        var flags = new GroupFlags(_reader);
        if (_reader.Peek(1) != '?')
        {
            _reader.Position++;
            OpenCapture(start, null);
        }
        else if (flags.TryReadKind(out _))
        {
            Open(start, _reader.From(start), _flags);
        }
        else if (flags.IsNamed(_flags))
        {
            OpenCapture(start, flags.ReadName());
        }
        else
        {
            flags.Read(ref _flags, out var opensGroup, out var saved);
            if (opensGroup)
            {
                Open(start, "(?:", saved);
            }
            else if (IsOniguruma)
            {
                Open(start, "(?:", saved, isOptions: true);
            }
        }
    }

    void OpenCondition(int start)
    {
        _reader.Position += 3;
        var nameStart = _reader.Position;
        var end = _reader.Find(")");
        _reader.Position = end < 0 ? nameStart : end;
        var number = NumberOf(_reader.From(nameStart).Trim('<', '>', '\''));
        _reader.Position += end < 0 ? 0 : 1;
        Open(start, string.Create(CultureInfo.InvariantCulture, $"(?(g{Checked(start, number)})"), _flags);
    }

    void OpenCapture(int start, string? name)
    {
        Open(start, string.Create(CultureInfo.InvariantCulture, $"(?<g{GroupNames.Count}>"), _flags);
        GroupNames.Add(name);
    }

    void Open(int offset, string opening, RegexpFlags saved, bool isOptions = false)
    {
        _open.Push(new Group(offset, _text.Length, saved, isOptions));
        _text.Append(opening);
        _piece = -1;
    }

    void CloseOptions()
    {
        while (_open.TryPeek(out var group) && group.IsOptions)
        {
            Close();
        }
    }

    void Close()
    {
        var group = _open.Pop();
        _text.Append(')');
        _flags = group.Flags;
        _piece = group.Start;
        _isQuantified = false;
    }

    void CloseGroup()
    {
        CloseOptions();
        _reader.Position++;
        if (_open.Count == 0)
        {
            throw _reader.Error(
                RegexpError.UnexpectedParenthesis, _reader.Position - 1, "this closing parenthesis has no opening one");
        }

        Close();
    }

    /// <summary>Where a count such as <c>{2,5}</c> ends that stands here, or -1.</summary>
    int CountEnd()
    {
        var end = _reader.Find("}");
        if (end < 0)
        {
            return -1;
        }

        var start = _reader.Position;
        _reader.Position = end;
        var parts = _reader.From(start + 1).Split(',');
        _reader.Position = start;
        var isCount = parts.Length <= 2 && parts.All(part => part.All(char.IsAsciiDigit)) && parts.Any(part => part.Length > 0)
            && (parts[0].Length > 0 || IsOniguruma);
        return isCount ? end + 1 : -1;
    }

    void Quantify(int start, int end)
    {
        _reader.Position = end;
        var quantifier = _reader.From(start);
        if (_piece < 0)
        {
            throw _reader.Error(RegexpError.MissingRepeatArgument, start, "there is nothing before the quantifier to repeat");
        }

        if (_isQuantified)
        {
            Wrap("(?:");
        }

        _text.Append(quantifier.StartsWith("{,", StringComparison.Ordinal) ? "{0" + quantifier[1..] : quantifier);
        _isQuantified = true;
        var isCount = quantifier[0] == '{';
        if (_reader.Peek() == '+' && !isCount)
        {
            _reader.Position++;
            Wrap("(?>");
        }
        else if (_reader.Peek() == '?')
        {
            _reader.Position++;
            if (isCount && IsOniguruma && !quantifier.Contains(',', StringComparison.Ordinal))
            {
                Wrap("(?:");
            }

            _text.Append('?');
        }
    }

    void Wrap(string opening)
    {
        _text.Insert(_piece, opening).Append(')');
    }

    readonly record struct Group(int Offset, int Start, RegexpFlags Flags, bool IsOptions);
}
