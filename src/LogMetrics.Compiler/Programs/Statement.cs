using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;

namespace LogMetrics.Compiler.Programs;

/// <summary>Something a program does. Its cases are the records in this file.</summary>
/// <param name="Span">Where it is written.</param>
public abstract record Statement(SourceSpan Span);

/// <summary>Runs one of two blocks.</summary>
/// <remarks>
/// When the condition holds, the matched flag of the line is cleared, <paramref name="Then"/> runs, and the flag is set.
/// Otherwise <paramref name="Else"/> runs and the flag stays as it is. <see cref="OtherwiseExpression"/> reads the flag.
/// </remarks>
/// <param name="Condition">Of kind <see cref="ValueKind.Bool"/>.</param>
/// <param name="Then">What runs when it holds.</param>
/// <param name="Else">What runs when it does not.</param>
/// <param name="Span">Where it is written.</param>
public sealed record ConditionalStatement(
    Expression Condition,
    ImmutableArray<Statement> Then,
    ImmutableArray<Statement> Else,
    SourceSpan Span) : Statement(Span);

/// <summary>Stores a value in a series; a histogram or a summary observes it.</summary>
/// <remarks>The keys are evaluated, then the series is found or made, then the value is evaluated: when that fails, a
/// series with the value zero stays behind, stamped with the time of the line; not of a summary, whose value comes first.</remarks>
/// <param name="Target">The series.</param>
/// <param name="Value">Of the kind that the metric's value type needs; Int or Float for a histogram or a summary.</param>
/// <param name="Span">Where it is written.</param>
public sealed record AssignStatement(SeriesReference Target, Expression Value, SourceSpan Span) : Statement(Span);

/// <summary>How a value changes a series.</summary>
public enum UpdateKind
{
    /// <summary>The value takes the place of the present one.</summary>
    Set,

    /// <summary>The value is added.</summary>
    Add,

    /// <summary>The value is added; a negative one is a runtime error.</summary>
    CountUp,

    /// <summary>The value is observed: by a histogram or a summary.</summary>
    Observe,
}

/// <summary>Changes a series by a value, wholly or not at all.</summary>
/// <remarks>Unlike <see cref="AssignStatement"/> the value is evaluated first, then the keys, and only then is the series
/// found or made: after an error nothing is left behind.</remarks>
/// <param name="Target">The series.</param>
/// <param name="Value">Of the kind that the metric's value type needs; Int or Float for a histogram or a summary.</param>
/// <param name="Update">How.</param>
/// <param name="Span">Where it is written.</param>
public sealed record UpdateStatement(SeriesReference Target, Expression Value, UpdateKind Update, SourceSpan Span)
    : Statement(Span);

/// <summary>Runs a block of which an error ends no more than itself.</summary>
/// <remarks>After an error <paramref name="Else"/> runs, and what follows. Without one the error is counted and logged like that of
/// the program.</remarks>
/// <param name="Body">What may fail.</param>
/// <param name="Else">What runs when it did; null when nothing was written.</param>
/// <param name="Span">Where it is written.</param>
public sealed record TryStatement(ImmutableArray<Statement> Body, ImmutableArray<Statement>? Else, SourceSpan Span)
    : Statement(Span);

/// <summary>Removes every series of a metric that has certain label values.</summary>
/// <param name="MetricSlot">Index into <see cref="MetricProgram.Metrics"/>; the metric has keys.</param>
/// <param name="Keys">One for each key of the metric, of kind <see cref="ValueKind.String"/>; null stands for any value.</param>
/// <param name="Span">Where it is written.</param>
public sealed record DeleteMatchingStatement(int MetricSlot, ImmutableArray<Expression?> Keys, SourceSpan Span)
    : Statement(Span);

/// <summary>Removes a series, or sets how long it may stay without an update.</summary>
/// <param name="Target">The series; its metric has keys.</param>
/// <param name="After">Null removes it now, and it may be missing. Otherwise the expiry it gets, and when it is missing
/// that is a runtime error; zero or less removes it now.</param>
/// <param name="Span">Where it is written.</param>
public sealed record DeleteStatement(SeriesReference Target, TimeSpan? After, SourceSpan Span) : Statement(Span);

/// <summary>Ends the program for this line.</summary>
/// <param name="Span">Where it is written.</param>
public sealed record StopStatement(SourceSpan Span) : Statement(Span);

/// <summary>Evaluates an expression for its effect and drops the value.</summary>
/// <param name="Expression">Of any kind.</param>
/// <param name="Span">Where it is written.</param>
public sealed record EvaluateStatement(Expression Expression, SourceSpan Span) : Statement(Span);

/// <summary>Names one series of a metric: not a node of its own, but part of several.</summary>
/// <param name="MetricSlot">Index into <see cref="MetricProgram.Metrics"/>.</param>
/// <param name="Keys">The label values in the order of the declaration, each of kind <see cref="ValueKind.String"/>.</param>
/// <param name="Span">Where it is written.</param>
public sealed record SeriesReference(int MetricSlot, ImmutableArray<Expression> Keys, SourceSpan Span);
