namespace LogMetrics.Runtime.Execution;

/// <summary>What a rule of a program has done; only the engine thread touches it.</summary>
sealed class RuleCounts
{
    /// <summary>Lines that it matched and changed its metric for.</summary>
    public long MatchedLines { get; set; }

    /// <summary>Lines that ended it with an error.</summary>
    public long Errors { get; set; }
}
