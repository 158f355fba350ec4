namespace LogMetrics.Runtime.State;

/// <summary>The folder for the state cannot be used by this process; the message names it, and says what to do.</summary>
public sealed class StateUnavailableException(string message) : Exception(message);
