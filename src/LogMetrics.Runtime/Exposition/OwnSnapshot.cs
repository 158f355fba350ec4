using System.Collections.Immutable;
using System.Text;
using LogMetrics.Compiler.Programs;
using LogMetrics.Runtime.Metrics;
using LogMetrics.Runtime.Telemetry;

namespace LogMetrics.Runtime.Exposition;

/// <summary>Brings the own metrics into the form of those of programs, so that the formats know only one.</summary>
static class OwnSnapshot
{
    /// <summary>Reads all of them: the counters, and whatever the gauges say now. Any thread may call it.</summary>
    /// <param name="own">What to read.</param>
    /// <param name="unreadable">Gets those that failed to tell their values: a mistake in one must not hide the others,
    /// least of all when somebody looks for what is wrong.</param>
    internal static MetricSnapshot Of(OwnMetrics own, List<LeftOutFamily> unreadable)
    {
        var families = ImmutableArray.CreateBuilder<FamilySnapshot>();
        foreach (OwnFamily family in own.Families)
        {
            try
            {
                families.Add(Of(family, own.Started));
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                unreadable.Add(new LeftOutFamily(family.Name, "", LeftOutReason.Unreadable));
            }
        }

        return new MetricSnapshot(families.DrainToImmutable());
    }

    /// <summary>Reads a family; each label set is in it once, of equal ones the last.</summary>
    internal static FamilySnapshot Of(OwnFamily family, DateTimeOffset started)
    {
        var rows = new Dictionary<string, (byte[] Key, double Value)>(StringComparer.Ordinal);
        var labels = new LabelValues();
        foreach ((string[] values, double value) in family.Read())
        {
            labels.Clear();
            foreach (string text in values)
            {
                labels.Add(Encoding.UTF8.GetBytes(text));
            }

            // Keys are unambiguous, and in this encoding every byte is a character of its own.
            rows[Encoding.Latin1.GetString(labels.Key)] = (labels.Key.ToArray(), value);
        }

        var declaration = new MetricDeclaration(
            family.Name,
            family.Name,
            family.Kind == OwnKind.Counter ? MetricKind.Counter : MetricKind.Gauge,
            MetricValueType.Float,
            [.. family.LabelNames],
            default)
        {
            Help = family.Help,
        };
        long[] startedNanoseconds = new long[rows.Count];
        Array.Fill(startedNanoseconds, started.ToUnixNanoseconds());
        var keys = new SeriesKeys([.. rows.Values.Select(row => row.Key)], startedNanoseconds);
        return new FamilySnapshot(declaration, family.Kind, keys, [.. rows.Values.Select(row => row.Value)]);
    }
}
