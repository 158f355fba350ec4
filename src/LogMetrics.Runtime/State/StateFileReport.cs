using LogMetrics.Compiler.Programs;
using LogMetrics.Runtime.Inputs.Files;
using LogMetrics.Runtime.Metrics;

namespace LogMetrics.Runtime.State;

/// <summary>A state file, for people.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="SizeBytes">How long it is.</param>
/// <param name="Problem">Why it cannot be used, as the end of a sentence; null when it can.</param>
/// <param name="SavedAt">When it was saved.</param>
/// <param name="IsFinal">Whether the process ended in order after it.</param>
/// <param name="Version">The LogMetrics that wrote it.</param>
/// <param name="Files">How far each log was counted.</param>
/// <param name="Metrics">What was counted.</param>
public sealed record StateFileReport(
    long Sequence,
    long SizeBytes,
    string? Problem,
    DateTimeOffset SavedAt,
    bool IsFinal,
    string Version,
    IReadOnlyList<StateLogReport> Files,
    IReadOnlyList<StateMetricReport> Metrics)
{
    /// <summary>The files in a folder, the newest first. The folder is not taken, and may be in use.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static IReadOnlyList<StateFileReport> ReadAll(string folder) =>
        [.. StateFolder.SequencesIn(folder).OrderDescending().Select(sequence => Read(folder, sequence))];

    static StateFileReport Read(string folder, long sequence)
    {
        byte[] bytes = StateFolder.ReadIn(folder, sequence);
        StateImage? image = StateFormat.Decode(bytes, out StateProblem problem);
        return image is null
            ? new StateFileReport(sequence, bytes.Length, problem.Words(), default, false, "", [], [])
            : new StateFileReport(
                sequence,
                bytes.Length,
                null,
                DateTimeOffset.UnixEpoch.AddTicks(image.SavedNanoseconds / TimeSpan.NanosecondsPerTick),
                image.IsFinal,
                image.Version,
                [.. image.Inputs.Files.Select(StateLogReport.Of)],
                [.. image.Metrics.Families.Select(StateMetricReport.Of)]);
    }
}

/// <summary>How far a log was counted.</summary>
/// <param name="Name">What its lines are said to come from.</param>
/// <param name="Path">Where it was seen last.</param>
/// <param name="Device">The file system it lies on.</param>
/// <param name="Inode">Its number there.</param>
/// <param name="PositionBytes">Where its next line starts.</param>
/// <param name="SizeBytes">How long it was.</param>
public sealed record StateLogReport(string Name, string Path, ulong Device, ulong Inode, long PositionBytes, long SizeBytes)
{
    internal static StateLogReport Of(FileCheckpoint file) =>
        new(file.Name, file.Path, file.Identity.Device, file.Identity.Inode, file.Position, file.SizeBytes);
}

/// <summary>What was counted of a metric.</summary>
/// <param name="Name">Its exported name.</param>
/// <param name="Program">The program that declares it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Labels">Its label names.</param>
/// <param name="Series">How many series it has.</param>
/// <param name="Total">The sum of their values, or of their observations; null for texts.</param>
/// <param name="RemovedAt">Since when no program has it; null when one has.</param>
public sealed record StateMetricReport(
    string Name, string Program, MetricKind Kind, IReadOnlyList<string> Labels, int Series, double? Total, DateTimeOffset? RemovedAt)
{
    internal static StateMetricReport Of(KeptFamily family)
    {
        FamilySnapshot series = family.Series;
        MetricDeclaration declaration = series.Declaration;
        double? total = declaration.ValueType switch
        {
            MetricValueType.String => null,
            MetricValueType.Buckets or MetricValueType.Quantiles => Enumerable.Range(0, series.Count).Sum(i => (double)series.ObservationCount(i)),
            _ => Enumerable.Range(0, series.Count).Sum(series.Number),
        };
        return new StateMetricReport(
            declaration.ExportedName,
            series.Program,
            declaration.Kind,
            declaration.Keys,
            series.Count,
            total,
            family.RemovedNanoseconds == 0
                ? null
                : DateTimeOffset.UnixEpoch.AddTicks(family.RemovedNanoseconds / TimeSpan.NanosecondsPerTick));
    }
}
