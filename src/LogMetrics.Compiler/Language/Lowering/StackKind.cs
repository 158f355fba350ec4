using LogMetrics.Compiler.Programs;

namespace LogMetrics.Compiler.Language.Lowering;

/// <summary>What an expression leaves for mtail's machine to pick up. Its types do not tell: what counts at a place that
/// picks up a value is which kind of value really lies there.</summary>
enum StackKind
{
    /// <summary>No value: a pattern, a call for its effect.</summary>
    Nothing,

    /// <summary>A 64-bit integer.</summary>
    Int,

    /// <summary>The result of <c>len</c>: an integer, but of a kind of its own, which is neither true nor a time, and which
    /// counts as a float where other integers do not.</summary>
    Length,

    Float,

    String,

    Bool,
}

/// <summary>A lowered expression and what it leaves.</summary>
readonly record struct Lowered(Expression Expression, StackKind Kind);
