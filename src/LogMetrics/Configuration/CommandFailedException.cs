namespace LogMetrics.Configuration;

/// <summary>Ends a command with an exit code and the one line that says what is wrong and what to do about it.</summary>
/// <remarks>Thrown before the first line of a log is read; whatever goes wrong later is an event, not an end.</remarks>
sealed class CommandFailedException(int exitCode, string message) : Exception(message)
{
    /// <summary>One of <see cref="Configuration.ExitCode"/>.</summary>
    public int ExitCode { get; } = exitCode;
}
