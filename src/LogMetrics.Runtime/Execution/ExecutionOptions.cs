namespace LogMetrics.Runtime.Execution;

/// <summary>What flags can change about running programs.</summary>
public sealed record ExecutionOptions
{
    /// <summary>All defaults.</summary>
    public static ExecutionOptions Default { get; } = new();

    /// <summary>Where times without a zone were written. The default is UTC, whatever the machine says.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>True when a time that tells no year is of the current one. The default is true.</summary>
    public bool AssumeCurrentYear { get; init; } = true;
}
