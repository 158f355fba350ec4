using Antlr4.Runtime;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Language.Grammar;

namespace LogMetrics.Compiler.Language.Parsing;

/// <summary>Reports what is wrong with single tokens and mends it, so that the parser sees only tokens it knows.</summary>
static class TokenCheck
{
    /// <returns>False when the brackets nest so deep that parsing would have to be afraid for its stack.</returns>
    public static bool Run(
        IEnumerable<IToken> tokens, Func<IToken, SourceSpan> spanOf, int maxNesting, DiagnosticBag diagnostics)
    {
        int previous = TokenConstants.EOF;
        int nesting = 0;
        int complements = 0;
        bool lastUnknown = false;
        foreach (CommonToken token in tokens.Cast<CommonToken>())
        {
            bool unknown = false;
            switch (token.Type)
            {
                case LogMetricsLexer.UNKNOWN:
                    unknown = true;
                    token.Channel = TokenConstants.HiddenChannel;
                    if (!lastUnknown && !(token.StartIndex == 0 && token.Text == "\uFEFF"))
                    {
                        UnknownCharacter(token, spanOf(token), diagnostics);
                    }

                    break;
                case LogMetricsLexer.UNTERMINATED_STRING:
                    diagnostics.Error(
                        DiagnosticCode.UnterminatedString,
                        spanOf(token),
                        "the string does not end on its line",
                        "close it with `\"`");
                    token.Type = LogMetricsLexer.STRING;
                    break;
                case LogMetricsLexer.UNTERMINATED_REGEX:
                    diagnostics.Error(
                        DiagnosticCode.UnterminatedPattern,
                        spanOf(token),
                        "the pattern does not end on its line",
                        "close it with `/`; a `/` inside is written `\\/`");
                    token.Type = LogMetricsLexer.REGEX;
                    break;
                case LogMetricsLexer.BAD_NUMBER:
                    diagnostics.Error(DiagnosticCode.BadNumber, spanOf(token), $"`{token.Text}` is no number");
                    token.Type = LogMetricsLexer.INT;
                    token.Text = "1";
                    break;
                case LogMetricsLexer.LCURLY or LogMetricsLexer.LPAREN or LogMetricsLexer.LSQUARE:
                    nesting++;
                    break;
                case LogMetricsLexer.RCURLY or LogMetricsLexer.RPAREN or LogMetricsLexer.RSQUARE:
                    nesting = Math.Max(0, nesting - 1);
                    break;
            }

            if (token.Channel == TokenConstants.DefaultChannel)
            {
                int type = token.Type;
                if (previous is TokenConstants.EOF or LogMetricsLexer.NL or LogMetricsLexer.LCURLY or LogMetricsLexer.RCURLY)
                {
                    token.Type = AtStartOfStatement(type, previous);
                }

                previous = type;
            }

            complements = token.Type == LogMetricsLexer.COMPLEMENT ? complements + 1 : 0;
            lastUnknown = unknown;
            if (nesting + complements > maxNesting)
            {
                diagnostics.Error(
                    DiagnosticCode.NestingTooDeep,
                    spanOf(token),
                    $"blocks and brackets nest deeper than {maxNesting} levels");
                return false;
            }
        }

        return true;
    }

    /// <summary>Marks what cannot begin a statement, so that the parser takes it for that, and not for a fault of the
    /// statement before.</summary>
    static int AtStartOfStatement(int type, int previous) => type switch
    {
        LogMetricsLexer.LCURLY => LogMetricsLexer.BARE_LCURLY,
        LogMetricsLexer.ELSE when previous == LogMetricsLexer.RCURLY => type,
        LogMetricsLexer.ELSE or LogMetricsLexer.AFTER or LogMetricsLexer.AS or LogMetricsLexer.BUCKETS
            or LogMetricsLexer.BY or LogMetricsLexer.LIMIT or LogMetricsLexer.DURATION => LogMetricsLexer.MISPLACED,
        >= LogMetricsLexer.RPAREN and <= LogMetricsLexer.BIT_XOR => LogMetricsLexer.MISPLACED,
        _ => type,
    };

    static void UnknownCharacter(CommonToken token, SourceSpan span, DiagnosticBag diagnostics)
    {
        string shown = char.IsControl(token.Text[0]) || token.Text[0] == '\uFEFF'
            ? $"U+{(int)token.Text[0]:X4}"
            : $"`{token.Text}`";
        diagnostics.Error(
            DiagnosticCode.UnexpectedCharacter,
            span,
            $"the character {shown} has no meaning here",
            token.Text switch
            {
                "!" => "write the opposite comparison, `!~`, or an `else` block",
                ";" => "put each statement on a line of its own",
                "'" => "write strings with `\"`",
                "\\" => "escapes are for strings and patterns only",
                _ => null,
            });
    }
}
