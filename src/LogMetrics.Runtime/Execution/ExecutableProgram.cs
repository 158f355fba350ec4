using LogMetrics.Compiler.Programs;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Telemetry;

namespace LogMetrics.Runtime.Execution;

/// <summary>A program that is ready to run, and what is counted about its running.</summary>
sealed class ExecutableProgram(
    MetricProgram program, StatementNode[] begin, StatementNode[] body, RuleNode[] rules, SharedLabels labels, ExecutionEvents events)
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

    /// <summary>How often the keys of series were evaluated.</summary>
    public long LabelFillings => labels.Fillings;

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

    /// <summary>Runs the body for a line.</summary>
    public void Run(LineContext line)
    {
        Lines++;
        Run(body, line);
        if (rules.Length > 0 ? line.AnyRuleMatched : line.AnyPatternMatched)
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
        if (rules.Length > 0)
        {
            events.Rules?.CountLines(Lines - _reportedLines, MatchedLines - _reportedMatchedLines);
            foreach (RuleNode rule in rules)
            {
                rule.Counts.Report();
            }
        }

        _reportedLines = Lines;
        _reportedMatchedLines = MatchedLines;
    }

    void Run(StatementNode[] statements, LineContext line)
    {
        line.StartProgram();
        line.AnyRuleMatched = false;
        if (!StatementNode.RunAll(statements, line))
        {
            CountError(line);
        }
    }

    /// <summary>Counts the error that a line ended with, if it did.</summary>
    public void CountError(LineContext line)
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
