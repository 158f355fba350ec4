using System.Globalization;
using System.Text;
using LogMetrics.Compiler.Programs;
using LogMetrics.Runtime.Metrics;
using LogMetrics.Tests.Runtime.Metrics;
using static LogMetrics.Tests.Runtime.Metrics.StoreFixture;

namespace LogMetrics.Tests.Runtime.State;

/// <summary>A store with a series of each kind.</summary>
static class StateSamples
{
    internal static MetricDeclaration[] Metrics { get; } =
    [
        Declare("counter lines"), Declare("counter hits by method, code"), Declare("gauge load by host", MetricValueType.Float),
        Declare("text last"), Declare("histogram took by path"), Declare("gauge secret by x") with { Hidden = true },
        Declare("summary size by path", MetricValueType.Quantiles) with { Quantiles = [new SummaryQuantile(0.5, 0.05)] },
    ];

    internal static StoreFixture Filled()
    {
        var store = new StoreFixture();
        store.Load(Metrics);
        store.Add(0, 41);
        store.Add(1, long.MaxValue, "GET", "");
        store.Add(1, 7, "PUT \n\"ü", "200");
        ((FloatSeries)store.Series(2, "a")).Value = double.NaN;
        store.Series(2, "a").Expiry = TimeSpan.FromHours(1);
        store.Series(2, "a").UpdatedNanoseconds = 123;
        ((TextSeries)store.Series(3)).Set("a text"u8);
        ((HistogramSeries)store.Series(4, "/")).Observe(3);
        ((HistogramSeries)store.Series(4, "/")).Observe(300);
        store.Add(5, 3, "v");
        ((SummarySeries)store.Series(6, "/")).Observe(5, 1);
        return store;
    }

    /// <summary>Everything that outlives a process, as text.</summary>
    internal static string Describe(MetricStore store)
    {
        var text = new StringBuilder();
        foreach (FamilySnapshot family in store.Snapshot().Families)
        {
            for (int i = 0; i < family.Count; i++)
            {
                string value = family.Declaration.ValueType switch
                {
                    MetricValueType.String => Encoding.UTF8.GetString(family.Text(i)),
                    MetricValueType.Buckets =>
                        $"{family.ObservationCount(i)} {family.Sum(i)} {string.Join(',', family.Buckets(i).ToArray())}",
                    MetricValueType.Quantiles => $"{family.ObservationCount(i)} {family.Sum(i)}",
                    _ => family.Int(i).ToString(CultureInfo.InvariantCulture),
                };
                text.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"{family.Declaration.ExportedName} {Convert.ToHexString(family.Keys[i])} {value} {family.Keys.Started(i)} {family.Updated(i)} {family.Expiry(i)}");
            }
        }

        return text.ToString();
    }
}
