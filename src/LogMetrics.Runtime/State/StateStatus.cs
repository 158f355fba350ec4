namespace LogMetrics.Runtime.State;

/// <summary>The state at one moment, for people.</summary>
/// <param name="Place">Where it is kept.</param>
/// <param name="IsRestored">Whether counters went on where the process before left them.</param>
/// <param name="SavedAt">When it was saved last; null when it was not yet.</param>
/// <param name="SizeBytes">How large it was then.</param>
/// <param name="LastError">Why it could not be saved; null when it could.</param>
/// <param name="IsHeld">Whether nothing may be shown yet, because more was shown before than was saved.</param>
public sealed record StateStatus(
    string Place, bool IsRestored, DateTimeOffset? SavedAt, long SizeBytes, string? LastError, bool IsHeld);
