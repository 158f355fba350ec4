using System.Diagnostics;

namespace LogMetrics.Runtime.Execution;

/// <summary>What a rule of a program has done; only the engine thread touches it.</summary>
/// <param name="counters">Where it is told; null where nobody wants to know.</param>
sealed class RuleCounts(RuleCounters? counters)
{
    long _reportedMatchedLines;
    long _reportedErrors;
    long _reportedMicroseconds;

    /// <summary>Lines that it matched and changed its metric for.</summary>
    public long MatchedLines { get; set; }

    /// <summary>Lines that ended it with an error.</summary>
    public long Errors { get; set; }

    /// <summary>How long it took for the lines that it matched, in ticks of the stopwatch.</summary>
    public long Ticks { get; set; }

    /// <summary>Tells what came to it since the last time.</summary>
    public void Report()
    {
        if (counters is not { } told)
        {
            return;
        }

        told.Matches.Add(MatchedLines - _reportedMatchedLines);
        told.Errors.Add(Errors - _reportedErrors);
        long microseconds = (long)(Ticks / (double)Stopwatch.Frequency * 1e6);
        told.Microseconds.Add(microseconds - _reportedMicroseconds);
        _reportedMatchedLines = MatchedLines;
        _reportedErrors = Errors;
        _reportedMicroseconds = microseconds;
    }
}
