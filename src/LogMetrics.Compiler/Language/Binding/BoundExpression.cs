using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Language.Syntax;
using LogMetrics.Compiler.Patterns;

namespace LogMetrics.Compiler.Language.Binding;

/// <summary>An expression whose names are known and whose type is known, or will be when the whole program was seen.</summary>
abstract class BoundExpression(LanguageType type, SourceSpan span)
{
    public LanguageType Type { get; } = type;

    public SourceSpan Span { get; } = span;
}

/// <summary>What was reported: it has no meaning, and silences what follows from it.</summary>
sealed class BoundError(SourceSpan span) : BoundExpression(SimpleType.Error, span);

sealed class BoundInt(long value, SourceSpan span) : BoundExpression(SimpleType.Int, span)
{
    public long Value { get; } = value;
}

sealed class BoundFloat(double value, SourceSpan span) : BoundExpression(SimpleType.Float, span)
{
    public double Value { get; } = value;
}

sealed class BoundString(string value, SourceSpan span) : BoundExpression(SimpleType.String, span)
{
    public string Value { get; } = value;
}

sealed class BoundCapture(CaptureSymbol symbol, SourceSpan span) : BoundExpression(symbol.Type, span)
{
    public CaptureSymbol Symbol { get; } = symbol;
}

/// <summary><c>raw($x)</c>: the text that a group took, whatever its type.</summary>
sealed class BoundRawCapture(CaptureSymbol symbol, SourceSpan span) : BoundExpression(SimpleType.String, span)
{
    public CaptureSymbol Symbol { get; } = symbol;
}

/// <summary>Any value of a label.</summary>
sealed class BoundAnyKey(SourceSpan span) : BoundExpression(new TypeVariable(), span);

/// <summary>A series of a metric, to be read or written.</summary>
sealed class BoundSeries(
    MetricSymbol metric, ImmutableArray<BoundExpression> keys, LanguageType type, SourceSpan span)
    : BoundExpression(type, span)
{
    public MetricSymbol Metric { get; } = metric;

    public ImmutableArray<BoundExpression> Keys { get; } = keys;
}

/// <summary>A pattern of the program. Its identity counts: each has its own captures.</summary>
sealed class BoundPattern(CompiledPattern compiled, SourceSpan span) : BoundExpression(SimpleType.Pattern, span)
{
    public CompiledPattern Compiled { get; } = compiled;
}

/// <summary>Asks a pattern.</summary>
/// <param name="subject">What is searched; null is the line.</param>
/// <param name="pattern">The pattern.</param>
/// <param name="negated">True for <c>!~</c>.</param>
/// <param name="span">Where it is written.</param>
sealed class BoundMatch(BoundExpression? subject, BoundPattern pattern, bool negated, SourceSpan span)
    : BoundExpression(SimpleType.Bool, span)
{
    public BoundExpression? Subject { get; } = subject;

    public BoundPattern Pattern { get; } = pattern;

    public bool Negated { get; } = negated;
}

/// <summary>Arithmetic, bits, comparison or logic.</summary>
sealed class BoundBinary(
    BinaryOperator op, BoundExpression left, BoundExpression right, LanguageType type, SourceSpan span)
    : BoundExpression(type, span)
{
    public BinaryOperator Operator { get; } = op;

    public BoundExpression Left { get; } = left;

    public BoundExpression Right { get; } = right;
}

/// <summary>A value that becomes one of another type, because the other operand is, or because the author says so.</summary>
sealed class BoundConversion(BoundExpression operand, LanguageType type, SourceSpan span) : BoundExpression(type, span)
{
    public BoundExpression Operand { get; } = operand;
}

/// <summary><c>bool(x)</c>: called a truth value from here on, but not changed.</summary>
sealed class BoundTruth(BoundExpression operand, SourceSpan span)
    : BoundExpression(new TypeVariable { Binding = SimpleType.Bool }, span)
{
    public BoundExpression Operand { get; } = operand;
}

sealed class BoundComplement(BoundExpression operand, SourceSpan span) : BoundExpression(SimpleType.Bool, span)
{
    public BoundExpression Operand { get; } = operand;
}

sealed class BoundIncrement(BoundSeries target, bool decrement, SourceSpan span)
    : BoundExpression(new TypeVariable { Binding = SimpleType.Int }, span)
{
    public BoundSeries Target { get; } = target;

    public bool Decrement { get; } = decrement;
}

/// <summary>A call of a function that is a builtin of the runtime too.</summary>
sealed class BoundCall(
    Programs.Builtin function, ImmutableArray<BoundExpression> arguments, SimpleType result, SourceSpan span)
    : BoundExpression(new TypeVariable { Binding = result }, span)
{
    public Programs.Builtin Function { get; } = function;

    public ImmutableArray<BoundExpression> Arguments { get; } = arguments;
}

/// <summary><c>subst</c> with a pattern.</summary>
sealed class BoundReplaceMatches(
    BoundPattern pattern, BoundExpression replacement, BoundExpression subject, SourceSpan span)
    : BoundExpression(new TypeVariable { Binding = SimpleType.String }, span)
{
    public BoundPattern Pattern { get; } = pattern;

    public BoundExpression Replacement { get; } = replacement;

    public BoundExpression Subject { get; } = subject;
}

/// <summary>A call of a function from texts to a text.</summary>
sealed class BoundTextFunction(Programs.TextFunction function, ImmutableArray<BoundExpression> arguments, SourceSpan span)
    : BoundExpression(new TypeVariable { Binding = SimpleType.String }, span)
{
    public Programs.TextFunction Function { get; } = function;

    public ImmutableArray<BoundExpression> Arguments { get; } = arguments;
}

/// <summary><c>condition ? one : other</c>.</summary>
sealed class BoundChoice(
    BoundExpression condition, BoundExpression then, BoundExpression otherwise, LanguageType type, SourceSpan span)
    : BoundExpression(new TypeVariable { Binding = type }, span)
{
    public BoundExpression Condition { get; } = condition;

    public BoundExpression Then { get; } = then;

    public BoundExpression Else { get; } = otherwise;
}

sealed class BoundDefined(CaptureSymbol symbol, SourceSpan span)
    : BoundExpression(new TypeVariable { Binding = SimpleType.Bool }, span)
{
    public CaptureSymbol Symbol { get; } = symbol;
}

sealed class BoundOtherwise(SourceSpan span) : BoundExpression(SimpleType.Bool, span);
