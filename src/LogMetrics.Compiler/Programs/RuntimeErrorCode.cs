namespace LogMetrics.Compiler.Programs;

/// <summary>Why a program ended for a line. The member's name in snake case is the <c>reason</c> label of the own metric
/// that counts these errors, so the list stays short and its names stay as they are.</summary>
public enum RuntimeErrorCode
{
    /// <summary>A text that should be a number is none, or does not fit into 64 bits.</summary>
    NotANumber,

    /// <summary>A value has a kind that cannot be used at its place.</summary>
    WrongKind,

    /// <summary>An integer was divided by zero.</summary>
    DivideByZero,

    /// <summary>A shift count is negative or too large.</summary>
    ShiftCount,

    /// <summary>A capture was read of a pattern that was not asked or did not match.</summary>
    NoMatch,

    /// <summary>Two values cannot be compared.</summary>
    Incomparable,

    /// <summary>A text does not fit the layout given to <c>strptime</c>.</summary>
    BadTime,

    /// <summary>An expiry was set on a series that does not exist.</summary>
    NoSeries,

    /// <summary>A template cannot be filled in with the fields of this line.</summary>
    BadTemplate,

    /// <summary>The program used more than the limits of one line allow.</summary>
    LimitExceeded,
}
