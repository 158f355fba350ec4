using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Runtime.Metrics;

/// <summary>The families of one set of programs.</summary>
/// <param name="Families">By program, in the order given, and by metric slot; null for a program that was refused.</param>
/// <param name="Refused">Why programs cannot be loaded beside the others: a name that already has another kind.</param>
public sealed record MetricGeneration(
    ImmutableArray<MetricFamily[]?> Families,
    ImmutableArray<Diagnostic> Refused)
{
    /// <summary>What works, but probably not as its author means it.</summary>
    public ImmutableArray<Diagnostic> Warnings { get; init; } = [];

    /// <summary>Each family once, with the declaration it has from now on: a family that was carried over may be declared
    /// elsewhere now, or by another program.</summary>
    internal ImmutableArray<DeclaredFamily> Declared { get; init; } = [];

    /// <summary>Series that were kept aside, and that its families go on with.</summary>
    internal ImmutableArray<KeptFamily> Taken { get; init; } = [];
}

/// <summary>A family and the declaration it gets when its generation is adopted.</summary>
readonly record struct DeclaredFamily(MetricFamily Family, MetricDeclaration Declaration, string Program);
