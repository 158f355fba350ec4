using System.Collections.Immutable;
using Antlr4.Runtime;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Language.Grammar;
using LogMetrics.Compiler.Language.Syntax;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Compiler.Language.Parsing;

/// <summary>Text to syntax: runs the generated parser, then walks its tree once and makes our own of it.</summary>
/// <remarks>
/// Never fails: what cannot be understood is reported and left out. The only class besides the error strategy and the
/// token check that knows the parser generator.
/// </remarks>
sealed class SyntaxBuilder
{
    readonly SourceText _source;
    readonly DiagnosticBag _diagnostics;
    readonly CommonTokenStream _tokens;
    readonly CodePointText _text;
    readonly LiteralReader _literals;
    readonly int _maxNesting;

    SyntaxBuilder(SourceText source, int maxNesting, DiagnosticBag diagnostics)
    {
        _source = source;
        _maxNesting = maxNesting;
        _diagnostics = diagnostics;
        _text = new CodePointText(source.Text);
        _literals = new LiteralReader(diagnostics);
        var lexer = new LogMetricsLexer(CharStreams.fromString(_text.Text));
        lexer.RemoveErrorListeners();
        _tokens = new CommonTokenStream(lexer);
    }

    /// <summary>Parses a text.</summary>
    public static ProgramSyntax Parse(SourceText source, int maxNesting, DiagnosticBag diagnostics) =>
        new SyntaxBuilder(source, maxNesting, diagnostics).Build();

    ProgramSyntax Build()
    {
        var whole = new SourceSpan(_source, 0, _source.Text.Length);
        _tokens.Fill();
        if (!TokenCheck.Run(_tokens.GetTokens(), Span, _maxNesting, _diagnostics))
        {
            return new ProgramSyntax([], whole);
        }

        var parser = new LogMetricsParser(_tokens, TextWriter.Null, TextWriter.Null)
        {
            ErrorHandler = new SyntaxErrorStrategy(Span, _diagnostics),
        };
        parser.RemoveErrorListeners();
        var statements = ImmutableArray.CreateBuilder<StatementSyntax>();
        while (true)
        {
            int start = _tokens.Index;
            LogMetricsParser.ProgramContext tree = parser.program();
            ReportStrayBraces(tree);
            statements.AddRange(Statements(tree.statement()));
            if (_tokens.LA(1) == TokenConstants.EOF)
            {
                return new ProgramSyntax(statements.DrainToImmutable(), whole);
            }

            // Something between two statements ended the program early; it has been reported. Go on behind it.
            if (_tokens.Index == start)
            {
                _tokens.Consume();
            }
        }
    }

    void ReportStrayBraces(LogMetricsParser.ProgramContext tree)
    {
        // A literal that does not end has probably swallowed the brace that is missing.
        if (_diagnostics.Has(DiagnosticCode.UnterminatedPattern) || _diagnostics.Has(DiagnosticCode.UnterminatedString))
        {
            return;
        }

        foreach (LogMetricsParser.StrayBraceContext brace in tree.strayBrace())
        {
            _diagnostics.Error(DiagnosticCode.UnopenedBlock, Span(brace), "this `}` closes no block", "remove it");
        }
    }

    BlockSyntax Block(LogMetricsParser.BlockContext? block) =>
        block is null ? new BlockSyntax([], default) : new BlockSyntax(Statements(block.statement()), Span(block));

    ImmutableArray<StatementSyntax> Statements(LogMetricsParser.StatementContext[] contexts)
    {
        var statements = ImmutableArray.CreateBuilder<StatementSyntax>(contexts.Length);
        foreach (LogMetricsParser.StatementContext context in contexts)
        {
            // A statement that the parser gave up on has been reported; its parts may be missing.
            if (context.exception is null && Statement(context) is { } statement)
            {
                statements.Add(statement);
            }
            else if (context.exception is not null)
            {
                AddBlocksOf(context, statements);
            }
        }

        return statements.DrainToImmutable();
    }

    /// <summary>Keeps what could be read inside of a statement that could not, so that its mistakes are reported too.</summary>
    void AddBlocksOf(LogMetricsParser.StatementContext context, ImmutableArray<StatementSyntax>.Builder statements)
    {
        foreach (LogMetricsParser.BlockContext block in context.GetRuleContexts<LogMetricsParser.BlockContext>())
        {
            Statements(block.statement());
        }

        if (context is LogMetricsParser.MetricStatementContext { name: not null } metric)
        {
            // Its uses would otherwise all be reported as undeclared.
            statements.Add(Metric(metric));
        }
    }

    StatementSyntax? Statement(LogMetricsParser.StatementContext context)
    {
        SourceSpan span = Span(context);
        switch (context)
        {
            case LogMetricsParser.EmptyStatementContext:
                return null;
            case LogMetricsParser.MetricStatementContext metric:
                return Metric(metric);
            case LogMetricsParser.ConstantStatementContext constant:
                return new ConstantSyntax(Name(constant.name), Expression(constant.value), span);
            case LogMetricsParser.GrokStatementContext grok:
                return new GrokSyntax(Name(grok.name), Expression(grok.value), span);
            case LogMetricsParser.DecoratorStatementContext decorator:
                return new DecoratorSyntax(Name(decorator.name), Block(decorator.block()), span);
            case LogMetricsParser.DecoratedStatementContext decorated:
                var name = new NameToken(decorated.name.Text[1..], Span(decorated.name));
                return new DecoratedSyntax(name, Block(decorated.block()), span);
            case LogMetricsParser.DeleteStatementContext delete:
                TimeSpan? after = delete.duration is null ? null : _literals.Duration(delete.duration.Text, Span(delete.duration));
                return new DeleteSyntax(Expression(delete.target), after, span);
            case LogMetricsParser.TryStatementContext attempt:
                LogMetricsParser.BlockContext[] parts = attempt.block();
                return new TrySyntax(Block(parts[0]), parts.Length > 1 ? Block(parts[1]) : null, span);
            case LogMetricsParser.NextStatementContext:
                return new NextSyntax(span);
            case LogMetricsParser.StopStatementContext:
                return new StopSyntax(span);
            case LogMetricsParser.OtherwiseStatementContext otherwise:
                return new ConditionalSyntax(null, Block(otherwise.block()), null, span);
            case LogMetricsParser.BeginStatementContext begin:
                return new BeginSyntax(Block(begin.block()), span);
            case LogMetricsParser.FilterStatementContext filter:
                return new SourceFilterSyntax(Names(filter.names()), span);
            case LogMetricsParser.ExpressionStatementContext expression:
                return ExpressionStatement(expression, span);
            case LogMetricsParser.BareBlockContext block:
                _diagnostics.Error(
                    DiagnosticCode.UnexpectedToken,
                    Span(block.Start),
                    "this block belongs to nothing",
                    "write its condition in front of the `{`, on the same line");
                Statements(block.statement());
                return null;
            case LogMetricsParser.MisplacedContext misplaced:
                _diagnostics.Error(
                    DiagnosticCode.UnexpectedToken,
                    Span(misplaced.Start),
                    $"no statement begins with `{misplaced.Start.Text}`",
                    misplaced.Start.Text switch
                    {
                        "else" => "put `else` on the line of the `}` before it",
                        "by" or "as" or "buckets" or "limit" => "put it on the line of the declaration",
                        "&&" or "||" or "+" or "-" or "*" or "/" or "==" or "=~" =>
                            "to go on in the next line, end the line before with the operator",
                        _ => null,
                    });
                Block(misplaced.block());
                return null;
            default:
                return null;
        }
    }

    StatementSyntax? ExpressionStatement(LogMetricsParser.ExpressionStatementContext context, SourceSpan span)
    {
        ExpressionSyntax first = Expression(context.expression());
        LogMetricsParser.BlockContext[] blocks = context.block();
        LogMetricsParser.AssignmentContext[] assignments = context.assignment();
        if (blocks.Length > 0 && assignments.Length > 0)
        {
            Block(blocks[0]);
            _diagnostics.Error(
                DiagnosticCode.MisplacedAssignment,
                Span(assignments[0].@operator),
                "an assignment is no condition",
                "compare with `==`; `=` assigns");
            return null;
        }

        if (blocks.Length > 0)
        {
            ExpressionSyntax condition = PatternPlaces.NestedToTheRight(first, PatternPlaces.IsPattern);
            PatternPlaces.CheckCondition(condition, _diagnostics);
            return new ConditionalSyntax(
                condition, Block(blocks[0]), blocks.Length > 1 ? Block(blocks[1]) : null, span);
        }

        RequireNewline(context);
        if (assignments.Length > 1)
        {
            _diagnostics.Error(
                DiagnosticCode.MisplacedAssignment,
                Span(assignments[1].@operator),
                "an assignment has no value, so it cannot be assigned",
                "write one assignment a line; compare with `==`");
            return null;
        }

        if (assignments.Length == 1)
        {
            ExpressionSyntax value = Expression(assignments[0].expression());
            PatternPlaces.CheckTarget(first, _diagnostics);
            PatternPlaces.CheckValue(value, _diagnostics);
            return new AssignmentSyntax(
                first, assignments[0].@operator.Type == LogMetricsParser.ADD_ASSIGN, value, span);
        }

        PatternPlaces.CheckStatement(first, _diagnostics);
        return new ExpressionStatementSyntax(first, span);
    }

    /// <summary>An expression ends with its line; a closing brace or the end of the file will do as well.</summary>
    void RequireNewline(LogMetricsParser.ExpressionStatementContext context)
    {
        IToken? next = null;
        for (int i = context.Stop.TokenIndex + 1; next is null || next.Channel != TokenConstants.DefaultChannel; i++)
        {
            next = _tokens.Get(i);
        }

        if (next.Type is not (LogMetricsLexer.NL or LogMetricsLexer.RCURLY or TokenConstants.EOF))
        {
            _diagnostics.Error(
                DiagnosticCode.MissingNewline,
                Span(next),
                $"a new line was expected before `{next.Text}`",
                "put each statement on a line of its own");
        }
    }

    MetricSyntax Metric(LogMetricsParser.MetricStatementContext context)
    {
        MetricKind kind = context.kind.Type switch
        {
            LogMetricsParser.COUNTER => MetricKind.Counter,
            LogMetricsParser.GAUGE => MetricKind.Gauge,
            LogMetricsParser.TIMER => MetricKind.Timer,
            LogMetricsParser.TEXT => MetricKind.Text,
            LogMetricsParser.SUMMARY => MetricKind.Summary,
            _ => MetricKind.Histogram,
        };
        var metric = new MetricSyntax(kind, Name(context.name), Span(context)) { Hidden = context.HIDDEN_() is not null };
        foreach (LogMetricsParser.AttributeContext attribute in context.attribute())
        {
            if (attribute.exception is null)
            {
                metric = WithAttribute(metric, attribute);
            }
        }

        return metric;
    }

    MetricSyntax WithAttribute(MetricSyntax metric, LogMetricsParser.AttributeContext context) => context switch
    {
        LogMetricsParser.KeysAttributeContext keys => metric with { Keys = Names(keys.names()) },
        LogMetricsParser.NameAttributeContext name => metric with { ExportedName = Name(name.STRING().Symbol) },
        LogMetricsParser.HelpAttributeContext help => metric with { Help = Name(help.STRING().Symbol) },
        LogMetricsParser.UnitAttributeContext unit => metric with { Unit = Name(unit.STRING().Symbol) },
        LogMetricsParser.LimitAttributeContext limit =>
            metric with { Limit = new IntSyntax(Int(limit.INT().Symbol), Span(limit)) },
        LogMetricsParser.BucketsAttributeContext buckets => metric with
        {
            Buckets = new BucketsSyntax([.. buckets.number().Select(number => Float(number.Start))], Span(buckets)),
        },
        LogMetricsParser.QuantilesAttributeContext quantiles => metric with
        {
            Quantiles = new QuantilesSyntax(
                [.. quantiles.quantile().Select(quantile => new SummaryQuantile(Float(quantile.rank.Start), Float(quantile.error.Start)))],
                Span(quantiles)),
        },
        LogMetricsParser.AgeAttributeContext age => metric with
        {
            MaxAge = new AgeSyntax(_literals.Duration(age.DURATION().GetText(), Span(age.DURATION().Symbol)), Span(age)),
        },
        _ => metric,
    };

    ImmutableArray<NameToken> Names(LogMetricsParser.NamesContext? context) =>
        context is null ? [] : [.. context.nameOrString().Select(name => Name(name.Start))];

    /// <summary>A name, or a string in the place of one.</summary>
    NameToken Name(IToken token) =>
        new(token.Type == LogMetricsParser.STRING ? LiteralReader.Unescape(token.Text, '"') : token.Text, Span(token));

    ExpressionSyntax Expression(LogMetricsParser.ExpressionContext context) => Expression(context, 1);

    ExpressionSyntax Expression(LogMetricsParser.ExpressionContext context, int depth)
    {
        SourceSpan span = Span(context);
        if (depth > _maxNesting)
        {
            _diagnostics.Error(
                DiagnosticCode.NestingTooDeep,
                Span(context.Stop),
                $"the expression has more than {_maxNesting} levels of operators",
                "split it into several statements");
            return new IntSyntax(1, span);
        }

        depth++;
        switch (context)
        {
            case LogMetricsParser.NameContext:
                return new NameSyntax(context.Start.Text, span);
            case LogMetricsParser.CallContext call:
                return new CallSyntax(
                    new NameToken(context.Start.Text, Span(context.Start)), Arguments(call.arguments(), depth), span);
            case LogMetricsParser.CaptureContext:
                return new CaptureSyntax(context.Start.Text[1..], span);
            case LogMetricsParser.StringContext:
                return new StringSyntax(LiteralReader.Unescape(context.Start.Text, '"'), span);
            case LogMetricsParser.IntContext:
                return new IntSyntax(Int(context.Start), span);
            case LogMetricsParser.FloatContext:
                return new FloatSyntax(Float(context.Start), span);
            case LogMetricsParser.RegexContext:
                string literal = context.Start.Text;
                int slash = literal.IndexOf('/', StringComparison.Ordinal);
                return new RegexSyntax(LiteralReader.Unescape(literal[slash..], '/'), slash > 0, span);
            case LogMetricsParser.ParenthesizedContext parenthesized:
                ExpressionSyntax inner = Expression(parenthesized.expression(), depth);
                PatternPlaces.CheckValue(inner, _diagnostics);
                return new ParenthesizedSyntax(inner, span);
            case LogMetricsParser.IndexContext index:
                return Index(index, depth, span);
            case LogMetricsParser.IncrementContext increment:
                return new IncrementSyntax(
                    Expression(increment.expression(), depth),
                    increment.@operator.Type == LogMetricsParser.DEC,
                    span);
            case LogMetricsParser.ComplementContext complement:
                return new ComplementSyntax(Expression(complement.expression(), depth), span);
            case LogMetricsParser.BinaryContext binary:
                return new BinarySyntax(
                    Operator(binary.@operator.Type),
                    Expression(binary.expression(0), depth),
                    Expression(binary.expression(1), depth),
                    Span(binary.@operator),
                    span);
            case LogMetricsParser.ChoiceContext choice:
                return new ChoiceSyntax(
                    PatternPlaces.NestedToTheRight(Expression(choice.expression(0), depth), PatternPlaces.IsPattern),
                    Expression(choice.expression(1), depth),
                    Expression(choice.expression(2), depth),
                    span);
            default:
                // Only a statement that was given up has other children, and those are not built.
                return new IntSyntax(1, span);
        }
    }

    ExpressionSyntax Index(LogMetricsParser.IndexContext context, int depth, SourceSpan span)
    {
        ImmutableArray<ExpressionSyntax> keys =
        [
            .. context.keys().key().Select(key =>
                key.expression() is { } value ? Argument(value, depth) : new AnyKeySyntax(Span(key))),
        ];
        switch (Expression(context.expression(), depth))
        {
            case NameSyntax metric:
                return new IndexSyntax(metric, keys, span);
            case IndexSyntax index:
                return new IndexSyntax(index.Metric, index.Keys.AddRange(keys), span);
            case var other:
                _diagnostics.Error(
                    DiagnosticCode.BadIndexTarget, other.Span, "only the name of a metric can be indexed");
                return other;
        }
    }

    ImmutableArray<ExpressionSyntax> Arguments(LogMetricsParser.ArgumentsContext? context, int depth) =>
        context is null ? [] : [.. context.expression().Select(argument => Argument(argument, depth))];

    ExpressionSyntax Argument(LogMetricsParser.ExpressionContext context, int depth)
    {
        ExpressionSyntax argument = Expression(context, depth);
        PatternPlaces.CheckArgument(argument, _diagnostics);
        return argument;
    }

    static BinaryOperator Operator(int type) => type switch
    {
        LogMetricsParser.PLUS => BinaryOperator.Add,
        LogMetricsParser.MINUS => BinaryOperator.Subtract,
        LogMetricsParser.MUL => BinaryOperator.Multiply,
        LogMetricsParser.DIV => BinaryOperator.Divide,
        LogMetricsParser.MOD => BinaryOperator.Modulo,
        LogMetricsParser.POW => BinaryOperator.Power,
        LogMetricsParser.BIT_AND => BinaryOperator.BitAnd,
        LogMetricsParser.BIT_OR => BinaryOperator.BitOr,
        LogMetricsParser.BIT_XOR => BinaryOperator.BitXor,
        LogMetricsParser.SHL => BinaryOperator.ShiftLeft,
        LogMetricsParser.SHR => BinaryOperator.ShiftRight,
        LogMetricsParser.LT => BinaryOperator.Less,
        LogMetricsParser.LE => BinaryOperator.LessOrEqual,
        LogMetricsParser.GT => BinaryOperator.Greater,
        LogMetricsParser.GE => BinaryOperator.GreaterOrEqual,
        LogMetricsParser.EQ => BinaryOperator.Equal,
        LogMetricsParser.NE => BinaryOperator.NotEqual,
        LogMetricsParser.MATCH => BinaryOperator.Match,
        LogMetricsParser.NOT_MATCH => BinaryOperator.NotMatch,
        LogMetricsParser.AND => BinaryOperator.And,
        _ => BinaryOperator.Or,
    };

    long Int(IToken token) => _literals.Int(token.Text, Span(token));

    double Float(IToken token) => _literals.Float(token.Text, Span(token));

    SourceSpan Span(ParserRuleContext context) =>
        context.Stop is null || context.Stop.TokenIndex < context.Start.TokenIndex
            ? Span(context.Start)
            : Span(context.Start).To(Span(context.Stop));

    SourceSpan Span(IToken token)
    {
        int start = _text.Utf16Offset(token.StartIndex);
        int end = token.Type == TokenConstants.EOF ? start : _text.Utf16Offset(token.StopIndex + 1);
        return new SourceSpan(_source, start, Math.Max(0, end - start));
    }
}
