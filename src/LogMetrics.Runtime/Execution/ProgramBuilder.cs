using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Programs;
using LogMetrics.Regex;
using LogMetrics.Runtime.Execution.Builtins;
using LogMetrics.Runtime.Matching;
using LogMetrics.Runtime.Metrics;

namespace LogMetrics.Runtime.Execution;

/// <summary>Makes a program executable: each node of the IR becomes a node that is bound to its series, patterns and
/// operands, so that running it looks nothing up.</summary>
sealed class ProgramBuilder : ProgramVisitor<StatementNode, ExpressionNode>
{
    const string NoMatch = "the pattern of this capture was not tried on this line, or did not match";
    const string TooMuch = "the strings that the program makes for one line take too much memory";

    static readonly IReadOnlySet<int> NoGroups = new HashSet<int>();

    readonly MetricProgram _program;
    readonly MetricFamily[] _families;
    readonly MetricStore _store;
    readonly PatternPool _pool;
    readonly PatternSlot[] _slots;
    readonly List<AskedPattern>[] _askedPatterns;
    readonly SortedSet<int>[] _groupsRead;
    readonly SharedLabels _labels;
    readonly Dictionary<(PatternSlot Slot, int Group), CapturedInt> _capturedInts = [];
    readonly List<TryNode> _tries = [];
    LinePatternSet _set;

    ProgramBuilder(MetricProgram program, MetricFamily[] families, MetricStore store, PatternPool pool)
    {
        _program = program;
        _families = families;
        _store = store;
        _pool = pool;
        _set = pool.EveryLine;
        _slots = Slots(program);
        _labels = new SharedLabels(_slots);
        _askedPatterns = [.. program.Patterns.Select(_ => new List<AskedPattern>())];
        _groupsRead = [.. program.Patterns.Select(_ => new SortedSet<int>())];
    }

    /// <summary>Builds a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="families">Its families by metric slot.</param>
    /// <param name="store">Where the families live.</param>
    /// <param name="pool">The patterns of all programs that are built together.</param>
    /// <param name="events">Who is told what happens when it runs.</param>
    public static ExecutableProgram Build(
        MetricProgram program,
        MetricFamily[] families,
        MetricStore store,
        PatternPool pool,
        ExecutionEvents events)
    {
        var builder = new ProgramBuilder(program, families, store, pool);
        StatementNode[] begin = builder.VisitAll(program.Begin);
        RuleNode[] rules = builder.Rules(events);
        StatementNode[] body = rules.Length > 0 ? PatternBlocksNode.Gather(rules) : builder.VisitAll(program.Body);
        builder._labels.Seal();
        for (int i = 0; i < builder._slots.Length; i++)
        {
            builder._askedPatterns[i].ForEach(pattern => pattern.Need(builder._groupsRead[i]));
        }

        var executable = new ExecutableProgram(program, begin, body, rules, builder._labels, events);
        foreach (RuleNode rule in rules)
        {
            rule.Program = executable;
        }

        builder._tries.ForEach(attempt => attempt.Program = executable);

        return executable;
    }

    // A rule reads captures only where its own pattern has matched the line, so rules with one pattern need one slot.
    static PatternSlot[] Slots(MetricProgram program)
    {
        if (program.Rules.IsEmpty)
        {
            return [.. program.Patterns.Select(_ => new PatternSlot())];
        }

        Dictionary<string, PatternSlot> byText = program.Patterns
            .Select(pattern => pattern.Text)
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(text => text, _ => new PatternSlot(), StringComparer.Ordinal);
        return [.. program.Patterns.Select(pattern => byText[pattern.Text])];
    }

    RuleNode[] Rules(ExecutionEvents events) =>
    [
        .. _program.Rules.Select((rule, i) => new RuleNode(
            rule, Visit(_program.Body[i]), new RuleCounts(events.Rules?.Of(rule.Metric)), events.Rules is not null)),
    ];

    protected override StatementNode VisitConditional(ConditionalStatement node) =>
        new ConditionalNode(Bool(node.Condition), VisitBlock(node.Then), VisitAll(node.Else));

    protected override StatementNode VisitAssign(AssignStatement node)
    {
        SeriesNode target = Series(node.Target);
        return _program.Metrics[node.Target.MetricSlot].ValueType switch
        {
            MetricValueType.Int => new AssignIntNode(target, Int(node.Value)),
            MetricValueType.Float => new AssignFloatNode(target, Float(node.Value)),
            MetricValueType.String => new AssignTextNode(target, String(node.Value)),
            MetricValueType.Quantiles => new UpdateSummaryNode(target, Observation(node.Value)),
            _ => new ObserveNode(target, Observation(node.Value)),
        };
    }

    FloatNode Observation(Expression value) => Visit(value) switch
    {
        IntNode integer => new IntToFloatNode(integer),
        FloatNode real => real,
        ExpressionNode other => throw new UnreachableException(other.GetType().Name),
    };

    protected override StatementNode VisitUpdate(UpdateStatement node)
    {
        SeriesNode target = Series(node.Target);
        return _program.Metrics[node.Target.MetricSlot].ValueType switch
        {
            MetricValueType.Int => new UpdateIntNode(target, Int(node.Value), node.Update),
            MetricValueType.Float => new UpdateFloatNode(
                target,
                Float(node.Value),
                node.Update,
                Error(node.Span, RuntimeErrorCode.NotANumber, "a counter cannot count a negative number")),
            MetricValueType.String => new UpdateTextNode(target, String(node.Value), node.Update, TooMuchAt(node.Span)),
            MetricValueType.Buckets => new UpdateHistogramNode(target, Observation(node.Value)),
            MetricValueType.Quantiles => new UpdateSummaryNode(target, Observation(node.Value)),
            MetricValueType other => throw new UnreachableException(other.ToString()),
        };
    }

    protected override StatementNode VisitTry(TryStatement node)
    {
        var attempt = new TryNode(VisitAll(node.Body), node.Else is { } otherwise ? VisitAll(otherwise) : null);
        _tries.Add(attempt);
        return attempt;
    }

    protected override StatementNode VisitDeleteMatching(DeleteMatchingStatement node) => new DeleteMatchingNode(
        _families[node.MetricSlot], [.. node.Keys.Select(key => key is null ? null : String(key))]);

    protected override StatementNode VisitDelete(DeleteStatement node)
    {
        SeriesNode target = Series(node.Target);
        if (node.After is not { } after || after <= TimeSpan.Zero)
        {
            return new DeleteNode(target);
        }

        return new ExpireNode(
            target, after, Error(node.Span, RuntimeErrorCode.NoSeries, "there is no such series to set an expiry on"));
    }

    protected override StatementNode VisitStop(StopStatement node) => new StopNode();

    protected override StatementNode VisitEvaluate(EvaluateStatement node) => node.Expression is IncrementExpression { Amount: null } count
        ? new CountNode(Series(count.Target), count.Decrement)
        : new EvaluateNode(Visit(node.Expression));

    protected override ExpressionNode VisitInt(IntLiteral node) => new IntLiteralNode(node.Value);

    protected override ExpressionNode VisitFloat(FloatLiteral node) => new FloatLiteralNode(node.Value);

    protected override ExpressionNode VisitString(StringLiteral node) =>
        new StringLiteralNode(Encoding.UTF8.GetBytes(node.Value));

    protected override ExpressionNode VisitCapture(CaptureExpression node)
    {
        int[] groups = [node.Group, .. node.OtherGroups];
        _groupsRead[node.PatternSlot].UnionWith(groups);
        PatternSlot slot = _slots[node.PatternSlot];
        ErrorPlace noMatch = Error(node.Span, RuntimeErrorCode.NoMatch, NoMatch);
        return groups.Length == 1 ? new CaptureNode(slot, node.Group, noMatch) : new FirstCaptureNode(slot, groups, noMatch);
    }

    protected override ExpressionNode VisitDefined(DefinedExpression node)
    {
        int[] groups = [node.Group, .. node.OtherGroups];
        _groupsRead[node.PatternSlot].UnionWith(groups);
        return new DefinedNode(_slots[node.PatternSlot], groups, Error(node.Span, RuntimeErrorCode.NoMatch, NoMatch));
    }

    protected override ExpressionNode VisitSeries(SeriesExpression node)
    {
        SeriesNode reference = Series(node.Series);
        return _program.Metrics[node.Series.MetricSlot].ValueType switch
        {
            MetricValueType.Int => new IntSeriesNode(reference),
            MetricValueType.Float => new FloatSeriesNode(reference),
            MetricValueType.String => new TextSeriesNode(reference, TooMuchAt(node.Span)),
            MetricValueType other => throw new UnreachableException(other.ToString()),
        };
    }

    protected override ExpressionNode VisitIncrement(IncrementExpression node) => new IncrementNode(
        Series(node.Target),
        node.Amount is null ? new IntLiteralNode(1) : Int(node.Amount),
        node.Decrement);

    protected override ExpressionNode VisitConvert(ConvertExpression node) => node.Conversion switch
    {
        Conversion.StringToInt => StringToInt(node),
        Conversion.StringToFloat => new StringToFloatNode(
            String(node.Operand),
            Error(node.Span, RuntimeErrorCode.NotANumber, "the text is no number")),
        Conversion.IntToFloat => new IntToFloatNode(Int(node.Operand)),
        Conversion.IntToString => IntToString(node),
        Conversion.FloatToString => FloatToString(node),
        Conversion.FloatToStringUpper => new FloatToStringNode(Float(node.Operand), upper: true, TooMuchAt(node.Span)),
        _ => new IntToBoolNode(Int(node.Operand)),
    };

    protected override ExpressionNode VisitConstantTruth(ConstantTruthExpression node) =>
        new ConstantTruthNode(Visit(node.Operand), node.Value);

    protected override ExpressionNode VisitArithmetic(ArithmeticExpression node) => node.Kind switch
    {
        ValueKind.Int => new IntArithmeticNode(
            node.Operator,
            Int(node.Left),
            Int(node.Right),
            node.Operator is ArithmeticOperator.ShiftLeft or ArithmeticOperator.ShiftRight
                ? Error(node.Span, RuntimeErrorCode.ShiftCount, "the shift count is negative or too large")
                : Error(node.Span, RuntimeErrorCode.DivideByZero, "division by zero")),
        ValueKind.Float => new FloatArithmeticNode(node.Operator, Float(node.Left), Float(node.Right)),
        _ => new ConcatenateNode(String(node.Left), String(node.Right), TooMuchAt(node.Span)),
    };

    protected override ExpressionNode VisitComplement(ComplementExpression node) => new ComplementNode(Int(node.Operand));

    protected override ExpressionNode VisitCompare(CompareExpression node)
    {
        ExpressionNode left = Visit(node.Left);
        ExpressionNode right = Visit(node.Right);
        return (node.Dynamic, left, right) switch
        {
            (false, IntNode a, IntNode b) => new CompareIntsNode(node.Operator, a, b),
            (false, FloatNode a, FloatNode b) => new CompareFloatsNode(node.Operator, a, b),
            (false, StringNode a, StringNode b) => new CompareStringsNode(node.Operator, a, b),
            _ => new CompareDynamicallyNode(
                node.Operator,
                left,
                right,
                Error(node.Span, RuntimeErrorCode.Incomparable, "a number cannot be compared with a text that is none")),
        };
    }

    protected override ExpressionNode VisitLogical(LogicalExpression node) => node.IsAnd
        ? new AndNode(Bool(node.Left), Bool(node.Right))
        : new OrNode(Bool(node.Left), Bool(node.Right));

    protected override ExpressionNode VisitMatch(MatchExpression node)
    {
        PatternSlot slot = _slots[node.PatternSlot];
        string text = _program.Patterns[node.PatternSlot].Text;
        if (node.Subject is not null)
        {
            AskedPattern asked = _pool.Add(text);
            _askedPatterns[node.PatternSlot].Add(asked);
            _labels.SlotChangesWithinLine(slot);
            return new MatchStringNode(slot, asked, String(node.Subject), node.Negated);
        }

        LinePattern pattern = _pool.OverLine(text);
        _askedPatterns[node.PatternSlot].Add(pattern.Pattern);
        return new MatchLineNode(slot, _set, _set.Add(pattern), node.Negated);
    }

    protected override ExpressionNode VisitReplaceMatches(ReplaceMatchesExpression node) => new ReplaceMatchesNode(
        Regexp.Compile(_program.Patterns[node.PatternSlot].Text, groups: NoGroups),
        String(node.Replacement),
        String(node.Subject),
        TooMuchAt(node.Span));

    protected override ExpressionNode VisitChoice(ChoiceExpression node) => node.Kind switch
    {
        ValueKind.Int => new ChooseIntNode(Bool(node.Condition), Int(node.Then), Int(node.Else)),
        ValueKind.Float => new ChooseFloatNode(Bool(node.Condition), Float(node.Then), Float(node.Else)),
        _ => new ChooseStringNode(Bool(node.Condition), String(node.Then), String(node.Else)),
    };

    protected override ExpressionNode VisitOtherwise(OtherwiseExpression node) => new OtherwiseNode();

    protected override ExpressionNode VisitCall(CallExpression node)
    {
        ImmutableArray<Expression> arguments = node.Arguments;
        return node.Builtin switch
        {
            Builtin.Timestamp => new TimestampNode(),
            Builtin.SetTime => new SetTimeNode(Int(arguments[0])),
            Builtin.ParseTime => new ParseTimeNode(Time(node)),
            Builtin.ReadTime => new ReadTimeNode(Time(node)),
            Builtin.SourceName => new SourceNameNode(),
            Builtin.SourceFile => new SourceFileNode(),
            Builtin.SourceLabel => new SourceLabelNode(((StringLiteral)arguments[0]).Value),
            Builtin.SourceExtra => new SourceExtraNode(),
            Builtin.ToLower => new ToLowerNode(String(arguments[0]), TooMuchAt(node.Span)),
            Builtin.Length => new LengthNode(String(arguments[0])),
            Builtin.ParseInt => new ParseIntNode(
                String(arguments[0]),
                Int(arguments[1]),
                Error(node.Span, RuntimeErrorCode.NotANumber, "the text is no integer of 64 bits in this base")),
            Builtin.Replace => new ReplaceNode(
                String(arguments[0]), String(arguments[1]), String(arguments[2]), TooMuchAt(node.Span)),
            _ => throw new UnreachableException(node.Builtin.ToString()),
        };
    }

    protected override ExpressionNode VisitTextFunction(TextFunctionExpression node) => new TextFunctionNode(
        node.Function,
        [.. node.Arguments.Select(String)],
        node.Span,
        TooMuchAt(node.Span));

    protected override ExpressionNode VisitSourceMatch(SourceMatchExpression node) => new SourceMatchNode(node.Globs);

    protected override ExpressionNode VisitFail(FailExpression node)
    {
        ExpressionNode[] operands = [.. node.Operands.Select(Visit)];
        ErrorPlace error = Error(node.Span, node.Error, node.Message);
        return node.Kind switch
        {
            ValueKind.Int => new FailIntNode(operands, error),
            ValueKind.Float => new FailFloatNode(operands, error),
            ValueKind.String => new FailStringNode(operands, error),
            ValueKind.Bool => new FailBoolNode(operands, error),
            _ => new FailNode(operands, error),
        };
    }

    IntNode StringToInt(ConvertExpression node)
    {
        ErrorPlace notANumber = Error(node.Span, RuntimeErrorCode.NotANumber, "the text is no decimal integer of 64 bits");
        StringNode text = String(node.Operand);
        return text is CaptureNode capture
            ? new CaptureToIntNode(capture, CapturedInt((CaptureExpression)node.Operand), notANumber)
            : new StringToIntNode(text, notANumber);
    }

    CapturedInt CapturedInt(CaptureExpression node)
    {
        (PatternSlot, int) key = (_slots[node.PatternSlot], node.Group);
        if (!_capturedInts.TryGetValue(key, out CapturedInt? number))
        {
            number = new CapturedInt(key.Item1);
            _capturedInts.Add(key, number);
        }

        return number;
    }

    StringNode IntToString(ConvertExpression node)
    {
        var text = new IntToStringNode(Int(node.Operand), TooMuchAt(node.Span));
        return node.Operand is ConvertExpression { Conversion: Conversion.StringToInt, Operand: CaptureExpression capture }
            ? new NumberTextNode(String(capture), text, NumberTextNode.MaxIntDigits)
            : text;
    }

    StringNode FloatToString(ConvertExpression node)
    {
        var text = new FloatToStringNode(Float(node.Operand), upper: false, TooMuchAt(node.Span));
        return node.Operand is ConvertExpression { Conversion: Conversion.StringToFloat, Operand: CaptureExpression capture }
            ? new NumberTextNode(String(capture), text, NumberTextNode.MaxFloatDigits)
            : text;
    }

    TimeText Time(CallExpression node)
    {
        string text = ((StringLiteral)node.Arguments[1]).Value;
        TimeLayout layout = TimeLayout.TryParse(text)
            ?? throw new UnreachableException("A layout that cannot read itself is refused when a program is compiled.");
        ErrorPlace error = Error(node.Span, RuntimeErrorCode.BadTime, $"the text does not fit the layout \"{text}\"");
        return new TimeText(String(node.Arguments[0]), layout, error);
    }

    SeriesNode Series(SeriesReference node) => new(
        _families[node.MetricSlot], [.. node.Keys.Select(String)], _labels.Of(node.Keys, _store.NewLabelValues));

    // What stands in a block that is entered on a condition is tried on few lines; the else block on most of the others.
    StatementNode[] VisitBlock(ImmutableArray<Statement> statements)
    {
        LinePatternSet around = _set;
        _set = _pool.AddBlock();
        StatementNode[] block = VisitAll(statements);
        _set = around;
        return block;
    }

    StatementNode[] VisitAll(ImmutableArray<Statement> statements) =>
        PatternBlocksNode.Gather([.. statements.Select(Visit)]);

    IntNode Int(Expression node) => (IntNode)Visit(node);

    FloatNode Float(Expression node) => (FloatNode)Visit(node);

    StringNode String(Expression node) => (StringNode)Visit(node);

    BoolNode Bool(Expression node) => (BoolNode)Visit(node);

    static ErrorPlace TooMuchAt(SourceSpan span) => Error(span, RuntimeErrorCode.LimitExceeded, TooMuch);

    static ErrorPlace Error(SourceSpan span, RuntimeErrorCode code, string message) => new(span, code, message);
}
