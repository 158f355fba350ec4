namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>Why bytes of a log were lost before they were read.</summary>
enum LostBytes
{
    /// <summary>The file was emptied, and no copy of what it held was found.</summary>
    Truncated,

    /// <summary>The file was not found again, under no name.</summary>
    Gone,
}
