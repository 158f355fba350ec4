using System.Collections.Immutable;

namespace LogMetrics.Runtime.Metrics;

/// <summary>The store at one moment, independent of what happens to it later: what the formats are written from.</summary>
public sealed class MetricSnapshot
{
    internal MetricSnapshot(ImmutableArray<FamilySnapshot> families)
    {
        Families = families;
    }

    /// <summary>A snapshot of nothing.</summary>
    public static MetricSnapshot Empty { get; } = new([]);

    /// <summary>How many series there are, hidden ones included.</summary>
    public int SeriesCount => Families.Sum(family => family.Count);

    /// <summary>In the order of the programs and of their declarations.</summary>
    internal ImmutableArray<FamilySnapshot> Families { get; }
}
