namespace LogMetrics.Configuration;

/// <summary>How the process writes its own log.</summary>
enum LogFormat
{
    /// <summary>One readable line for each event.</summary>
    Text,

    /// <summary>One JSON object for each event.</summary>
    Json,
}

/// <summary>What the process writes to standard error about itself.</summary>
/// <param name="Format">The form of a line.</param>
/// <param name="Level">The least important level that is written.</param>
sealed record LogSettings(LogFormat Format, LogLevel Level)
{
    /// <summary>Readable lines, from information upwards.</summary>
    public static LogSettings Default { get; } = new(LogFormat.Text, LogLevel.Information);
}
