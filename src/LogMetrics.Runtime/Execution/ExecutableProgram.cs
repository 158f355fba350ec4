using System.Diagnostics;
using LogMetrics.Compiler.Programs;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Telemetry;

namespace LogMetrics.Runtime.Execution;

/// <summary>A program that is ready to run, and what is counted about its running.</summary>
sealed class ExecutableProgram(
    MetricProgram program, StatementNode[] begin, StatementNode[] body, ExecutionEvents events)
{
    // What a person reads of them; a program that fails in more ways shows it in these.
    const int MaxErrorMessages = 10;

    readonly List<string> _errorMessages = [];
    readonly OwnCounter _linesCounter = events.LinesOf(program.Name);
    readonly OwnCounter _matchedLinesCounter = events.MatchedLinesOf(program.Name);
    long _reportedLines;
    long _reportedMatchedLines;

    /// <summary>The program as it was compiled.</summary>
    public MetricProgram Program { get; } = program;

    /// <summary>True after a bug in the runtime made it stop: it gets no more lines.</summary>
    public bool IsUnloaded { get; set; }

    public long Lines { get; private set; }

    public long MatchedLines { get; private set; }

    public long Errors { get; private set; }

    public IReadOnlyList<string> ErrorMessages => _errorMessages;

    /// <summary>Whether it wants lines of a source.</summary>
    public bool Accepts(LineSource? source)
    {
        if (Program.SourceFilter.IsEmpty)
        {
            return true;
        }

        return source is not null && Program.SourceFilter.Contains(source.Name);
    }

    /// <summary>What each rule has done, when the statements of the body stand each for itself.</summary>
    public RuleCounts[] Rules { get; } = [.. program.Rules.Select(rule => new RuleCounts(events.Rules?.Of(rule.Metric)))];

    /// <summary>Runs the body for a line.</summary>
    public void Run(LineContext line)
    {
        Lines++;
        if (Rules.Length > 0)
        {
            RunRules(line);
            return;
        }

        Run(body, line);
        if (line.AnyPatternMatched)
        {
            MatchedLines++;
        }
    }

    /// <summary>Runs what is to run once, before the first line.</summary>
    public void RunBegin(LineContext line) => Run(begin, line);

    /// <summary>Tells the own metrics what was counted since the last time: once for a batch, not for every line.</summary>
    public void ReportCounts()
    {
        _linesCounter.Add(Lines - _reportedLines);
        _matchedLinesCounter.Add(MatchedLines - _reportedMatchedLines);
        if (Rules.Length > 0)
        {
            events.Rules?.CountLines(Lines - _reportedLines, MatchedLines - _reportedMatchedLines);
            foreach (RuleCounts rule in Rules)
            {
                rule.Report();
            }
        }

        _reportedLines = Lines;
        _reportedMatchedLines = MatchedLines;
    }

    // An error in one of them costs the others nothing, and a line that only deletes counts as matched by nobody.
    void RunRules(LineContext line)
    {
        bool anyMatched = false;
        bool isTimed = events.Rules is not null && Lines % RuleEvents.TimedEvery == RuleEvents.TimedEvery - 1;
        for (int i = 0; i < body.Length; i++)
        {
            long start = isTimed ? Stopwatch.GetTimestamp() : 0;
            line.StartProgram();
            if (body[i].Run(line))
            {
                if (line.AnyPatternMatched && !Program.Rules[i].IsDeletion)
                {
                    Rules[i].MatchedLines++;
                    Rules[i].Ticks += isTimed ? RuleEvents.TimedEvery * (Stopwatch.GetTimestamp() - start) : 0;
                    anyMatched = true;
                }
            }
            else
            {
                Rules[i].Errors++;
                CountError(line);
            }
        }

        if (anyMatched)
        {
            MatchedLines++;
        }
    }

    void Run(StatementNode[] statements, LineContext line)
    {
        line.StartProgram();
        if (!StatementNode.RunAll(statements, line))
        {
            CountError(line);
        }
    }

    void CountError(LineContext line)
    {
        if (line.Error is { } place)
        {
            Errors++;
            if (place.Count++ == 0 && _errorMessages.Count < MaxErrorMessages)
            {
                _errorMessages.Add($"{place.Span.Source.FileName}:{place.Span.Line}:{place.Span.Column}: {place.Message}");
            }

            events.ProgramFailed(Program.Name, place, line);
        }
    }
}
