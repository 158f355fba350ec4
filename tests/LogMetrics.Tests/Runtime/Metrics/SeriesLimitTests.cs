using System.Globalization;
using System.Text;
using LogMetrics.Compiler.Programs;
using LogMetrics.Runtime;
using LogMetrics.Runtime.Metrics;
using static LogMetrics.Tests.Runtime.Metrics.StoreFixture;

namespace LogMetrics.Tests.Runtime.Metrics;

public sealed class SeriesLimitTests
{
    [Fact]
    public void A_million_label_values_keep_their_sum_and_little_memory()
    {
        var store = new StoreFixture();
        store.Load(Declare("counter hits by x"), Declare("histogram sizes by x"));
        MetricFamily hits = store.Family(0);
        MetricFamily sizes = store.Family(1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Span<byte> value = stackalloc byte[16];
        for (int i = 0; i < 1_000_000; i++)
        {
            i.TryFormat(value, out int length, default, CultureInfo.InvariantCulture);
            store.Labels.Clear();
            store.Labels.Add(value[..length]);
            ((IntSeries)hits.GetOrAdd(store.Labels, i)).Value++;
            ((HistogramSeries)sizes.GetOrAdd(store.Labels, i)).Observe(1);
        }

        // Counted for this thread, because other tests run beside it.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 * 1024 * 1024);
        MetricSnapshot snapshot = store.Store.Snapshot();
        FamilySnapshot counted = snapshot.Families[0];
        FamilySnapshot observed = snapshot.Families[1];

        Assert.Equal(1_000_000, Enumerable.Range(0, counted.Count).Sum(counted.Int));
        Assert.Equal(1_000_000, Enumerable.Range(0, observed.Count).Sum(observed.ObservationCount));
        Assert.Equal(Limits.Default.MaxSeriesPerMetric + 1, counted.Count);
        Assert.Equal(990_000, store.Own.AddCounter("logmetrics_series_overflow_total", "", "metric").With("hits").Value);
    }

    [Fact]
    public void The_limit_of_the_process_counts_all_families()
    {
        var store = new StoreFixture(limits: Limits.Default with { MaxSeries = 3 });
        store.Load(Declare("counter a by x"), Declare("counter b by x"), Declare("gauge c"));
        store.Add(0, 1, "1");
        store.Add(0, 1, "2");
        store.Add(1, 1, "1");
        store.Add(1, 1, "2");
        store.Add(1, 1, "3");
        store.Add(2, 1);

        Assert.Equal(2, ((IntSeries)store.Family(1).Find(store.Fill("__other__"))!).Value);
        Assert.Equal(1, ((IntSeries)store.Series(2)).Value);
    }

    [Fact]
    public void Room_that_becomes_free_is_used_again()
    {
        var store = new StoreFixture(limits: Limits.Default with { MaxSeriesPerMetric = 2, MaxSeries = 3 });
        store.Load(Declare("counter a by x"));
        store.Add(0, 1, "1");
        store.Add(0, 1, "2");
        store.Add(0, 1, "3");
        store.Family(0).Remove(store.Fill("1"));
        store.Family(0).Remove(store.Fill("never there"));

        store.Add(0, 1, "4");
        store.Add(0, 1, "5");

        Assert.NotNull(store.Family(0).Find(store.Fill("4")));
        Assert.Equal(2, ((IntSeries)store.Family(0).Find(store.Fill("__other__"))!).Value);
    }

    [Fact]
    public void A_log_that_itself_says_other_shares_the_overflow_series()
    {
        var store = new StoreFixture(limits: Limits.Default with { MaxSeriesPerMetric = 1 });
        store.Load(Declare("counter a by x"));
        store.Add(0, 1, "__other__");
        store.Add(0, 1, "beyond");

        FamilySnapshot family = store.Store.Snapshot().Families[0];
        Assert.Equal(1, family.Count);
        Assert.Equal(2, family.Int(0));
    }

    [Fact]
    public void A_reload_gives_back_the_room_of_families_that_are_gone()
    {
        var store = new StoreFixture(limits: Limits.Default with { MaxSeries = 2 });
        store.Load(Declare("counter a by x"));
        store.Add(0, 1, "1");
        store.Add(0, 1, "2");

        store.Load(Declare("counter b by x"));
        store.Add(0, 1, "3");

        Assert.NotNull(store.Family(0).Find(store.Fill("3")));
    }

    [Fact]
    public void Known_series_and_values_that_need_no_mending_allocate_nothing()
    {
        var store = new StoreFixture();
        store.Load(
            Declare("counter hits by method, path"), Declare("gauge g", MetricValueType.Float),
            Declare("histogram h by path"), Declare("text t"));
        byte[] path = Encoding.UTF8.GetBytes("/a/rather/long/path/with/ünïcode");
        for (int i = 0; i < 3; i++)
        {
            Touch(store, path);
        }

        long allocated = Allocations.LeastOf(() =>
        {
            for (int i = 0; i < 10_000; i++)
            {
                Touch(store, path);
            }
        });
        Assert.Equal(0, allocated);
    }

    static void Touch(StoreFixture store, byte[] path)
    {
        LabelValues labels = store.Labels;
        labels.Clear();
        labels.Add("GET"u8);
        labels.Add(path);
        ((IntSeries)store.Family(0).GetOrAdd(labels, 1)).Value++;
        ((FloatSeries)store.Family(1).GetOrAdd(1)).Value++;
        labels.Clear();
        labels.Add(path);
        ((HistogramSeries)store.Family(2).GetOrAdd(labels, 1)).Observe(3);
        ((TextSeries)store.Family(3).GetOrAdd(1)).Set(path);
    }
}
