using System.Runtime.InteropServices;

namespace LogMetrics.Server;

/// <summary>What happens to the process that an operator should know.</summary>
sealed partial class ExporterEvents(ILogger logger)
{
    [LoggerMessage(Level = LogLevel.Information, Message = "LogMetrics {Version} follows {Logs}")]
    public partial void Starting(string version, string logs);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "counters start at zero: nothing is kept over a restart (--state-dir DIR keeps it)")]
    public partial void NothingKept();

    [LoggerMessage(Level = LogLevel.Information, Message = "listening on {Address} ({Path}, and / for the state)")]
    public partial void Listening(string address, string path);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Signal}: reading what is there, then stopping")]
    public partial void Stopping(PosixSignal signal);

    [LoggerMessage(Level = LogLevel.Information, Message = "everything is counted; waiting {Time} at most for one more scrape")]
    public partial void Lingering(TimeSpan time);

    [LoggerMessage(Level = LogLevel.Warning, Message = "lines of a request are lost: {Problem}")]
    public partial void RequestNotRead(string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "stopped after {Lines} lines")]
    public partial void Stopped(long lines);
}
