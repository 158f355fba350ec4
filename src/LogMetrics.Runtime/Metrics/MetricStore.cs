using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Runtime.Metrics;

/// <summary>All families of all loaded programs. Belongs to the engine thread, except for <see cref="Prepare"/>.</summary>
public sealed class MetricStore
{
    /// <summary>Works out the families of the next set of programs without touching those that are live: families that did
    /// not change (name, program, kind, value type, labels, buckets) are carried over, others are new and empty.</summary>
    public MetricGeneration Prepare(IReadOnlyList<MetricProgram> programs) => throw new NotImplementedException();

    /// <summary>Makes a prepared generation the live one; families that it does not hold are gone. Between two lines.</summary>
    public void Adopt(MetricGeneration generation) => throw new NotImplementedException();

    /// <summary>Copies what scrapes need. Between two lines, so that every scrape sees whole lines.</summary>
    public MetricSnapshot Snapshot() => throw new NotImplementedException();

    /// <summary>Removes the series whose expiry has passed.</summary>
    public void RemoveExpired() => throw new NotImplementedException();
}

/// <summary>The families of one set of programs.</summary>
/// <param name="Families">By program, in the order given, and by metric slot; null for a program that was refused.</param>
/// <param name="Refused">Why programs cannot be loaded beside the others: a name that already has another kind.</param>
public sealed record MetricGeneration(
    ImmutableArray<MetricFamily[]?> Families,
    ImmutableArray<Diagnostic> Refused);

/// <summary>The store at one moment, independent of what happens to it later.</summary>
public sealed class MetricSnapshot
{
}
