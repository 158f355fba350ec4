using System.Globalization;
using System.Text;

namespace LogMetrics.Compiler.GrokExporter.Templates;

/// <summary>A template → its tokens.</summary>
sealed class TemplateLexer
{
    readonly string _text;
    readonly List<TemplateToken> _tokens = [];
    int _at;

    TemplateLexer(string text) => _text = text;

    /// <summary>Takes a template apart.</summary>
    /// <exception cref="TemplateSyntaxException">It has an action that cannot be read.</exception>
    public static IReadOnlyList<TemplateToken> Scan(string text)
    {
        var lexer = new TemplateLexer(text);
        lexer.Scan();
        return lexer._tokens;
    }

    void Scan()
    {
        bool trimNext = false;
        while (_at < _text.Length)
        {
            int open = _text.IndexOf("{{", _at, StringComparison.Ordinal);
            int end = open < 0 ? _text.Length : open;
            bool trimHere = open >= 0 && IsTrimMark(open + 2);
            AddText(_at, end, trimNext, trimHere);
            _at = end;
            if (open >= 0)
            {
                trimNext = ScanAction(open, open + (trimHere ? 4 : 2));
            }
        }

        _tokens.Add(new TemplateToken(TokenKind.End, "", _text.Length, 0, true));
    }

    bool IsTrimMark(int at) => at + 1 < _text.Length && _text[at] == '-' && IsSpace(_text[at + 1]);

    void AddText(int start, int end, bool trimStart, bool trimEnd)
    {
        while (trimStart && start < end && IsSpace(_text[start]))
        {
            start++;
        }

        while (trimEnd && end > start && IsSpace(_text[end - 1]))
        {
            end--;
        }

        if (end > start)
        {
            _tokens.Add(new TemplateToken(TokenKind.Text, _text[start..end], start, end - start, false));
        }
    }

    /// <returns>Whether the text behind the action loses the white space it begins with.</returns>
    bool ScanAction(int open, int start)
    {
        _at = start;
        if (_text.AsSpan(_at).StartsWith("/*"))
        {
            return SkipComment(open);
        }

        _tokens.Add(new TemplateToken(TokenKind.Open, "{{", open, start - open, false));
        int depth = 0;
        while (true)
        {
            int before = _at;
            while (_at < _text.Length && IsSpace(_text[_at]))
            {
                _at++;
            }

            bool space = _at > before;
            if (space && _text.AsSpan(_at).StartsWith("-}}"))
            {
                CheckClosed(depth);
                Add(TokenKind.Close, 3, space);
                return true;
            }

            if (_text.AsSpan(_at).StartsWith("}}"))
            {
                CheckClosed(depth);
                Add(TokenKind.Close, 2, space);
                return false;
            }

            if (_at >= _text.Length)
            {
                throw new TemplateSyntaxException("this action is not closed", open, 2, "close it with `}}`");
            }

            ScanToken(space, ref depth);
        }
    }

    bool SkipComment(int open)
    {
        int end = _text.IndexOf("*/", _at, StringComparison.Ordinal);
        if (end < 0)
        {
            throw new TemplateSyntaxException("this comment is not closed", open, 2, "close it with `*/}}`");
        }

        _at = end + 2;
        bool trims = _text.AsSpan(_at).StartsWith(" -}}");
        if (!trims && !_text.AsSpan(_at).StartsWith("}}"))
        {
            throw new TemplateSyntaxException("a comment ends before its action does", open, 2, "write `}}` right behind `*/`");
        }

        _at += trims ? 4 : 2;
        return trims;
    }

    static void CheckClosed(int depth)
    {
        if (depth > 0)
        {
            throw new TemplateSyntaxException("a parenthesis is not closed", 0, 0, "close it with `)`");
        }
    }

    void ScanToken(bool space, ref int depth)
    {
        char c = _text[_at];
        switch (c)
        {
            case '|':
                Add(TokenKind.Pipe, 1, space);
                break;
            case '(':
                depth++;
                Add(TokenKind.OpenParenthesis, 1, space);
                break;
            case ')':
                if (--depth < 0)
                {
                    throw new TemplateSyntaxException("this parenthesis closes nothing", _at, 1, "remove it");
                }

                Add(TokenKind.CloseParenthesis, 1, space);
                break;
            case ',':
                Add(TokenKind.Comma, 1, space);
                break;
            case '=':
                Add(TokenKind.Assign, 1, space);
                break;
            case ':' when _text.AsSpan(_at).StartsWith(":="):
                Add(TokenKind.Declare, 2, space);
                break;
            case '"' or '\'':
                ScanQuoted(c, space);
                break;
            case '`':
                ScanRaw(space);
                break;
            case '.' when _at + 1 < _text.Length && char.IsAsciiDigit(_text[_at + 1]):
            case '+' or '-' or (>= '0' and <= '9'):
                Add(TokenKind.Number, LengthOfNumber(), space);
                break;
            case '.':
                int name = LengthOfName(_at + 1);
                Add(name == 0 ? TokenKind.Dot : TokenKind.Field, 1 + name, space);
                break;
            case '$':
                Add(TokenKind.Variable, 1 + LengthOfName(_at + 1), space);
                break;
            default:
                int length = LengthOfName(_at);
                if (length == 0)
                {
                    throw new TemplateSyntaxException(
                        $"`{c}` cannot stand in an action",
                        _at,
                        1,
                        c switch
                        {
                            '{' => "close the action before with `}}`",
                            '}' => "close the action with `}}`",
                            '/' or '*' => $"calculate with functions: `{{{{{(c == '/' ? "divide" : "multiply")} .a .b}}}}`",
                            _ => "put texts in \"double quotes\"",
                        });
                }

                Add(TokenKind.Word, length, space);
                break;
        }

        CheckEndOfWord();
    }

    // Go wants something between words: `.a-b` is neither the field a-b nor two words.
    void CheckEndOfWord()
    {
        TemplateToken last = _tokens[^1];
        if (last.Kind is not (TokenKind.Word or TokenKind.Field or TokenKind.Variable or TokenKind.Dot) || _at >= _text.Length)
        {
            return;
        }

        char next = _text[_at];
        bool isEnd = IsSpace(next) || next is '.' or ',' or '|' or ':' or ')' or '(' or '=' || _text.AsSpan(_at).StartsWith("}}");
        if (!isEnd && next == '}')
        {
            throw new TemplateSyntaxException("this action is not closed", _at, 1, "close it with `}}`");
        }

        if (!isEnd)
        {
            throw new TemplateSyntaxException(
                $"`{last.Text}{next}` is no name",
                last.Start,
                last.Length + 1,
                "a template can name fields of letters, digits and `_` only; rename the field in the pattern: `%{NUMBER:response_time}`");
        }
    }

    void ScanQuoted(char quote, bool space)
    {
        int start = _at++;
        var value = new StringBuilder();
        while (_at < _text.Length && _text[_at] != quote && _text[_at] != '\n')
        {
            if (_text[_at] != '\\')
            {
                value.Append(_text[_at++]);
                continue;
            }

            GoEscapes.Append(value, _text, ref _at, quote);
        }

        if (_at >= _text.Length || _text[_at] != quote)
        {
            throw new TemplateSyntaxException("this text is not closed", start, 1, $"close it with `{quote}` on the same line");
        }

        _at++;
        TokenKind kind = quote == '"' ? TokenKind.String : TokenKind.Character;
        _tokens.Add(new TemplateToken(kind, value.ToString(), start, _at - start, space));
    }

    void ScanRaw(bool space)
    {
        int start = _at;
        int end = _text.IndexOf('`', _at + 1);
        if (end < 0)
        {
            throw new TemplateSyntaxException("this text is not closed", start, 1, "close it with a backquote");
        }

        _at = end + 1;
        _tokens.Add(new TemplateToken(TokenKind.String, _text[(start + 1)..end], start, _at - start, space));
    }

    int LengthOfNumber()
    {
        int end = _at + 1;
        while (end < _text.Length
            && (char.IsAsciiLetterOrDigit(_text[end])
                || _text[end] is '.' or '_'
                || (_text[end] is '+' or '-' && _text[end - 1] is 'e' or 'E' or 'p' or 'P')))
        {
            end++;
        }

        return end - _at;
    }

    int LengthOfName(int start)
    {
        int end = start;
        while (end < _text.Length && (_text[end] == '_' || char.IsLetter(_text[end]) || char.GetUnicodeCategory(_text[end]) == UnicodeCategory.DecimalDigitNumber))
        {
            end++;
        }

        return end - start;
    }

    void Add(TokenKind kind, int length, bool space)
    {
        _tokens.Add(new TemplateToken(kind, _text.Substring(_at, length), _at, length, space));
        _at += length;
    }

    static bool IsSpace(char c) => c is ' ' or '\t' or '\r' or '\n';
}
