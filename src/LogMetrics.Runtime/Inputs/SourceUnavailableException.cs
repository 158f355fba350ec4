namespace LogMetrics.Runtime.Inputs;

/// <summary>What the operator asked for cannot be had of the operating system, such as a port that another process has; the
/// message names the flag and the value, and says why.</summary>
public sealed class SourceUnavailableException(string message, Exception reason) : Exception(message, reason);
