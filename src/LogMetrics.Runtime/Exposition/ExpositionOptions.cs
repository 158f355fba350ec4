namespace LogMetrics.Runtime.Exposition;

/// <summary>What flags can change about the formats.</summary>
public sealed record ExpositionOptions
{
    /// <summary>All defaults.</summary>
    public static ExpositionOptions Default { get; } = new();

    /// <summary>True when every series of a program carries the label <c>prog</c> with the program's name.</summary>
    public bool ProgramLabel { get; init; }

    /// <summary>Only own metrics whose names begin with this are shown; empty shows all.</summary>
    public string OwnPrefix { get; init; } = "";

    /// <summary>True when every sample carries the time of its last update. Prometheus refuses late and out-of-order
    /// samples, so this is for replaying old logs.</summary>
    public bool Timestamps { get; init; }
}
