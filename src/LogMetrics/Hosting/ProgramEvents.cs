using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Runtime.Telemetry;

namespace LogMetrics.Hosting;

/// <summary>What happens to programs that an operator should know.</summary>
sealed partial class ProgramEvents
{
    readonly ILogger _logger;
    readonly OwnCounter _loads;
    readonly OwnCounter _loadErrors;
    volatile ReloadOutcome _last = new(true, DateTimeOffset.UnixEpoch);

    public ProgramEvents(OwnMetrics own, ILogger logger)
    {
        _logger = logger;
        _loads = own.AddCounter("logmetrics_program_loads_total", "Times a version of the program was loaded.", "program");
        _loadErrors = own.AddCounter(
            "logmetrics_program_load_errors_total", "Times a version of the program could not be loaded.", "program");
        own.AddGauge(
            "logmetrics_last_reload_successful",
            "1 if all programs loaded when they were loaded last, else 0.",
            () => _last.IsSuccessful ? 1 : 0);
        own.AddGauge(
            "logmetrics_last_reload_timestamp_seconds",
            "When the programs were loaded last, in seconds since 1970.",
            () => _last.At.ToUnixTimeMilliseconds() / 1000.0);
    }

    /// <summary>A version of a program runs.</summary>
    public void ProgramLoaded(ProgramVersion version)
    {
        _loads.With(version.Name).Add();
        foreach (Diagnostic finding in version.Findings)
        {
            LogProgramQuestioned(DiagnosticPrinter.Line(finding));
        }

        LogProgramLoaded(version.Name, version.Path);
    }

    /// <summary>A version of a program cannot run.</summary>
    public void ProgramNotLoaded(ProgramVersion version)
    {
        _loadErrors.With(version.Name).Add();
        foreach (Diagnostic finding in version.Findings.Take(DiagnosticPrinter.MaxPrinted))
        {
            LogProgramFinding($"{DiagnosticPrinter.Line(finding)}{(finding.Hint is string hint ? $" ({hint})" : "")}");
        }

        if (version.Problem is string problem)
        {
            LogProgramFinding(problem);
        }

        LogProgramNotLoaded(version.Name, version.Running is null ? "it does not run" : "the version before still runs");
    }

    /// <summary>A program is gone, and its metrics with it.</summary>
    public void ProgramUnloaded(string program) => LogProgramUnloaded(program);

    /// <summary>The programs were looked at.</summary>
    public void Reloaded(bool isSuccessful, DateTimeOffset at) => _last = new ReloadOutcome(isSuccessful, at);

    /// <summary>The programs cannot be looked at.</summary>
    public void ReloadImpossible(string reason, DateTimeOffset at)
    {
        _last = new ReloadOutcome(false, at);
        LogReloadImpossible(reason);
    }

    sealed record ReloadOutcome(bool IsSuccessful, DateTimeOffset At);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Program} is loaded from {Path}")]
    partial void LogProgramLoaded(string program, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Finding}")]
    partial void LogProgramQuestioned(string finding);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Finding}")]
    partial void LogProgramFinding(string finding);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Program} has errors: {Consequence}")]
    partial void LogProgramNotLoaded(string program, string consequence);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Program} is gone, and its metrics with it")]
    partial void LogProgramUnloaded(string program);

    [LoggerMessage(Level = LogLevel.Error, Message = "the programs cannot be loaded anew, what runs goes on: {Reason}")]
    partial void LogReloadImpossible(string reason);
}
