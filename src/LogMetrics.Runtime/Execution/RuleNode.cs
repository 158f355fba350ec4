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

    /// <summary>The pattern over the line that it begins with, if it does.</summary>
    public MatchLineNode? Gate => (statement as ConditionalNode)?.Gate;

    /// <summary>The program that it belongs to; set once, when there is one.</summary>
    public ExecutableProgram? Program { get; set; }

    /// <summary>What it has done.</summary>
    public RuleCounts Counts => counts;

    public override bool Run(LineContext line)
    {
        bool takesTime = isTimed && line.Number % TimedEvery == 0;
        long start = takesTime ? Stopwatch.GetTimestamp() : 0;
        line.StartProgram();
        if (!statement.Run(line))
        {
            counts.Errors++;
            Program?.CountError(line);
        }
        else if (line.AnyPatternMatched && !rule.IsDeletion)
        {
            // A line that only deletes counts as matched by nobody.
            line.AnyRuleMatched = true;
            counts.MatchedLines++;
            counts.Ticks += takesTime ? TimedEvery * (Stopwatch.GetTimestamp() - start) : 0;
        }

        return true;
    }
}
