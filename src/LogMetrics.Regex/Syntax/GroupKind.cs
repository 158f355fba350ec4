namespace LogMetrics.Regex.Syntax;

/// <summary>What an open parenthesis begins.</summary>
enum GroupKind
{
    /// <summary>A group that only holds together, or captures when it has a number.</summary>
    Plain,

    /// <summary>No parenthesis, but options such as <c>(?i)</c> in Oniguruma's syntax, which hold up to the end of the group.</summary>
    Options,

    /// <summary><c>(?&gt;…)</c>.</summary>
    Atomic,

    /// <summary><c>(?=…)</c>.</summary>
    Ahead,

    /// <summary><c>(?!…)</c>.</summary>
    NotAhead,

    /// <summary><c>(?&lt;=…)</c>.</summary>
    Behind,

    /// <summary><c>(?&lt;!…)</c>.</summary>
    NotBehind,
}
