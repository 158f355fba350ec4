namespace LogMetrics.Regex.Automata;

/// <summary>What a deterministic automaton found out.</summary>
enum DfaAnswer
{
    /// <summary>There is no match.</summary>
    No,

    /// <summary>There is a match.</summary>
    Yes,

    /// <summary>The text needs more states than the cache holds: ask another engine.</summary>
    GaveUp,
}
