namespace LogMetrics.Regex.Syntax;

/// <summary>What a node of a pattern's syntax tree stands for. The order counts: a later one is more complex.</summary>
public enum RegexpOp
{
    /// <summary>Matches nothing, not even the empty string.</summary>
    NoMatch = 1,

    /// <summary>Matches the empty string.</summary>
    EmptyMatch,

    /// <summary>Matches a sequence of code points.</summary>
    Literal,

    /// <summary>Matches one code point out of ranges.</summary>
    CharClass,

    /// <summary>Matches any code point except the line feed.</summary>
    AnyCharNotNewline,

    /// <summary>Matches any code point.</summary>
    AnyChar,

    /// <summary>Matches the empty string at the start of a line.</summary>
    BeginLine,

    /// <summary>Matches the empty string at the end of a line.</summary>
    EndLine,

    /// <summary>Matches the empty string at the start of the text.</summary>
    BeginText,

    /// <summary>Matches the empty string at the end of the text.</summary>
    EndText,

    /// <summary>Matches the empty string at the end of the text, and before a line feed that is its last byte.</summary>
    EndTextOrLastNewline,

    /// <summary>Matches the empty string between an ASCII word character and something else.</summary>
    WordBoundary,

    /// <summary>Matches the empty string where <see cref="WordBoundary"/> does not.</summary>
    NoWordBoundary,

    /// <summary>Matches the empty string before a code point out of ranges; with <see cref="RegexpFlags.HoldsAtEdge"/> also
    /// where the text ends.</summary>
    LookAhead,

    /// <summary>Matches the empty string after a code point out of ranges; with <see cref="RegexpFlags.HoldsAtEdge"/> also
    /// where the text starts.</summary>
    LookBehind,

    /// <summary>A group whose bounds are reported.</summary>
    Capture,

    /// <summary>Zero or more times.</summary>
    Star,

    /// <summary>One or more times.</summary>
    Plus,

    /// <summary>Zero times or once.</summary>
    Quest,

    /// <summary>At least <see cref="RegexpNode.Min"/> and at most <see cref="RegexpNode.Max"/> times.</summary>
    Repeat,

    /// <summary>One after the other.</summary>
    Concat,

    /// <summary>One of several, the earlier preferred.</summary>
    Alternate,

    /// <summary>What was matched once is not tried another way.</summary>
    Atomic,

    /// <summary>Matches the empty string where the operand would match next.</summary>
    Ahead,

    /// <summary>Matches the empty string where the operand would not match next.</summary>
    NotAhead,

    /// <summary>While parsing only: an open parenthesis on the stack.</summary>
    LeftParenthesis,

    /// <summary>While parsing only: a vertical bar on the stack.</summary>
    VerticalBar,
}
