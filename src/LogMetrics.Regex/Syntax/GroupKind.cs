namespace LogMetrics.Regex.Syntax;

/// <summary>What an open parenthesis begins.</summary>
enum GroupKind
{
    /// <summary>A group that only holds together, or captures when it has a number.</summary>
    Plain,

    /// <summary><c>(?=…)</c>.</summary>
    Ahead,

    /// <summary><c>(?!…)</c>.</summary>
    NotAhead,

    /// <summary><c>(?&lt;=…)</c>.</summary>
    Behind,

    /// <summary><c>(?&lt;!…)</c>.</summary>
    NotBehind,
}
