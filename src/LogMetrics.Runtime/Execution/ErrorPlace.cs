using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Programs;
using LogMetrics.Runtime.Telemetry;

namespace LogMetrics.Runtime.Execution;

/// <summary>A place in a program where it can fail at run time, and the one way in which it can fail there.</summary>
/// <param name="span">The place.</param>
/// <param name="code">The reason, as it is counted.</param>
/// <param name="message">The reason, as it is told: a sentence without a full stop.</param>
sealed class ErrorPlace(SourceSpan span, RuntimeErrorCode code, string message)
{
    public SourceSpan Span { get; } = span;

    public RuntimeErrorCode Code { get; } = code;

    public string Message { get; } = message;

    /// <summary>How often the program has failed here.</summary>
    public long Count { get; set; }

    /// <summary>Where failing here is counted; made when it is first needed.</summary>
    public OwnCounter? Counter { get; set; }

    /// <summary>When it may be logged again, in nanoseconds since 1970.</summary>
    public long QuietUntilNanoseconds { get; set; } = long.MinValue;
}
