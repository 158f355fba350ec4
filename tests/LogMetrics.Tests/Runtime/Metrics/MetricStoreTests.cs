using LogMetrics.Compiler.Programs;
using LogMetrics.Runtime.Metrics;
using static LogMetrics.Tests.Runtime.Metrics.StoreFixture;

namespace LogMetrics.Tests.Runtime.Metrics;

public sealed class MetricStoreTests
{
    [Fact]
    public void Only_counters_and_histograms_without_labels_exist_from_load()
    {
        var store = new StoreFixture();
        store.Load(
            Declare("counter a"), Declare("histogram b"), Declare("gauge c"), Declare("timer d"), Declare("text e"),
            Declare("counter f by x"), Declare("histogram g by x"));

        MetricSnapshot snapshot = store.Store.Snapshot();

        Assert.Equal([1, 1, 0, 0, 0, 0, 0], snapshot.Families.Select(family => family.Count));
        Assert.Equal(0, snapshot.Families[0].Int(0));
        Assert.Equal(0, snapshot.Families[0].Updated(0));
        Assert.Equal(1_500_000_000_000_000_000, snapshot.Families[0].Keys.Started(0));
    }

    // Otherwise a page shows a fall, and a start that is earlier than before.
    [Fact]
    public void What_begins_anew_starts_later_also_when_the_clock_was_set_back()
    {
        var store = new StoreFixture();
        store.Load(Declare("counter hits"));
        store.NowSeconds = 2_000_000_000;
        store.Load(Declare("counter hits by method"));
        store.Add(0, 1, "GET");
        store.NowSeconds = 1_600_000_000;
        store.Load(Declare("counter hits"));
        Assert.Equal(2_000_000_000_001_000_000, Started());

        store.Store.StartAnew();
        Assert.Equal(2_000_000_000_002_000_000, Started());
        store.NowSeconds = 2_100_000_000;
        store.Store.StartAnew();
        Assert.Equal(2_100_000_000_000_000_000, Started());

        var next = new StoreFixture { NowSeconds = 1_600_000_000 };
        next.Store.Restore(store.Store.Checkpoint(store.Store.Snapshot()));
        next.Load(Declare("counter hits"), Declare("counter more"));
        Assert.Equal(2_100_000_000_000_000_000, next.Store.Snapshot().Families[0].Keys.Started(0));
        next.Store.StartAnew();
        Assert.Equal(2_100_000_000_001_000_000, next.Store.Snapshot().Families[0].Keys.Started(0));

        long Started() => store.Store.Snapshot().Families[0].Keys.Started(0);
    }

    [Fact]
    public void A_label_set_has_one_series_and_a_new_series_the_time_of_its_line()
    {
        var store = new StoreFixture();
        store.Load(Declare("counter hits by method, code"));

        Series first = store.Family(0).GetOrAdd(store.Fill("GET", "200"), 77);
        Series again = store.Family(0).GetOrAdd(store.Fill("GET", "200"), 88);
        Series other = store.Family(0).GetOrAdd(store.Fill("GET2", "00"), 99);

        Assert.Same(first, again);
        Assert.NotSame(first, other);
        Assert.Equal(77, first.UpdatedNanoseconds);
    }

    [Fact]
    public void Families_that_did_not_change_keep_their_values_over_a_reload()
    {
        var store = new StoreFixture();
        store.Load(Declare("counter kept by x"), Declare("counter relabelled by x"), Declare("counter gone"));
        store.Add(0, 5, "v");
        store.Add(1, 5, "v");
        MetricFamily kept = store.Family(0);

        store.Load(Declare("counter relabelled by y"), Declare("counter kept by x") with { Help = "Now with help." });

        Assert.Same(kept, store.Family(1));
        Assert.Equal("Now with help.", kept.Declaration.Help);
        Assert.Equal(["relabelled", "kept"], store.Store.Snapshot().Families.Select(f => f.Declaration.ExportedName));
        Assert.Equal([0, 1], store.Store.Snapshot().Families.Select(f => f.Count));
    }

    // Its series have the names that the metric in between had: at a value from before, it would look as if it had grown.
    [Theory]
    [InlineData("histogram size", "histogram size", true)]
    [InlineData("counter size by a, b", "gauge size by b, a", true)]
    [InlineData("counter size by a", "counter size by b", false)]
    [InlineData("counter size by a", "counter other", false)]
    public void What_comes_back_begins_anew_when_something_else_had_its_series(string metric, string between, bool isAnew)
    {
        var store = new StoreFixture(removedKept: TimeSpan.FromHours(24));
        store.NowSeconds = 1000;
        store.Load(Declare(metric));
        store.Series(0, [.. store.Family(0).Declaration.Keys]);
        store.NowSeconds = 2000;
        store.Load(Declare(between) with { Buckets = between.StartsWith("histogram", StringComparison.Ordinal) ? [1, 2] : [] });
        store.NowSeconds = 3000;
        store.Load(Declare(metric));

        store.Series(0, [.. store.Family(0).Declaration.Keys]);
        Assert.Equal((isAnew ? 3000 : 1000) * 1_000_000_000L, store.Store.Snapshot().Families[0].Keys.Started(0));
    }

    [Fact]
    public void A_prepared_generation_changes_nothing_until_it_is_adopted()
    {
        var store = new StoreFixture();
        store.Load(Declare("counter hits"));
        store.Add(0, 3);

        MetricGeneration next = store.Store.Prepare(
            [new MetricProgram("a.mtail", [Declare("counter hits"), Declare("counter more")], [], [], [], [])]);
        store.Add(0, 1);

        Assert.Single(store.Store.Snapshot().Families);
        store.Store.Adopt(next);
        Assert.Equal(2, store.Store.Snapshot().Families.Length);
        Assert.Equal(4, store.Store.Snapshot().Families[0].Int(0));
    }

    [Fact]
    public void A_snapshot_does_not_follow_later_updates()
    {
        var store = new StoreFixture();
        store.Load(Declare("counter hits by x"), Declare("text last"), Declare("histogram h"));
        store.Add(0, 1, "v");
        ((TextSeries)store.Series(1)).Set("one"u8);
        ((HistogramSeries)store.Series(2)).Observe(1.5);
        MetricSnapshot snapshot = store.Store.Snapshot();

        store.Add(0, 1, "v");
        store.Add(0, 1, "w");
        ((TextSeries)store.Series(1)).Set("two"u8);
        ((HistogramSeries)store.Series(2)).Observe(1.5);

        Assert.Equal(1, snapshot.Families[0].Count);
        Assert.Equal(1, snapshot.Families[0].Int(0));
        Assert.Equal("one"u8, snapshot.Families[1].Text(0));
        Assert.Equal(1, snapshot.Families[2].ObservationCount(0));
        Assert.Equal([0L, 1, 0, 0], snapshot.Families[2].Buckets(0).ToArray());
    }

    [Fact]
    public void Series_leave_when_their_expiry_has_passed()
    {
        var store = new StoreFixture();
        store.Load(Declare("counter hits by x"));
        Series old = store.Series(0, "old");
        Series refreshed = store.Series(0, "refreshed");
        store.Series(0, "forever");
        old.UpdatedNanoseconds = 1_000_000_000_000;
        refreshed.UpdatedNanoseconds = 1_060_000_000_000;
        old.Expiry = refreshed.Expiry = TimeSpan.FromMinutes(1);

        store.NowSeconds = 1_060;
        store.Store.RemoveExpired();
        Assert.Equal(3, store.Store.Snapshot().SeriesCount);

        store.NowSeconds = 1_061;
        store.Store.RemoveExpired();
        Assert.Null(store.Family(0).Find(store.Fill("old")));
        Assert.Equal(2, store.Store.Snapshot().SeriesCount);
    }

    [Fact]
    public void A_metric_with_a_limit_gives_up_the_series_updated_longest_ago()
    {
        var store = new StoreFixture();
        store.Load(Declare("counter hits by x") with { SeriesLimit = 2 });
        store.Series(0, "a").UpdatedNanoseconds = 20;
        store.Series(0, "b").UpdatedNanoseconds = 10;

        store.Series(0, "c");

        Assert.Null(store.Family(0).Find(store.Fill("b")));
        Assert.NotNull(store.Family(0).Find(store.Fill("a")));
        Assert.NotNull(store.Family(0).Find(store.Fill("c")));
    }
}
