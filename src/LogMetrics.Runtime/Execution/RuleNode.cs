using System.Diagnostics;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Runtime.Execution;

/// <summary>A statement that stands for itself: an error in it costs the others nothing, and what it does is counted.</summary>
/// <param name="rule">What it is for.</param>
/// <param name="statement">The statement.</param>
/// <param name="counts">What it has done.</param>
/// <param name="isTimed">Whether somebody wants to know how long it takes.</param>
sealed class RuleNode(MetricRule rule, StatementNode statement, RuleCounts counts, bool isTimed) : StatementNode
{
    // Taking the time costs more than matching a line, so it is taken of some lines for all.
    const int TimedEvery = 64;

    readonly StatementNode[] _behindGate = (statement as ConditionalNode)?.Then ?? [];

    /// <summary>The pattern over the line that it begins with, if it does.</summary>
    public MatchLineNode? Gate => (statement as ConditionalNode)?.Gate;

    /// <summary>The program that it belongs to; set once, when there is one.</summary>
    public ExecutableProgram? Program { get; set; }

    /// <summary>What it has done.</summary>
    public RuleCounts Counts => counts;

    public override bool Run(LineContext line)
    {
        long start = Now(line);
        line.StartProgram();
        Count(statement.Run(line), line, start);
        return true;
    }

    /// <summary>Runs what stands behind its gate, for a line that the gate has matched.</summary>
    /// <param name="line">The line, for which nothing of the program has failed.</param>
    /// <param name="start">When what it counts as its own began, by <see cref="Now"/>.</param>
    /// <returns>When it ended.</returns>
    public long RunBehindGate(LineContext line, long start)
    {
        bool isRun = RunAll(_behindGate, line);
        Count(isRun, line, start);
        if (!isRun)
        {
            line.ForgetError();
        }

        return start == 0 ? 0 : Now(line);
    }

    /// <summary>The time, for a line of which the time is taken; otherwise 0.</summary>
    public long Now(LineContext line) => isTimed && line.Number % TimedEvery == 0 ? Stopwatch.GetTimestamp() : 0;

    void Count(bool isRun, LineContext line, long start)
    {
        if (!isRun)
        {
            counts.Errors++;
            Program?.CountError(line);
        }
        else if (line.AnyPatternMatched && !rule.IsDeletion)
        {
            // A line that only deletes counts as matched by nobody.
            line.AnyRuleMatched = true;
            counts.MatchedLines++;
            counts.Ticks += start == 0 ? 0 : TimedEvery * (Stopwatch.GetTimestamp() - start);
        }
    }
}
