using LogMetrics.Compiler.Programs;

namespace LogMetrics.Runtime.Metrics;

/// <summary>What a family is known by, over reloads and restarts: hidden ones belong to their program alone, others only with
/// the program label.</summary>
/// <param name="Exported">The exported name.</param>
/// <param name="Program">The program; null when programs share the family.</param>
/// <param name="Hidden">Whether no format but JSON shows it.</param>
readonly record struct FamilyName(string Exported, string? Program, bool Hidden)
{
    internal static FamilyName Of(MetricDeclaration metric, string program, bool programLabel) =>
        new(metric.ExportedName, programLabel || metric.Hidden ? program : null, metric.Hidden);
}
