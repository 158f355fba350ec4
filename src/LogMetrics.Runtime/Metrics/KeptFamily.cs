using LogMetrics.Compiler.Programs;

namespace LogMetrics.Runtime.Metrics;

/// <summary>The series of a family apart from the store: saved by an earlier process, or of a metric that no program has any
/// more.</summary>
/// <param name="Name">What it is known by.</param>
/// <param name="Series">Its declaration and its series.</param>
/// <param name="RemovedNanoseconds">Since when no program has it, in nanoseconds since 1970; 0 when one has.</param>
sealed record KeptFamily(FamilyName Name, FamilySnapshot Series, long RemovedNanoseconds)
{
    /// <summary>Whether whoever scrapes takes a fall of such a metric for a new beginning.</summary>
    internal static bool IsCounting(MetricKind kind) => kind is MetricKind.Counter or MetricKind.Histogram or MetricKind.Summary;

    /// <summary>Whether a metric that is declared now can go on with these series.</summary>
    internal bool Fits(FamilyName name, MetricDeclaration metric) =>
        name == Name && MetricDifferences.CanShareSeries(Series.Declaration, metric);
}
