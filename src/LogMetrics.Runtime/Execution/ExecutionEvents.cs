using LogMetrics.Compiler.Programs;
using LogMetrics.Runtime.Telemetry;
using Microsoft.Extensions.Logging;

namespace LogMetrics.Runtime.Execution;

/// <summary>What happens while programs run that an operator should know.</summary>
/// <param name="own">Where it is counted.</param>
/// <param name="logger">Where it is told.</param>
/// <param name="logErrors">False keeps runtime errors out of the log; they are counted all the same.</param>
public sealed partial class ExecutionEvents(OwnMetrics own, ILogger logger, bool logErrors = true)
{
    // A program that fails on every line would write more log than it reads.
    const long QuietNanoseconds = 60_000_000_000;

    readonly OwnCounter _lines = own.AddCounter(
        "logmetrics_program_lines_total",
        "Lines that were given to the program.",
        "program");

    readonly OwnCounter _matchedLines = own.AddCounter(
        "logmetrics_program_matched_lines_total",
        "Lines on which at least one pattern of the program matched.",
        "program");

    readonly OwnCounter _errors = own.AddCounter(
        "logmetrics_program_errors_total",
        "Runtime errors, each of which ended the program for one line.",
        "program",
        "reason");

    readonly OwnCounter _crashes = own.AddCounter(
        "logmetrics_program_crashes_total",
        "Programs that were stopped because of a bug in LogMetrics.",
        "program");

    readonly OwnCounter _timeouts = own.AddCounter(
        "logmetrics_pattern_timeouts_total",
        "Lines on which a pattern that may backtrack took too long; they count as no match.");

    readonly OwnCounter _quarantines = own.AddCounter(
        "logmetrics_patterns_quarantined_total",
        "Patterns that may backtrack and took too long so often that they match nothing any more.");

    /// <summary>Where the rules of programs are counted; null where nobody wants to know.</summary>
    public RuleEvents? Rules { get; init; }

    /// <summary>Where the lines of a program are counted.</summary>
    internal OwnCounter LinesOf(string program) => _lines.With(program);

    /// <summary>Where those of its lines are counted that a pattern matched.</summary>
    internal OwnCounter MatchedLinesOf(string program) => _matchedLines.With(program);

    /// <summary>A program ended for a line because of an error.</summary>
    internal void ProgramFailed(string program, ErrorPlace place, LineContext line)
    {
        place.Counter ??= _errors.With(program, ReasonOf(place.Code));
        place.Counter.Add();
        if (logErrors && line.ClockNanoseconds >= place.QuietUntilNanoseconds)
        {
            place.QuietUntilNanoseconds = line.ClockNanoseconds + QuietNanoseconds;
            LogProgramFailed(program, place.Span.ToString(), place.Message, LogQuote.Of(line.ErrorText), place.Count);
        }
    }

    /// <summary>Running a program met a bug of ours; the program gets no more lines.</summary>
    internal void ProgramCrashed(string program, Exception exception)
    {
        _crashes.With(program).Add();
        LogProgramCrashed(exception, program);
    }

    /// <summary>A pattern that may backtrack took too long for a line; from some number of lines on it is in quarantine.</summary>
    internal void PatternTimedOut(string pattern, bool isQuarantined)
    {
        _timeouts.Add();
        if (isQuarantined)
        {
            _quarantines.Add();
            LogPatternQuarantined(pattern);
        }
    }

    static string ReasonOf(RuntimeErrorCode code) => code switch
    {
        RuntimeErrorCode.NotANumber => "not_a_number",
        RuntimeErrorCode.WrongKind => "wrong_kind",
        RuntimeErrorCode.DivideByZero => "divide_by_zero",
        RuntimeErrorCode.ShiftCount => "shift_count",
        RuntimeErrorCode.NoMatch => "no_match",
        RuntimeErrorCode.Incomparable => "incomparable",
        RuntimeErrorCode.BadTime => "bad_time",
        RuntimeErrorCode.NoSeries => "no_series",
        RuntimeErrorCode.BadTemplate => "bad_template",
        _ => "limit_exceeded",
    };

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Program}: runtime error at {Place}: {Reason}{Text} ({Count} so far)")]
    partial void LogProgramFailed(string program, string place, string reason, string text, long count);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The unsafe pattern /{Pattern}/ took too long on too many lines: it matches nothing any more.")]
    partial void LogPatternQuarantined(string pattern);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "{Program} was stopped by a bug in LogMetrics; other programs go on.")]
    partial void LogProgramCrashed(Exception exception, string program);
}
