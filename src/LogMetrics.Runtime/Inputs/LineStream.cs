namespace LogMetrics.Runtime.Inputs;

/// <summary>What a container wrote a line to.</summary>
public enum LineStream : byte
{
    /// <summary>Not known: the line is from no container's log.</summary>
    None,

    /// <summary>Standard output.</summary>
    Out,

    /// <summary>Standard error.</summary>
    Error,
}
