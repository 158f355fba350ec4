using System.Text;
using Antlr4.Runtime;

namespace LogMetrics.Compiler.Language.Grammar;

/// <summary>What the lexer has to know about the tokens before the one it reads.</summary>
/// <remarks>
/// mtail's lexer asks its parser whether it wants a pattern. ANTLR's parser looks ahead as far as it likes, so the answer
/// has to come from the tokens: <c>/</c> divides exactly when an operand stands before it and the statement is not a
/// declaration, which ends by itself in front of a pattern (<c>counter c /x/ { c++ }</c> is legal on one line).
/// </remarks>
abstract class LogMetricsLexerBase(ICharStream input, TextWriter output, TextWriter errorOutput)
    : Lexer(input, output, errorOutput)
{
    /// <summary>Which words and lists may follow, for the statements whose end no newline marks.</summary>
    enum Header
    {
        None,
        Metric,
        Constant,
        Delete,
    }

    Header _header;

    /// <summary>Inside a header: a name or list item is complete, so that a token that does not go on ends the header.</summary>
    bool _itemDone;

    /// <summary>Inside of the list behind <c>quantiles</c>, where a colon stands between the two numbers.</summary>
    bool _inQuantiles;

    /// <summary>Questions of the statement that have not met their colon.</summary>
    int _questions;

    /// <summary>Open parentheses and square brackets.</summary>
    int _brackets;

    int _previous = TokenConstants.EOF;

    /// <summary>Where the last look past comments ended: comments before it need no look of their own.</summary>
    int _peekedTo = -1;

    protected LogMetricsLexerBase(ICharStream input)
        : this(input, TextWriter.Null, TextWriter.Null)
    {
    }

    public override IToken NextToken()
    {
        while (true)
        {
            var token = (CommonToken)base.NextToken();
            if (token.Type == LogMetricsLexer.COMMENT)
            {
                if (!CommentEndsStatement(token))
                {
                    continue;
                }

                token.Type = LogMetricsLexer.NL;
            }

            if (token.Type is LogMetricsLexer.ID or LogMetricsLexer.CAPTURE or LogMetricsLexer.DECORATOR)
            {
                EndAtLastLetter(token);
            }

            token.Type = Contextual(token);
            FollowHeader(token.Type);
            _brackets = token.Type switch
            {
                LogMetricsLexer.LPAREN or LogMetricsLexer.LSQUARE => _brackets + 1,
                LogMetricsLexer.RPAREN or LogMetricsLexer.RSQUARE => Math.Max(0, _brackets - 1),
                LogMetricsLexer.LCURLY or LogMetricsLexer.RCURLY => 0,
                _ => _brackets,
            };
            _questions = token.Type switch
            {
                LogMetricsLexer.QUESTION => _questions + 1,
                LogMetricsLexer.COLON => Math.Max(0, _questions - 1),
                LogMetricsLexer.LCURLY or LogMetricsLexer.RCURLY => 0,
                _ => _questions,
            };
            _previous = token.Type;
            return token;
        }
    }

    /// <summary>Whether an operand, and not an operator, can come next: then <c>/</c> opens a pattern and <c>-5</c> is a
    /// number.</summary>
    protected bool OperandExpected() => _header switch
    {
        Header.Metric or Header.Constant => true,
        Header.Delete when _brackets == 0 => true,
        _ => !IsOperandEnd(_previous),
    };

    static bool IsOperandEnd(int type) => type is LogMetricsLexer.ID or LogMetricsLexer.STRING or LogMetricsLexer.INT
        or LogMetricsLexer.FLOAT or LogMetricsLexer.CAPTURE or LogMetricsLexer.RPAREN or LogMetricsLexer.RSQUARE
        or LogMetricsLexer.INC or LogMetricsLexer.DEC;

    /// <summary>Gives back what is neither letter nor digit, in any script. A word that begins with such a character is that
    /// character alone, and unknown.</summary>
    void EndAtLastLetter(CommonToken token)
    {
        string text = token.Text;
        if (Ascii.IsValid(text))
        {
            return;
        }

        int length = 0;
        foreach (Rune character in text.EnumerateRunes())
        {
            bool isFirstOfName = length == 0 && token.Type == LogMetricsLexer.ID;
            if (!character.IsAscii && !Rune.IsLetter(character) && (isFirstOfName || !Rune.IsDigit(character)))
            {
                break;
            }

            length++;
        }

        if (length == 0)
        {
            token.Type = LogMetricsLexer.UNKNOWN;
            length = 1;
        }

        token.StopIndex = token.StartIndex + length - 1;
        InputStream.Seek(token.StopIndex + 1);
        Column = token.Column + length;
    }

    /// <summary>The type of a word that means something only in its place, and is an ordinary name elsewhere.</summary>
    int Contextual(CommonToken token)
    {
        if (token.Type == LogMetricsLexer.UNKNOWN && (_inQuantiles || _questions > 0) && token.Text == ":")
        {
            return LogMetricsLexer.COLON;
        }

        if (token.Type != LogMetricsLexer.ID
            || token.Text is not ("begin" or "try" or "grok" or "log_filter" or "defined" or "getlabel" or "gsub" or "raw" or "template"
                or "help" or "unit" or "summary" or "quantiles" or "max_age"))
        {
            return token.Type;
        }

        bool startsStatement = (_header != Header.None && _itemDone) || _previous is TokenConstants.EOF
            or LogMetricsLexer.NL or LogMetricsLexer.LCURLY or LogMetricsLexer.RCURLY or LogMetricsLexer.STOP
            or LogMetricsLexer.NEXT or LogMetricsLexer.DURATION;
        bool inMetric = _header == Header.Metric && _itemDone;
        bool startsMetric = startsStatement || _previous == LogMetricsLexer.HIDDEN_;
        int next = PeekPastSpace(1, out _);
        return token.Text switch
        {
            "begin" when startsStatement && next == '{' => LogMetricsLexer.BEGIN,
            "try" when startsStatement && next == '{' => LogMetricsLexer.TRY,
            "grok" when startsStatement && IsLetter(next) => LogMetricsLexer.GROK,
            "log_filter" when startsStatement && (next == '"' || IsLetter(next)) => LogMetricsLexer.LOG_FILTER,
            "defined" or "getlabel" or "gsub" or "raw" or "template" when next == '(' => LogMetricsLexer.BUILTIN,
            "help" when inMetric && next == '"' => LogMetricsLexer.HELP,
            "unit" when inMetric && next == '"' => LogMetricsLexer.UNIT,
            "summary" when startsMetric && (next == '"' || IsLetter(next)) => LogMetricsLexer.SUMMARY,
            "quantiles" when inMetric && next is '.' or (>= '0' and <= '9') => LogMetricsLexer.QUANTILES,
            "max_age" when inMetric && next is '.' or (>= '0' and <= '9') => LogMetricsLexer.MAX_AGE,
            _ => LogMetricsLexer.ID,
        };
    }

    static bool IsLetter(int codePoint) => Rune.IsValid(codePoint) && Rune.IsLetter(new Rune(codePoint));

    void FollowHeader(int type)
    {
        switch (_header)
        {
            case Header.Metric when !_itemDone:
                _itemDone = true;
                _header = type == LogMetricsLexer.NL ? Header.None : Header.Metric;
                return;
            case Header.Metric when type is LogMetricsLexer.COMMA or LogMetricsLexer.BY or LogMetricsLexer.AS
                or LogMetricsLexer.BUCKETS or LogMetricsLexer.LIMIT or LogMetricsLexer.HELP or LogMetricsLexer.UNIT
                or LogMetricsLexer.QUANTILES or LogMetricsLexer.MAX_AGE or LogMetricsLexer.COLON:
                _itemDone = false;
                _inQuantiles = type == LogMetricsLexer.QUANTILES
                    || (_inQuantiles && type is LogMetricsLexer.COMMA or LogMetricsLexer.COLON);
                return;
            case Header.Constant when !_itemDone:
                // The name, then perhaps a newline, then the pieces with a plus between them.
                _itemDone = type is LogMetricsLexer.REGEX or LogMetricsLexer.UNSAFE_REGEX
                    || (type == LogMetricsLexer.ID && _previous is not (LogMetricsLexer.CONST or LogMetricsLexer.GROK));
                return;
            case Header.Constant when type == LogMetricsLexer.PLUS:
                _itemDone = false;
                return;
            case Header.Delete when type is LogMetricsLexer.NL or LogMetricsLexer.DURATION:
                _header = Header.None;
                return;
            case Header.Delete when !_itemDone || _brackets > 0:
                _itemDone = _brackets == 0 ? type == LogMetricsLexer.ID : type == LogMetricsLexer.RSQUARE;
                return;
            case Header.Delete when type is LogMetricsLexer.LSQUARE or LogMetricsLexer.INC or LogMetricsLexer.DEC:
                return;
            case Header.Delete when type == LogMetricsLexer.AFTER:
                _itemDone = false;
                return;
        }

        _itemDone = false;
        _inQuantiles = false;
        _header = type switch
        {
            LogMetricsLexer.COUNTER or LogMetricsLexer.GAUGE or LogMetricsLexer.TIMER or LogMetricsLexer.TEXT
                or LogMetricsLexer.HISTOGRAM or LogMetricsLexer.SUMMARY or LogMetricsLexer.LOG_FILTER => Header.Metric,
            LogMetricsLexer.CONST or LogMetricsLexer.GROK => Header.Constant,
            LogMetricsLexer.DEL => Header.Delete,
            _ => Header.None,
        };
    }

    /// <summary>
    /// Whether the newline at the end of a comment is needed to end a statement. To mtail it never exists, so it must
    /// not exist either where mtail reads on in the next line; where mtail would stumble, it is what the author means.
    /// </summary>
    bool CommentEndsStatement(CommonToken comment)
    {
        bool atEndOfInput = !comment.Text.EndsWith('\n');
        if (atEndOfInput || _brackets > 0 || _header != Header.None || !IsOperandEnd(_previous)
            || comment.StopIndex < _peekedTo)
        {
            return false;
        }

        int next = PeekPastSpace(1, out int offset);
        _peekedTo = InputStream.Index + offset - 1;
        return next switch
        {
            '\n' or IntStreamConstants.EOF => false,
            '*' or '%' or '&' or '|' or '^' or '<' or '>' or '=' or '!' or ',' or ')' or ']' or '[' or '{' or '+' or '?' => false,
            '-' => InputStream.LA(offset + 1) is >= '0' and <= '9',
            '/' => OpensCondition(offset),
            _ => true,
        };
    }

    /// <summary>Whether the slash at an offset opens a pattern that begins a condition: what follows its end cannot follow
    /// a second division sign.</summary>
    bool OpensCondition(int offset)
    {
        int at = offset + 1;
        for (; InputStream.LA(at) != '/'; at++)
        {
            if (InputStream.LA(at) is '\n' or IntStreamConstants.EOF)
            {
                return false;
            }

            at += InputStream.LA(at) == '\\' ? 1 : 0;
        }

        at++;
        while (InputStream.LA(at) is ' ' or '\t' or '\r')
        {
            at++;
        }

        return InputStream.LA(at) is '{' or '&' or '|' or '+';
    }

    /// <summary>The next character that is neither space nor part of a comment, and where it stands.</summary>
    int PeekPastSpace(int offset, out int found)
    {
        while (true)
        {
            int next = InputStream.LA(offset);
            if (next == '#')
            {
                while (InputStream.LA(offset) is not ('\n' or IntStreamConstants.EOF))
                {
                    offset++;
                }
            }
            else if (next == '\n' || next == IntStreamConstants.EOF || next > char.MaxValue || !char.IsWhiteSpace((char)next))
            {
                found = offset;
                return next;
            }

            offset++;
        }
    }
}
