using System.Collections.Immutable;
using System.Globalization;
using LogMetrics.Compiler.Diagnostics;

namespace LogMetrics.Compiler.Language.Syntax;

/// <summary>Something written that has a value. Its cases are the records in this file.</summary>
abstract record ExpressionSyntax(SourceSpan Span) : SyntaxNode(Span);

/// <summary>The name of a metric or a constant.</summary>
sealed record NameSyntax(string Name, SourceSpan Span) : ExpressionSyntax(Span)
{
    protected override string Print() => Name;
}

/// <summary>A series of a metric: <c>requests[$method, $status]</c>. Lists that stand side by side are one list.</summary>
sealed record IndexSyntax(NameSyntax Metric, ImmutableArray<ExpressionSyntax> Keys, SourceSpan Span)
    : ExpressionSyntax(Span)
{
    protected override string Print() => $"{Metric}[{Join(Keys)}]";
}

/// <summary>A call of a built-in function.</summary>
sealed record CallSyntax(NameToken Function, ImmutableArray<ExpressionSyntax> Arguments, SourceSpan Span)
    : ExpressionSyntax(Span)
{
    protected override string Print() => $"{Function}({Join(Arguments)})";
}

/// <summary>A group of a pattern: <c>$1</c>, <c>$status</c>.</summary>
/// <param name="Name">Without the dollar sign; only digits when the group is named by its number.</param>
/// <param name="Span">Where it is written.</param>
sealed record CaptureSyntax(string Name, SourceSpan Span) : ExpressionSyntax(Span)
{
    /// <summary>True for <c>$status</c>, false for <c>$1</c>.</summary>
    public bool IsNamed => !Name.All(char.IsDigit);

    protected override string Print() => "$" + Name;
}

sealed record StringSyntax(string Value, SourceSpan Span) : ExpressionSyntax(Span)
{
    protected override string Print() => '"' + Value.Replace("\"", "\\\"", StringComparison.Ordinal) + '"';
}

sealed record IntSyntax(long Value, SourceSpan Span) : ExpressionSyntax(Span)
{
    protected override string Print() => Value.ToString(CultureInfo.InvariantCulture);
}

sealed record FloatSyntax(double Value, SourceSpan Span) : ExpressionSyntax(Span)
{
    protected override string Print()
    {
        string text = Value.ToString("R", CultureInfo.InvariantCulture);
        return text.All(c => char.IsDigit(c) || c == '-') ? text + ".0" : text;
    }
}

/// <summary>A regular expression between slashes.</summary>
/// <param name="Text">What the regular expression engine gets: the escapes of slashes are taken away.</param>
/// <param name="IsUnsafe">Whether it stands behind <c>unsafe_regex</c>, and may backtrack.</param>
/// <param name="Span">Where it is written, slashes included.</param>
sealed record RegexSyntax(string Text, bool IsUnsafe, SourceSpan Span) : ExpressionSyntax(Span)
{
    /// <summary>Where the slashes and what is between them stand.</summary>
    public SourceSpan Literal
    {
        get
        {
            int slash = Span.Text.IndexOf('/');
            return new SourceSpan(Span.Source, Span.Start + slash, Span.Length - slash);
        }
    }

    protected override string Print() => (IsUnsafe ? "unsafe_regex /" : "/") + Text.Replace("/", "\\/", StringComparison.Ordinal) + '/';
}

sealed record ParenthesizedSyntax(ExpressionSyntax Inner, SourceSpan Span) : ExpressionSyntax(Span)
{
    protected override string Print() => $"({Inner})";
}

/// <summary><c>x++</c> or <c>x--</c>.</summary>
sealed record IncrementSyntax(ExpressionSyntax Operand, bool Decrement, SourceSpan Span) : ExpressionSyntax(Span)
{
    protected override string Print() => Operand + (Decrement ? "--" : "++");
}

/// <summary>The bitwise complement <c>~x</c>.</summary>
sealed record ComplementSyntax(ExpressionSyntax Operand, SourceSpan Span) : ExpressionSyntax(Span)
{
    protected override string Print() => "~" + Operand;
}

/// <summary>An operator between two operands. Printed with parentheses, so that the shape of the tree is to be seen.</summary>
sealed record BinarySyntax(
    BinaryOperator Operator,
    ExpressionSyntax Left,
    ExpressionSyntax Right,
    SourceSpan OperatorSpan,
    SourceSpan Span) : ExpressionSyntax(Span)
{
    protected override string Print() => $"<{Left} {OperatorSpan.Text} {Right}>";
}

/// <summary><c>condition ? one : other</c>.</summary>
sealed record ChoiceSyntax(ExpressionSyntax Condition, ExpressionSyntax Then, ExpressionSyntax Else, SourceSpan Span)
    : ExpressionSyntax(Span)
{
    protected override string Print() => $"<{Condition} ? {Then} : {Else}>";
}

/// <summary>The star in the place of a label value: any.</summary>
sealed record AnyKeySyntax(SourceSpan Span) : ExpressionSyntax(Span)
{
    protected override string Print() => "*";
}

/// <summary>The operators between two operands.</summary>
enum BinaryOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Power,
    BitAnd,
    BitOr,
    BitXor,
    ShiftLeft,
    ShiftRight,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
    Match,
    NotMatch,
    And,
    Or,
}
