namespace LogMetrics.Runtime.Inputs;

/// <summary>What a source is doing.</summary>
public enum SourceState
{
    /// <summary>There is nothing yet under this name; it is looked for.</summary>
    Waiting,

    /// <summary>It is read, or was read to its end and grows.</summary>
    Following,

    /// <summary>A rotated or deleted file that is still held, because its writer may not have left it yet.</summary>
    Rotated,

    /// <summary>It cannot be read at the moment; it is tried again.</summary>
    Failing,

    /// <summary>It was read to its end, and nothing more will come.</summary>
    Ended,
}

/// <summary>A source at one moment, for the status page.</summary>
/// <param name="Name">The absolute path, <c>-</c>, or the glob that matches nothing yet.</param>
/// <param name="State">What it is doing.</param>
/// <param name="PositionBytes">How far it was read: bytes from the start of the file; for streams, bytes received.</param>
/// <param name="SizeBytes">How long the file is, when it was last looked at; for streams as the position.</param>
/// <param name="Lines">Lines handed to the engine since the file was opened.</param>
/// <param name="LastError">What went wrong last, in words; null when nothing is wrong.</param>
public sealed record SourceStatus(
    string Name,
    SourceState State,
    long PositionBytes,
    long SizeBytes,
    long Lines,
    string? LastError)
{
    /// <summary>How many bytes are there to be read.</summary>
    public long LagBytes => Math.Max(0, SizeBytes - PositionBytes);
}
