using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Language.Binding;
using LogMetrics.Compiler.Language.Syntax;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Compiler.Language.Lowering;

/// <summary>Bound expressions to expressions of the IR: slots for names, and explicit conversions.</summary>
/// <remarks>By now every type is settled, so that this is also where mtail finds that it has no instruction for one.</remarks>
sealed class ExpressionLowering(ImmutableArray<MetricSymbol> metrics, DiagnosticBag diagnostics)
{
    readonly Dictionary<MetricSymbol, int> _metricSlots =
        metrics.Select((metric, slot) => (metric, slot)).ToDictionary(entry => entry.metric, entry => entry.slot);

    /// <summary>The slot that a pattern has here; another one in each use of a decorator.</summary>
    readonly Dictionary<BoundPattern, int> _patternSlots = [];

    readonly ImmutableArray<PatternDefinition>.Builder _patterns = ImmutableArray.CreateBuilder<PatternDefinition>();

    public Coercion Coercion { get; } = new(diagnostics);

    public ImmutableArray<PatternDefinition> Patterns => _patterns.ToImmutable();

    public Expression Condition(BoundExpression condition) => Coercion.ToBool(Lower(condition), otherwise: true);

    public SeriesReference Series(BoundSeries series) => new(
        _metricSlots[series.Metric], [.. series.Keys.Select(Key)], series.Span);

    /// <summary>Removes the series that have the values that are written, and any value where a star is.</summary>
    public DeleteMatchingStatement DeleteMatching(BoundSeries series, SourceSpan span) => new(
        _metricSlots[series.Metric], [.. series.Keys.Select(key => key is BoundAnyKey ? null : Key(key))], span);

    public Lowered Lower(BoundExpression expression)
    {
        switch (expression)
        {
            case BoundInt number:
                return new Lowered(new IntLiteral(number.Value, number.Span), StackKind.Int);
            case BoundFloat number:
                return new Lowered(new FloatLiteral(number.Value, number.Span), StackKind.Float);
            case BoundString text:
                return new Lowered(new StringLiteral(text.Value, text.Span), StackKind.String);
            case BoundCapture capture:
                return Capture(capture);
            case BoundRawCapture raw:
                return Text(RawCapture(raw.Symbol, raw.Span));
            case BoundSeries series:
                return Read(series);
            case BoundMatch match:
                return Bool(new MatchExpression(
                    NewSlot(match.Pattern),
                    match.Subject is null ? null : Coercion.ToText(Lower(match.Subject)),
                    match.Negated,
                    match.Span));
            case BoundBinary binary:
                return Binary(binary);
            case BoundComplement complement:
                return Int(new ComplementExpression(Coercion.ToInt(Lower(complement.Operand)), complement.Span));
            case BoundIncrement increment:
                return Increment(increment);
            case BoundConversion conversion:
                return Conversion(conversion);
            case BoundTruth truth:
                return Lower(truth.Operand);
            case BoundDefined defined:
                return Bool(new DefinedExpression(SlotOf(defined.Symbol.Pattern), defined.Symbol.Groups[0], defined.Span)
                {
                    OtherGroups = defined.Symbol.Groups[1..],
                });
            case BoundTextFunction function:
                return Text(new TextFunctionExpression(
                    function.Function,
                    [.. function.Arguments.Select(argument => Coercion.ToText(Lower(argument)))],
                    function.Span));
            case BoundChoice choice:
                return Choice(choice);
            case BoundOtherwise otherwise:
                return Bool(new OtherwiseExpression(otherwise.Span));
            case BoundReplaceMatches replace:
                return Text(new ReplaceMatchesExpression(
                    NewSlot(replace.Pattern),
                    Coercion.ToText(Lower(replace.Replacement)),
                    Coercion.ToText(Lower(replace.Subject)),
                    replace.Span));
            case BoundCall call:
                return Call(call);
            default:
                // A pattern in the place of a value.
                return new Lowered(new FailExpression(
                    [], RuntimeErrorCode.WrongKind, "a pattern has no value", ValueKind.None, expression.Span), StackKind.Nothing);
        }
    }

    /// <summary>A label value. A float becomes one in its ordinary form, unlike elsewhere.</summary>
    Expression Key(BoundExpression key)
    {
        Lowered value = Lower(key);
        if (key.Type.Is(SimpleType.Float))
        {
            Expression number = Coercion.ToFloat(value);
            return new ConvertExpression(Programs.Conversion.FloatToString, number, ValueKind.String, key.Span);
        }

        return key.Type.Is(SimpleType.Int)
            ? Coercion.ToText(new Lowered(Coercion.ToInt(value), StackKind.Int))
            : Coercion.ToText(value);
    }

    Lowered Capture(BoundCapture capture)
    {
        var text = new Lowered(RawCapture(capture.Symbol, capture.Span), StackKind.String);
        return capture.Type.Is(SimpleType.Int) ? Int(Coercion.ToInt(text))
            : capture.Type.Is(SimpleType.Float) ? Float(Coercion.ToFloat(text))
            : text;
    }

    CaptureExpression RawCapture(CaptureSymbol symbol, SourceSpan span) => new(SlotOf(symbol.Pattern), symbol.Groups[0], span)
    {
        OtherGroups = symbol.Groups[1..],
    };

    Lowered Choice(BoundChoice choice)
    {
        Expression condition = Condition(choice.Condition);
        Lowered then = Lower(choice.Then);
        Lowered otherwise = Lower(choice.Else);
        return choice.Type.Is(SimpleType.Int)
                ? Int(new ChoiceExpression(condition, Coercion.ToInt(then), Coercion.ToInt(otherwise), ValueKind.Int, choice.Span))
            : choice.Type.Is(SimpleType.Float)
                ? Float(new ChoiceExpression(condition, Coercion.ToFloat(then), Coercion.ToFloat(otherwise), ValueKind.Float, choice.Span))
                : Text(new ChoiceExpression(condition, Coercion.ToText(then), Coercion.ToText(otherwise), ValueKind.String, choice.Span));
    }

    Lowered Read(BoundSeries series)
    {
        LanguageType type = series.Type.Root;
        if (series.Metric.Observes)
        {
            if (type is TypeVariable)
            {
                diagnostics.Error(
                    DiagnosticCode.HistogramRead, series.Span, $"`{series.Metric.Name}` is a {series.Metric.KindWord} and cannot be read");
                return Int(new IntLiteral(0, series.Span));
            }

            return new Lowered(
                Coercion.Fail(
                    Series(series).Keys, RuntimeErrorCode.WrongKind, $"a {series.Metric.KindWord} cannot be read", ValueKind.Int, series.Span),
                StackKind.Int);
        }

        SeriesReference reference = Series(series);
        if (type.Is(SimpleType.Int))
        {
            return Int(new SeriesExpression(reference, ValueKind.Int, series.Span));
        }

        if (type.Is(SimpleType.Float))
        {
            return Float(new SeriesExpression(reference, ValueKind.Float, series.Span));
        }

        if (!type.Is(SimpleType.String))
        {
            string name = series.Metric.Name;
            diagnostics.Error(
                DiagnosticCode.UntypedMetric,
                series.Span,
                type is TypeVariable
                    ? $"nothing in the program tells what `{name}` holds"
                    : $"`{name}` is used as {type} before anything tells what it holds",
                type is TypeVariable ? $"assign something to `{name}`" : "compare it, such as with `> 0`, or assign to it before",
                new DiagnosticNote(series.Metric.Declaration.Name.Span, "declared here"));
        }

        return Text(new SeriesExpression(reference, ValueKind.String, series.Span));
    }

    Lowered Increment(BoundIncrement increment)
    {
        if (increment.Target.Metric.Observes)
        {
            return new Lowered(
                Coercion.Fail(
                    Series(increment.Target).Keys,
                    RuntimeErrorCode.WrongKind,
                    $"a {increment.Target.Metric.KindWord} cannot be incremented",
                    ValueKind.Int,
                    increment.Span),
                StackKind.Int);
        }

        return Int(new IncrementExpression(Series(increment.Target), null, increment.Decrement, increment.Span));
    }

    Lowered Binary(BoundBinary binary)
    {
        Lowered left = Lower(binary.Left);
        if (binary.Operator.IsLogical())
        {
            bool isAnd = binary.Operator == BinaryOperator.And;
            return Bool(new LogicalExpression(
                isAnd,
                Coercion.ToBool(left, otherwise: isAnd),
                Coercion.ToBool(Lower(binary.Right), otherwise: isAnd),
                binary.Span));
        }

        Lowered right = Lower(binary.Right);
        if (binary.Operator.IsComparison())
        {
            return Comparison(binary, left, right);
        }

        if (binary.Type.Is(SimpleType.Int))
        {
            return Int(Arithmetic(binary, Coercion.ToInt(left), Coercion.ToInt(right), ValueKind.Int));
        }

        if (binary.Type.Is(SimpleType.Float))
        {
            return Float(Arithmetic(binary, Coercion.ToFloat(left), Coercion.ToFloat(right), ValueKind.Float));
        }

        if (!binary.Type.Is(SimpleType.String) || binary.Operator != BinaryOperator.Add)
        {
            diagnostics.Error(
                DiagnosticCode.NoSuchOperation,
                binary.Span,
                $"there is no such operation for {binary.Type}",
                binary.Type.Is(SimpleType.String) ? "convert the operands with `int(…)` or `float(…)`" : null);
        }

        return Text(Arithmetic(binary, Coercion.ToText(left), Coercion.ToText(right), ValueKind.String));
    }

    static ArithmeticExpression Arithmetic(BoundBinary binary, Expression left, Expression right, ValueKind kind) =>
        new(Operator(binary.Operator), left, right, kind, binary.Span);

    static ArithmeticOperator Operator(BinaryOperator op) => op switch
    {
        BinaryOperator.Add => ArithmeticOperator.Add,
        BinaryOperator.Subtract => ArithmeticOperator.Subtract,
        BinaryOperator.Multiply => ArithmeticOperator.Multiply,
        BinaryOperator.Divide => ArithmeticOperator.Divide,
        BinaryOperator.Modulo => ArithmeticOperator.Modulo,
        BinaryOperator.Power => ArithmeticOperator.Power,
        BinaryOperator.BitAnd => ArithmeticOperator.BitAnd,
        BinaryOperator.BitOr => ArithmeticOperator.BitOr,
        BinaryOperator.BitXor => ArithmeticOperator.BitXor,
        BinaryOperator.ShiftLeft => ArithmeticOperator.ShiftLeft,
        _ => ArithmeticOperator.ShiftRight,
    };

    /// <summary>The left operand decides how is compared: a type of its own compares by that type, one that was found out
    /// only compares by what the values look like.</summary>
    Lowered Comparison(BoundBinary binary, Lowered left, Lowered right)
    {
        ComparisonOperator op = binary.Operator switch
        {
            BinaryOperator.Less => ComparisonOperator.Less,
            BinaryOperator.LessOrEqual => ComparisonOperator.LessOrEqual,
            BinaryOperator.Greater => ComparisonOperator.Greater,
            BinaryOperator.GreaterOrEqual => ComparisonOperator.GreaterOrEqual,
            BinaryOperator.Equal => ComparisonOperator.Equal,
            _ => ComparisonOperator.NotEqual,
        };
        LanguageType type = binary.Left.Type;
        if (ReferenceEquals(type, SimpleType.Int))
        {
            return Bool(new CompareExpression(op, Coercion.ToInt(left), Coercion.ToInt(right), false, binary.Span));
        }

        if (ReferenceEquals(type, SimpleType.Float))
        {
            return Bool(new CompareExpression(op, Coercion.ToFloat(left), Coercion.ToFloat(right), false, binary.Span));
        }

        if (ReferenceEquals(type, SimpleType.String))
        {
            return Bool(new CompareExpression(op, Coercion.ToText(left), Coercion.ToText(right), false, binary.Span));
        }

        if (left.Kind is StackKind.Bool or StackKind.Nothing || right.Kind is StackKind.Bool or StackKind.Nothing)
        {
            return Bool(Coercion.Fail(
                [left.Expression, right.Expression],
                RuntimeErrorCode.Incomparable,
                "only numbers and strings can be compared",
                ValueKind.Bool,
                binary.Span));
        }

        bool sameNumbers = left.Expression.Kind == right.Expression.Kind && left.Kind != StackKind.String;
        return Bool(new CompareExpression(op, left.Expression, right.Expression, !sameNumbers, binary.Span));
    }

    Lowered Conversion(BoundConversion conversion)
    {
        Lowered value = Lower(conversion.Operand);
        LanguageType from = conversion.Operand.Type.Root;
        LanguageType to = conversion.Type.Root;
        if (ReferenceEquals(from, to))
        {
            return value;
        }

        if (from.Is(SimpleType.Int) && to.Is(SimpleType.Float))
        {
            var number = new Lowered(Coercion.ToInt(value), StackKind.Int);
            return Float(Coercion.Convert(number, Programs.Conversion.IntToFloat, ValueKind.Float));
        }

        if (from.Is(SimpleType.String) && to.Is(SimpleType.Float))
        {
            return Float(Coercion.ToFloat(new Lowered(Coercion.ToText(value), StackKind.String)));
        }

        if (from.Is(SimpleType.String) && to.Is(SimpleType.Int))
        {
            return Int(Coercion.ToInt(new Lowered(Coercion.ToText(value), StackKind.String)));
        }

        if (from.Is(SimpleType.Float) && to.Is(SimpleType.String))
        {
            var number = new Lowered(Coercion.ToFloat(value), StackKind.Float);
            return Text(Coercion.Convert(number, Programs.Conversion.FloatToString, ValueKind.String));
        }

        if (from.Is(SimpleType.Int) && to.Is(SimpleType.String))
        {
            return Text(Coercion.ToText(new Lowered(Coercion.ToInt(value), StackKind.Int)));
        }

        if (from is not TypeVariable)
        {
            diagnostics.Error(
                DiagnosticCode.NoConversion,
                conversion.Operand.Span,
                $"{from} cannot become {to}",
                from.Is(SimpleType.Float) && to.Is(SimpleType.Int) ? "floats stay floats; `string(…)` gives their text" : null);
        }

        return new Lowered(
            value.Expression,
            to.Is(SimpleType.Int) ? StackKind.Int : to.Is(SimpleType.Float) ? StackKind.Float : StackKind.String);
    }

    Lowered Call(BoundCall call)
    {
        ImmutableArray<Lowered> values = [.. call.Arguments.Select(Lower)];
        (ImmutableArray<Expression> arguments, ValueKind kind, StackKind left) = call.Function switch
        {
            Builtin.SetTime => ([Coercion.ToSeconds(values[0])], ValueKind.None, StackKind.Nothing),
            Builtin.ParseTime => ([Coercion.ToTimeText(values[0]), values[1].Expression], ValueKind.None, StackKind.Nothing),
            Builtin.ParseInt => ([Coercion.ToText(values[0]), Coercion.ToInt(values[1])], ValueKind.Int, StackKind.Int),
            Builtin.Timestamp => ([], ValueKind.Int, StackKind.Int),
            Builtin.ReadTime => ([Coercion.ToTimeText(values[0]), values[1].Expression], ValueKind.Float, StackKind.Float),
            Builtin.Length => ([Coercion.ToText(values[0])], ValueKind.Int, StackKind.Length),
            _ => ((ImmutableArray<Expression>)[.. values.Select(Coercion.ToText)], ValueKind.String, StackKind.String),
        };
        return new Lowered(new CallExpression(call.Function, arguments, kind, call.Span), left);
    }

    int NewSlot(BoundPattern pattern)
    {
        _patterns.Add(new PatternDefinition(pattern.Compiled.Expanded.Text, pattern.Compiled.FieldNames, pattern.Span));
        return _patternSlots[pattern] = _patterns.Count - 1;
    }

    /// <summary>The slot of a pattern whose captures are used. One that is nowhere asked gets a slot that never matches.</summary>
    int SlotOf(BoundPattern pattern) => _patternSlots.TryGetValue(pattern, out int slot) ? slot : NewSlot(pattern);

    static Lowered Int(Expression expression) => new(expression, StackKind.Int);

    static Lowered Float(Expression expression) => new(expression, StackKind.Float);

    static Lowered Text(Expression expression) => new(expression, StackKind.String);

    static Lowered Bool(Expression expression) => new(expression, StackKind.Bool);
}
