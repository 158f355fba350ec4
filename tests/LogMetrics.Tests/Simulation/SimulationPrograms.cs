namespace LogMetrics.Tests.Simulation;

/// <summary>Programs that count the lines, one as good as the other, and one that is broken.</summary>
static class SimulationPrograms
{
    internal const string Broken = "counter lines_total\n/^L / {\n  lines_total++\n";

    /// <summary>All of them count the same lines in <c>lines_total</c> and, by the hour, in <c>hour_lines_total</c>; the rest comes,
    /// goes and changes.</summary>
    internal static readonly string[] All =
    [
        Program(
            "histogram filler_bytes buckets 10, 20, 40",
            "filler_bytes = len($filler)"),
        Program(
            "counter long_lines_total by hour\ngauge last_filler_bytes",
            "last_filler_bytes = len($filler)\n  len($filler) > 40 {\n    long_lines_total[$hour]++\n  }"),
        Program(
            "histogram filler_bytes buckets 15, 30",
            "filler_bytes = len($filler)"),
    ];

    static string Program(string declarations, string statements) =>
        $$"""
        counter lines_total
        counter hour_lines_total by hour
        {{declarations}}
        /^L \d{7} (?P<hour>h\d\d) (?P<filler>[x\n\t]*) E$/ {
          lines_total++
          hour_lines_total[$hour]++
          {{statements}}
        }

        """;
}
