using Antlr4.Runtime;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Language.Grammar;

namespace LogMetrics.Compiler.Language.Parsing;

/// <summary>Says in the language's own words where the parser got stuck, and takes it to the next statement.</summary>
/// <remarks>
/// An error ends its statement, and the rest of the line with it; the parser goes on in the same block. So every
/// statement with a mistake is reported, and none twice.
/// </remarks>
sealed class SyntaxErrorStrategy(Func<IToken, SourceSpan> spanOf, DiagnosticBag diagnostics)
    : DefaultErrorStrategy
{
    public override void Recover(Parser recognizer, RecognitionException e)
    {
        if (recognizer.Context is not (LogMetricsParser.StatementContext or LogMetricsParser.ProgramContext))
        {
            // Every rule catches; the one that can go on is the statement.
            throw e;
        }

        int depth = 0;
        while (true)
        {
            int type = recognizer.TokenStream.LA(1);
            if (type == TokenConstants.EOF || (depth == 0 && type is LogMetricsParser.NL or LogMetricsParser.RCURLY))
            {
                break;
            }

            depth += type is LogMetricsParser.LCURLY or LogMetricsParser.BARE_LCURLY ? 1 : type == LogMetricsParser.RCURLY ? -1 : 0;
            recognizer.Consume();
        }

        EndErrorCondition(recognizer);
    }

    public override IToken RecoverInline(Parser recognizer) => throw new InputMismatchException(recognizer);

    public override void Sync(Parser recognizer)
    {
        // The default would insert and delete tokens to get further, and then complain about what it made up.
    }

    public override void ReportError(Parser recognizer, RecognitionException e)
    {
        if (InErrorRecoveryMode(recognizer))
        {
            return;
        }

        BeginErrorCondition(recognizer);
        IToken found = e.OffendingToken;
        SourceSpan span = spanOf(found);
        if (found.Type == TokenConstants.EOF && OpenBlock(recognizer.Context) is { } brace)
        {
            diagnostics.Error(
                DiagnosticCode.UnclosedBlock,
                span,
                "the file ends before the block is closed",
                "add the missing `}`",
                new DiagnosticNote(spanOf(brace), "this block is open"));
            return;
        }

        string expected = Expected(recognizer);
        if (IsWord(found.Type) && expected.StartsWith("a name", StringComparison.Ordinal))
        {
            diagnostics.Error(
                DiagnosticCode.ReservedWord,
                span,
                $"`{found.Text}` is a word of the language and cannot be a name",
                $"choose another name, and keep the exposed one with `as \"{found.Text}\"`");
            return;
        }

        diagnostics.Error(
            DiagnosticCode.UnexpectedToken,
            span,
            found.Type == TokenConstants.EOF
                ? $"the file ends where {(expected.Length > 0 ? expected : "more")} was expected"
                : $"unexpected {Describe(found)}" + (expected.Length > 0 ? $", expected {expected}" : ""),
            Hint(recognizer, found));
    }

    static IToken? OpenBlock(RuleContext? context)
    {
        for (; context is not null; context = context.Parent)
        {
            if (context is LogMetricsParser.BlockContext block)
            {
                return block.Start;
            }
        }

        return null;
    }

    static string? Hint(Parser recognizer, IToken found)
    {
        IToken? before = recognizer.TokenStream.LT(-1);
        return (before?.Type, found.Type) switch
        {
            (LogMetricsParser.ELSE, _) => "write `else { … }` and put the next condition inside",
            (_, LogMetricsParser.MINUS) => "negate with `0 - …`; only numbers take a sign",
            (LogMetricsParser.PLUS or LogMetricsParser.AND or LogMetricsParser.OR or LogMetricsParser.ASSIGN,
                LogMetricsParser.NL) => "one new line may follow an operator, but no empty line",
            (_, LogMetricsParser.NL) when recognizer.Context is LogMetricsParser.BlockContext =>
                "put the `{` on the line of what it belongs to",
            (LogMetricsParser.AFTER or LogMetricsParser.MAX_AGE, LogMetricsParser.INT or LogMetricsParser.FLOAT) =>
                $"give the duration a unit, such as `{found.Text}s`",
            _ => null,
        };
    }

    /// <summary>What could stand there, when that is few enough things to name.</summary>
    static string Expected(Parser recognizer)
    {
        if (recognizer.Context is LogMetricsParser.ProgramContext or LogMetricsParser.BlockContext)
        {
            // Anything but this.
            return "";
        }

        var names = new List<string>();
        foreach (int type in recognizer.GetExpectedTokens().ToArray())
        {
            string name = type == LogMetricsParser.COLON && recognizer.Context is LogMetricsParser.QuantileContext
                ? "`:` and its error"
                : Name(type);
            if (!names.Contains(name))
            {
                names.Add(name);
            }
        }

        names.Remove("a new line");
        return names.Count switch
        {
            0 or > 4 => "",
            1 => names[0],
            _ => string.Join(", ", names.Take(names.Count - 1)) + " or " + names[^1],
        };
    }

    static bool IsWord(int type) => type is >= LogMetricsParser.AFTER and <= LogMetricsParser.BUILTIN;

    static string Describe(IToken token) => token.Type switch
    {
        LogMetricsParser.NL => "end of the line",
        LogMetricsParser.STRING => "string",
        LogMetricsParser.REGEX or LogMetricsParser.UNSAFE_REGEX => "pattern",
        _ => $"`{token.Text}`",
    };

    static string Name(int type) => type switch
    {
        TokenConstants.EOF => "the end of the file",
        LogMetricsParser.NL => "a new line",
        LogMetricsParser.ID => "a name",
        LogMetricsParser.STRING => "a string",
        LogMetricsParser.INT or LogMetricsParser.FLOAT => "a number",
        LogMetricsParser.DURATION => "a duration",
        LogMetricsParser.CAPTURE => "a capture",
        LogMetricsParser.DECORATOR => "a decorator",
        LogMetricsParser.BUILTIN => "a function",
        LogMetricsParser.REGEX or LogMetricsParser.UNSAFE_REGEX => "a pattern",
        LogMetricsParser.HELP => "`help`",
        LogMetricsParser.UNIT => "`unit`",
        LogMetricsParser.SUMMARY => "`summary`",
        LogMetricsParser.QUANTILES => "`quantiles`",
        LogMetricsParser.MAX_AGE => "`max_age`",
        LogMetricsParser.COLON => "`:` and the other value",
        _ => LiteralName(type),
    };

    static string LiteralName(int type) =>
        "`" + (LogMetricsParser.DefaultVocabulary.GetLiteralName(type) ?? "'?'").Trim('\'') + "`";
}
