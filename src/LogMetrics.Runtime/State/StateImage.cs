using System.Collections.Immutable;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Metrics;

namespace LogMetrics.Runtime.State;

/// <summary>What one state file holds: offsets and values of one instant between two lines.</summary>
sealed record StateImage
{
    /// <summary>The number of the file; later ones have higher numbers.</summary>
    internal required long Sequence { get; init; }

    /// <summary>When it was saved, in nanoseconds since 1970.</summary>
    internal required long SavedNanoseconds { get; init; }

    /// <summary>Whether the process ended in order after it: then nothing was shown that is not in it.</summary>
    internal bool IsFinal { get; init; }

    /// <summary>Which start of the machine it was saved in; empty where that cannot be known.</summary>
    internal string Boot { get; init; } = "";

    /// <summary>The version of LogMetrics that saved it.</summary>
    internal string Version { get; init; } = "";

    /// <summary>The programs that had begun, with a hash of what they do.</summary>
    internal ImmutableArray<(string Name, ulong Hash)> Programs { get; init; } = [];

    /// <summary>The offsets.</summary>
    internal required InputCheckpoint Inputs { get; init; }

    /// <summary>The values.</summary>
    internal required StoreCheckpoint Metrics { get; init; }
}
