namespace LogMetrics.Runtime.State;

/// <summary>Why a state file cannot be used.</summary>
enum StateProblem
{
    /// <summary>It can.</summary>
    None,

    /// <summary>It could not be read.</summary>
    Unreadable,

    /// <summary>It is no state file of LogMetrics.</summary>
    Foreign,

    /// <summary>A newer LogMetrics has written it.</summary>
    Newer,

    /// <summary>It is not whole, or bytes of it changed.</summary>
    Damaged,
}

static class StateProblemWords
{
    /// <summary>The problem as the end of a sentence.</summary>
    internal static string Words(this StateProblem problem) => problem switch
    {
        StateProblem.None => "is whole",
        StateProblem.Unreadable => "cannot be read",
        StateProblem.Foreign => "is no state file of LogMetrics",
        StateProblem.Newer => "was written by a newer LogMetrics",
        _ => "is damaged",
    };
}
