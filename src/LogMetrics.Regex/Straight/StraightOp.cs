namespace LogMetrics.Regex.Straight;

/// <summary>What a step does first.</summary>
enum StraightOp
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Goes to the end of a run of bytes, less a tail of fixed length.</summary>
    Run,

    /// <summary>Goes to the first place in or after a run where a literal stands.</summary>
    RunToFirst,

    /// <summary>Goes to the last such place.</summary>
    RunToLast,

    /// <summary>Passes bytes, each of a set of its own.</summary>
    Fixed,

    /// <summary>Goes to the end of a run of bytes, and asks whether the field it passed is one of the allowed texts.</summary>
    Field,

    /// <summary>Asks about the byte before or after the position.</summary>
    Look,

    /// <summary>Asks whether a word starts or ends at the position.</summary>
    Boundary,

    /// <summary>Asks for the end of the text.</summary>
    End,

    /// <summary>Begins a way; another one is tried when it fails.</summary>
    Try,

    /// <summary>Ends a way that has succeeded.</summary>
    Commit,

    /// <summary>Begins a way if it can begin here; then no other one can.</summary>
    Branch,

    /// <summary>Goes on where the ways come together.</summary>
    Jump,

    /// <summary>The whole pattern has matched.</summary>
    Match,
}
