using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;

namespace LogMetrics.Compiler.Programs;

/// <summary>What kind of value an expression leaves. Known for every expression when a program is compiled.</summary>
public enum ValueKind
{
    /// <summary>None: the expression is there for its effect.</summary>
    None,

    /// <summary>A signed 64-bit integer.</summary>
    Int,

    /// <summary>An IEEE double.</summary>
    Float,

    /// <summary>Bytes, normally UTF-8.</summary>
    String,

    /// <summary>True or false.</summary>
    Bool,
}

/// <summary>Something that has a value. Its cases are the records in this file.</summary>
/// <param name="Kind">The kind of its value.</param>
/// <param name="Span">Where it is written.</param>
public abstract record Expression(ValueKind Kind, SourceSpan Span);

/// <summary>A number that is written in the program.</summary>
/// <param name="Value">The number.</param>
/// <param name="Span">Where it is written.</param>
public sealed record IntLiteral(long Value, SourceSpan Span) : Expression(ValueKind.Int, Span);

/// <summary>A number with a fraction that is written in the program.</summary>
/// <param name="Value">The number.</param>
/// <param name="Span">Where it is written.</param>
public sealed record FloatLiteral(double Value, SourceSpan Span) : Expression(ValueKind.Float, Span);

/// <summary>A string that is written in the program.</summary>
/// <param name="Value">The text, escapes resolved.</param>
/// <param name="Span">Where it is written.</param>
public sealed record StringLiteral(string Value, SourceSpan Span) : Expression(ValueKind.String, Span);

/// <summary>Text that a group of a pattern took from the line.</summary>
/// <remarks>A group that took no part in the match is the empty string. When the pattern was not asked for this line, or
/// did not match, it is a runtime error.</remarks>
/// <param name="PatternSlot">Index into <see cref="MetricProgram.Patterns"/>.</param>
/// <param name="Group">The group's number; 0 is the whole match.</param>
/// <param name="Span">Where it is written.</param>
public sealed record CaptureExpression(int PatternSlot, int Group, SourceSpan Span)
    : Expression(ValueKind.String, Span)
{
    /// <summary>More groups of the same name: the first of all that is not empty is meant.</summary>
    public ImmutableArray<int> OtherGroups { get; init; } = [];
}

/// <summary>Whether a group took part in its pattern's match; the answer also becomes the line's matched flag.</summary>
/// <param name="PatternSlot">Index into <see cref="MetricProgram.Patterns"/>.</param>
/// <param name="Group">The group's number.</param>
/// <param name="Span">Where it is written.</param>
public sealed record DefinedExpression(int PatternSlot, int Group, SourceSpan Span) : Expression(ValueKind.Bool, Span)
{
    /// <summary>More groups of the same name: it is enough that one took part.</summary>
    public ImmutableArray<int> OtherGroups { get; init; } = [];
}

/// <summary>The present value of a series, which is made when it is missing.</summary>
/// <param name="Series">The series; its metric is no histogram.</param>
/// <param name="Kind">The kind that belongs to the metric's value type.</param>
/// <param name="Span">Where it is written.</param>
public sealed record SeriesExpression(SeriesReference Series, ValueKind Kind, SourceSpan Span) : Expression(Kind, Span);

/// <summary>Adds to an integer series. Its value is what the series holds then.</summary>
/// <param name="Target">The series; its metric holds integers. Found or made before the amount is evaluated.</param>
/// <param name="Amount">What to add, of kind Int; null is one.</param>
/// <param name="Decrement">True to subtract instead.</param>
/// <param name="Span">Where it is written.</param>
public sealed record IncrementExpression(SeriesReference Target, Expression? Amount, bool Decrement, SourceSpan Span)
    : Expression(ValueKind.Int, Span);

/// <summary>How a value becomes one of another kind.</summary>
public enum Conversion
{
    /// <summary>String to Int: optional sign and ASCII digits; anything else is a runtime error.</summary>
    StringToInt,

    /// <summary>String to Float by the rules of Go's ParseFloat; anything else is a runtime error.</summary>
    StringToFloat,

    /// <summary>Int to Float, rounded to nearest.</summary>
    IntToFloat,

    /// <summary>Int to its decimal digits.</summary>
    IntToString,

    /// <summary>Float to the shortest text that reads back the same, in Go's <c>%g</c> form: <c>1.5</c>, <c>1e+06</c>.</summary>
    FloatToString,

    /// <summary>The same with a capital E: <c>1E+06</c>.</summary>
    FloatToStringUpper,

    /// <summary>Int to Bool: true unless it is zero.</summary>
    IntToBool,
}

/// <summary>A conversion, explicit because the front end decided on it.</summary>
/// <param name="Conversion">Which one.</param>
/// <param name="Operand">Of the kind it converts from.</param>
/// <param name="Kind">The kind it converts to.</param>
/// <param name="Span">Where the operand is written.</param>
public sealed record ConvertExpression(Conversion Conversion, Expression Operand, ValueKind Kind, SourceSpan Span)
    : Expression(Kind, Span);

/// <summary>Evaluates an operand for its effects and errors, and is then true or false whatever its value was.</summary>
/// <remarks>mtail's truth of a value that is neither a bool nor an integer: such a value jumps neither way.</remarks>
/// <param name="Operand">Of any kind, None included.</param>
/// <param name="Value">The answer.</param>
/// <param name="Span">Where the operand is written.</param>
public sealed record ConstantTruthExpression(Expression Operand, bool Value, SourceSpan Span)
    : Expression(ValueKind.Bool, Span);

/// <summary>Operators on numbers. The kind of the expression tells whether they work on integers or doubles.</summary>
public enum ArithmeticOperator
{
    /// <summary>Sum; integers wrap around; strings are put together.</summary>
    Add,

    /// <summary>Difference; integers wrap around.</summary>
    Subtract,

    /// <summary>Product; integers wrap around.</summary>
    Multiply,

    /// <summary>Quotient; integers truncate, and a zero divisor is a runtime error.</summary>
    Divide,

    /// <summary>Remainder with the sign of the dividend; with integers a zero divisor is a runtime error.</summary>
    Modulo,

    /// <summary>Power; integers go through doubles.</summary>
    Power,

    /// <summary>Bitwise and of integers.</summary>
    BitAnd,

    /// <summary>Bitwise or of integers.</summary>
    BitOr,

    /// <summary>Bitwise exclusive or of integers.</summary>
    BitXor,

    /// <summary>Shift to the left; a count of 64 or more gives zero; a negative or huge count is a runtime error.</summary>
    ShiftLeft,

    /// <summary>Shift to the right that keeps the sign; counts as for <see cref="ShiftLeft"/>.</summary>
    ShiftRight,
}

/// <summary>An operator on two operands of one kind, evaluated left first.</summary>
/// <param name="Operator">Which one.</param>
/// <param name="Left">Of kind <paramref name="Kind"/>.</param>
/// <param name="Right">Of kind <paramref name="Kind"/>.</param>
/// <param name="Kind">Int or Float; String for <see cref="ArithmeticOperator.Add"/>, which then concatenates.</param>
/// <param name="Span">Where it is written.</param>
public sealed record ArithmeticExpression(
    ArithmeticOperator Operator,
    Expression Left,
    Expression Right,
    ValueKind Kind,
    SourceSpan Span) : Expression(Kind, Span);

/// <summary>The bitwise complement of an integer.</summary>
/// <param name="Operand">Of kind Int.</param>
/// <param name="Span">Where it is written.</param>
public sealed record ComplementExpression(Expression Operand, SourceSpan Span) : Expression(ValueKind.Int, Span);

/// <summary>Comparisons.</summary>
public enum ComparisonOperator
{
    /// <summary>Smaller.</summary>
    Less,

    /// <summary>Not greater: also true when an operand is NaN.</summary>
    LessOrEqual,

    /// <summary>Greater.</summary>
    Greater,

    /// <summary>Not smaller: also true when an operand is NaN.</summary>
    GreaterOrEqual,

    /// <summary>Equal; NaN never is.</summary>
    Equal,

    /// <summary>Not equal; NaN always is.</summary>
    NotEqual,
}

/// <summary>Compares two values, evaluated left first.</summary>
/// <param name="Operator">Which comparison.</param>
/// <param name="Left">The left operand.</param>
/// <param name="Right">The right operand.</param>
/// <param name="Dynamic">
/// False: both operands have one kind (Int and Float by value, String by bytes). True: the operands may have any of
/// these kinds and the comparison is settled by the values, so that strings that read as numbers compare as numbers; what
/// cannot be compared is a runtime error.
/// </param>
/// <param name="Span">Where it is written.</param>
public sealed record CompareExpression(
    ComparisonOperator Operator,
    Expression Left,
    Expression Right,
    bool Dynamic,
    SourceSpan Span) : Expression(ValueKind.Bool, Span);

/// <summary>And, or: the right operand is evaluated only when the left one leaves the answer open.</summary>
/// <param name="IsAnd">True for and, false for or.</param>
/// <param name="Left">Of kind Bool.</param>
/// <param name="Right">Of kind Bool.</param>
/// <param name="Span">Where it is written.</param>
public sealed record LogicalExpression(bool IsAnd, Expression Left, Expression Right, SourceSpan Span)
    : Expression(ValueKind.Bool, Span);

/// <summary>Asks a pattern, and remembers its captures for the rest of the line.</summary>
/// <param name="PatternSlot">Index into <see cref="MetricProgram.Patterns"/>.</param>
/// <param name="Subject">The string to search; null is the line.</param>
/// <param name="Negated">True when the answer is turned around (the captures are remembered all the same).</param>
/// <param name="Span">Where it is written.</param>
public sealed record MatchExpression(int PatternSlot, Expression? Subject, bool Negated, SourceSpan Span)
    : Expression(ValueKind.Bool, Span);

/// <summary>Replaces every match of a pattern in a string by a literal text. Remembers no captures.</summary>
/// <param name="PatternSlot">Index into <see cref="MetricProgram.Patterns"/>.</param>
/// <param name="Replacement">Of kind String; nothing in it is special.</param>
/// <param name="Subject">Of kind String.</param>
/// <param name="Span">Where it is written.</param>
public sealed record ReplaceMatchesExpression(
    int PatternSlot,
    Expression Replacement,
    Expression Subject,
    SourceSpan Span) : Expression(ValueKind.String, Span);

/// <summary>One of two values; the other one is not evaluated.</summary>
/// <param name="Condition">Of kind Bool.</param>
/// <param name="Then">The value when it holds, of kind <paramref name="Kind"/>.</param>
/// <param name="Else">The value when it does not, of kind <paramref name="Kind"/>.</param>
/// <param name="Kind">Int, Float or String.</param>
/// <param name="Span">Where it is written.</param>
public sealed record ChoiceExpression(Expression Condition, Expression Then, Expression Else, ValueKind Kind, SourceSpan Span)
    : Expression(Kind, Span);

/// <summary>True when no condition has held since the matched flag of the line was last cleared.</summary>
/// <param name="Span">Where it is written.</param>
public sealed record OtherwiseExpression(SourceSpan Span) : Expression(ValueKind.Bool, Span);

/// <summary>The functions that programs can call. Conversions and <c>defined</c> are nodes of their own.</summary>
public enum Builtin
{
    /// <summary><c>() → Int</c>: the time register in seconds since 1970, else the clock.</summary>
    Timestamp,

    /// <summary><c>(Int) → None</c>: sets the time register to so many seconds since 1970.</summary>
    SetTime,

    /// <summary><c>(String, StringLiteral) → None</c>: sets the time register by a Go time layout.</summary>
    ParseTime,

    /// <summary><c>(String, StringLiteral) → Float</c>: reads a time by a Go time layout, in seconds since 1970.</summary>
    ReadTime,

    /// <summary><c>() → String</c>: the name of the line's source.</summary>
    SourceName,

    /// <summary><c>() → String</c>: the path of the file the line is from; empty for a source that is no file.</summary>
    SourceFile,

    /// <summary><c>() → String</c>: what came along with the line: the JSON object it was taken from. Empty without.</summary>
    SourceExtra,

    /// <summary><c>(StringLiteral) → String</c>: what is known of the line's source under a name of
    /// <see cref="SourceLabelNames"/>; empty when it is not known.</summary>
    SourceLabel,

    /// <summary><c>(String) → String</c>: Unicode simple lower case, of no culture.</summary>
    ToLower,

    /// <summary><c>(String) → Int</c>: how many bytes.</summary>
    Length,

    /// <summary><c>(String, Int) → Int</c>: reads an integer in a base of 2 to 36.</summary>
    ParseInt,

    /// <summary><c>(old String, new String, subject String) → String</c>: replaces every occurrence.</summary>
    Replace,
}

/// <summary>Calls a function; the arguments are evaluated from left to right.</summary>
/// <param name="Builtin">Which function.</param>
/// <param name="Arguments">As many as it has, of the kinds it has.</param>
/// <param name="Kind">The kind of its result.</param>
/// <param name="Span">Where it is written.</param>
public sealed record CallExpression(
    Builtin Builtin,
    ImmutableArray<Expression> Arguments,
    ValueKind Kind,
    SourceSpan Span) : Expression(Kind, Span);

/// <summary>A text that a <see cref="TextFunction"/> makes of others.</summary>
/// <param name="Function">The function.</param>
/// <param name="Arguments">As many as it takes, each of kind String.</param>
/// <param name="Span">Where it is written.</param>
public sealed record TextFunctionExpression(TextFunction Function, ImmutableArray<Expression> Arguments, SourceSpan Span)
    : Expression(ValueKind.String, Span);

/// <summary>Whether the line is from one of certain files.</summary>
/// <param name="Globs">Paths and globs, with the meaning that the operator's have; a source that is no file matches none.</param>
/// <param name="Span">Where it is written.</param>
public sealed record SourceMatchExpression(ImmutableArray<string> Globs, SourceSpan Span) : Expression(ValueKind.Bool, Span);

/// <summary>Evaluates operands for their effects and errors, and then always ends in a runtime error.</summary>
/// <remarks>For what mtail accepts when it compiles a program and can only fail at when it runs: a Float where its machine
/// wants an integer, a pattern in the place of a value, a string given to <c>settime</c>.</remarks>
/// <param name="Operands">What is evaluated first, left to right.</param>
/// <param name="Error">Which error.</param>
/// <param name="Message">What the error says.</param>
/// <param name="Kind">The kind that the place around it expects.</param>
/// <param name="Span">Where it is written.</param>
public sealed record FailExpression(
    ImmutableArray<Expression> Operands,
    RuntimeErrorCode Error,
    string Message,
    ValueKind Kind,
    SourceSpan Span) : Expression(Kind, Span);
