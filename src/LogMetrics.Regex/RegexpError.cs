namespace LogMetrics.Regex;

/// <summary>What can be wrong with a pattern; the first thirteen are Go's.</summary>
public enum RegexpError
{
    /// <summary>A <c>[</c> without its <c>]</c>.</summary>
    MissingBracket,

    /// <summary>A <c>(</c> without its <c>)</c>.</summary>
    MissingParenthesis,

    /// <summary>A <c>)</c> without its <c>(</c>.</summary>
    UnexpectedParenthesis,

    /// <summary>A quantifier with nothing before it.</summary>
    MissingRepeatArgument,

    /// <summary>A quantifier on a quantifier, such as <c>a**</c> or <c>a++</c>.</summary>
    InvalidRepeatOperator,

    /// <summary>A count over 1000, or nested counts whose product is over 1000.</summary>
    InvalidRepeatSize,

    /// <summary>A range such as <c>z-a</c>, or an unknown class name.</summary>
    InvalidCharacterRange,

    /// <summary>A <c>[[:name:]]</c> or <c>\p{name}</c> that names no class.</summary>
    InvalidCharacterClass,

    /// <summary>A backslash before something that has no meaning there.</summary>
    InvalidEscape,

    /// <summary>A backslash at the end of the pattern.</summary>
    TrailingBackslash,

    /// <summary>A <c>(?…</c> that Go does not have: look-around, atomic groups, conditionals, comments, unknown flags.</summary>
    UnsupportedPerlSyntax,

    /// <summary>A group name that is empty or malformed.</summary>
    InvalidGroupName,

    /// <summary>More than 1000 levels of nesting.</summary>
    NestingTooDeep,

    /// <summary>The pattern text has a lone surrogate, so it is no Unicode text.</summary>
    InvalidText,

    /// <summary>The pattern text, or the automaton it becomes, is larger than the limits allow.</summary>
    TooLarge,
}
