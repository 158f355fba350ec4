using System.Collections.Immutable;
using LogMetrics.Runtime.Inputs.Files;

namespace LogMetrics.Runtime.Inputs;

/// <summary>How far all files were counted at one moment between two lines, in a form that outlives the process.</summary>
public sealed record InputCheckpoint
{
    /// <summary>Nothing was read yet.</summary>
    public static InputCheckpoint Empty { get; } = new();

    /// <summary>The paths and globs that were followed.</summary>
    internal ImmutableArray<string> Logs { get; init; } = [];

    /// <summary>Files that were made before this moment, in nanoseconds since 1970, and are not among
    /// <see cref="Files"/>, were left alone on purpose; files made later were not seen.</summary>
    internal long LookedThroughNanoseconds { get; init; }

    /// <summary>Files that were made later by their stamps, and were left alone on purpose all the same: the clock was set back.</summary>
    internal ImmutableArray<FileIdentity> PassedOver { get; init; } = [];

    /// <summary>Whether the machine went down since, and files may have lost their ends.</summary>
    internal bool MayHaveLostEnds { get; init; }

    /// <summary>In the order in which they are to be read.</summary>
    internal ImmutableArray<FileCheckpoint> Files { get; init; } = [];
}
