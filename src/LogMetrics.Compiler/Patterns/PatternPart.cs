namespace LogMetrics.Compiler.Patterns;

/// <summary>What a stretch of a regular expression is, as far as putting patterns together needs to know.</summary>
enum PatternPartKind
{
    /// <summary>Anything else, which is copied as it is.</summary>
    Text,

    /// <summary>The parenthesis of a group without a name.</summary>
    PlainGroup,

    /// <summary>The head of anything else in parentheses: <c>(?</c>.</summary>
    OtherGroup,

    /// <summary>A closing parenthesis.</summary>
    GroupEnd,

    /// <summary>The head of a group with a name: <c>(?&lt;name&gt;</c> or <c>(?P&lt;name&gt;</c>.</summary>
    NamedGroup,

    /// <summary>A reference to a definition.</summary>
    Reference,
}

/// <summary>A stretch of a regular expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Offset">Where it starts, in UTF-16 units.</param>
/// <param name="Length">How many units it has.</param>
/// <param name="Name">The name of a group.</param>
/// <param name="Reference">The reference.</param>
readonly record struct PatternPart(
    PatternPartKind Kind, int Offset, int Length, string? Name = null, GrokReference Reference = default);
