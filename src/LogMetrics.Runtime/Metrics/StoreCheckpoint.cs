using System.Collections.Immutable;

namespace LogMetrics.Runtime.Metrics;

/// <summary>All series at one moment between two lines, in a form that outlives the process.</summary>
public sealed class StoreCheckpoint
{
    /// <summary>Nothing was counted yet.</summary>
    public static StoreCheckpoint Empty { get; } = new([]);

    internal StoreCheckpoint(ImmutableArray<KeptFamily> families) => Families = families;

    /// <summary>Those that programs have, in their order, and then those that none has any more.</summary>
    internal ImmutableArray<KeptFamily> Families { get; }
}
