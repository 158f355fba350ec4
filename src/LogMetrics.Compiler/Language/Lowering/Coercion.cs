using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Compiler.Language.Lowering;

/// <summary>How mtail's machine picks up values: which kinds it takes for which, and which are a runtime error.</summary>
sealed class Coercion(DiagnosticBag diagnostics)
{
    /// <summary>Where an integer is needed: strings are read, floats are refused.</summary>
    public Expression ToInt(Lowered value) => value.Kind switch
    {
        StackKind.Int or StackKind.Length => value.Expression,
        StackKind.String => Convert(value, Conversion.StringToInt, ValueKind.Int),
        _ => Fail(value, ValueKind.Int, "an integer"),
    };

    /// <summary>Where a float is needed: strings are read, integers are refused.</summary>
    public Expression ToFloat(Lowered value) => value.Kind switch
    {
        StackKind.Float => value.Expression,
        StackKind.Length => Convert(value, Conversion.IntToFloat, ValueKind.Float),
        StackKind.String => Convert(value, Conversion.StringToFloat, ValueKind.Float),
        _ => Fail(value, ValueKind.Float, "a float"),
    };

    /// <summary>Where a string is needed: numbers are written, floats with a capital E.</summary>
    public Expression ToText(Lowered value) => value.Kind switch
    {
        StackKind.String => value.Expression,
        StackKind.Int or StackKind.Length => Convert(value, Conversion.IntToString, ValueKind.String),
        StackKind.Float => Convert(value, Conversion.FloatToStringUpper, ValueKind.String),
        _ => Fail(value, ValueKind.String, "a string"),
    };

    /// <summary>Where a condition is needed: what is neither a bool nor an integer jumps neither way.</summary>
    /// <param name="value">The operand.</param>
    /// <param name="otherwise">What not to jump means: false for an operand of <c>||</c>, else true.</param>
    public Expression ToBool(Lowered value, bool otherwise) => value.Kind switch
    {
        StackKind.Bool => value.Expression,
        StackKind.Int => Convert(value, Conversion.IntToBool, ValueKind.Bool),
        StackKind.Nothing => Fail(value, ValueKind.Bool, "a condition"),
        _ => new ConstantTruthExpression(value.Expression, otherwise, value.Expression.Span),
    };

    /// <summary>Where a number of seconds is needed: nothing but an integer that is no length.</summary>
    public Expression ToSeconds(Lowered value) =>
        value.Kind == StackKind.Int ? value.Expression : Fail(value, ValueKind.Int, "a number of seconds");

    /// <summary>Where a time is to be read from a string.</summary>
    public Expression ToTimeText(Lowered value) => value.Kind == StackKind.String
        ? value.Expression
        : Fail([value.Expression], RuntimeErrorCode.BadTime, "a number is no text that a time can be read from", ValueKind.String, value.Expression.Span);

    public static Expression Convert(Lowered value, Conversion conversion, ValueKind kind) =>
        new ConvertExpression(conversion, value.Expression, kind, value.Expression.Span);

    /// <summary>A value that mtail's machine takes for a fault whenever it comes to it.</summary>
    public FailExpression Fail(Lowered value, ValueKind kind, string needed)
    {
        string found = value.Kind switch
        {
            StackKind.Nothing => "this has no value",
            StackKind.Int => "this is an integer",
            StackKind.Length => "this is a length",
            StackKind.Float => "this is a float",
            StackKind.String => "this is a string",
            _ => "this is true or false",
        };
        return Fail(
            [value.Expression], RuntimeErrorCode.WrongKind, $"{needed} is needed here, and {found}", kind, value.Expression.Span);
    }

    /// <summary>An expression that always fails; its author is told so.</summary>
    public FailExpression Fail(
        ImmutableArray<Expression> operands, RuntimeErrorCode error, string message, ValueKind kind, SourceSpan span)
    {
        diagnostics.Warning(
            DiagnosticCode.AlwaysFails,
            span,
            $"this fails on every line that comes here: {message}",
            message.StartsWith("a float is needed", StringComparison.Ordinal)
                ? "write a number with a point, such as `1.0`, or convert it with `float(…)`"
                : message.StartsWith("an integer is needed", StringComparison.Ordinal) ? "let the value be an integer" : null);
        return new FailExpression(operands, error, message, kind, span);
    }
}
