namespace LogMetrics.Runtime.Inputs;

/// <summary>What the operator asked for cannot be read; the message names the flag and the value, and says what to do.</summary>
public sealed class SourceUsageException(string message) : Exception(message);
