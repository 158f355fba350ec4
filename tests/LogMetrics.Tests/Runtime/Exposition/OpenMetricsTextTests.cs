using LogMetrics.Runtime.Exposition;
using LogMetrics.Runtime.Metrics;
using LogMetrics.Tests.Runtime.Metrics;
using static LogMetrics.Tests.Runtime.Metrics.StoreFixture;

namespace LogMetrics.Tests.Runtime.Exposition;

public sealed class OpenMetricsTextTests
{
    [Fact]
    public void A_counter_has_its_suffix_on_the_sample_and_says_when_it_began()
    {
        var store = new StoreFixture { NowSeconds = 1_499_446_032 };
        store.Load(Declare("counter bytes_total by x") with { Help = "Bytes \"sent\".", Unit = "bytes" });
        store.Add(0, 1_000_000, "v");

        Check(store, """
            # HELP bytes Bytes \"sent\".
            # TYPE bytes counter
            bytes_total{x="v"} 1000000
            bytes_created{x="v"} 1499446032.000
            # EOF

            """);
    }

    [Fact]
    public void A_unit_is_told_only_where_the_name_ends_in_it()
    {
        var store = new StoreFixture();
        store.Load(
            Declare("gauge took_seconds") with { Unit = "seconds" },
            Declare("gauge took") with { Unit = "seconds" });
        store.Series(0);
        store.Series(1);

        Check(store, """
            # HELP took defined at a.mtail:1:7-10
            # TYPE took gauge
            took 0
            # HELP took_seconds defined at a.mtail:1:7-18
            # TYPE took_seconds gauge
            # UNIT took_seconds seconds
            took_seconds 0
            # EOF

            """);
    }

    [Fact]
    public void What_has_no_form_here_keeps_its_name_as_an_unknown()
    {
        var store = new StoreFixture();
        store.Load(
            Declare("counter hits"),
            Declare("counter shrunk_total"),
            Declare("counter taken_total"),
            Declare("gauge taken"),
            Declare("counter begun_total"),
            Declare("gauge begun_created"),
            Declare("counter _total"));
        store.Add(0, 1);
        store.Add(1, -1);
        store.Series(3);
        store.Series(5);

        Check(store, """
            # HELP _total defined at a.mtail:1:9-14
            # TYPE _total unknown
            _total 0
            # HELP begun_created defined at a.mtail:1:7-19
            # TYPE begun_created gauge
            begun_created 0
            # HELP begun_total defined at a.mtail:1:9-19
            # TYPE begun_total unknown
            begun_total 0
            # HELP hits defined at a.mtail:1:9-12
            # TYPE hits unknown
            hits 1
            # HELP shrunk_total defined at a.mtail:1:9-20
            # TYPE shrunk_total unknown
            shrunk_total -1
            # HELP taken defined at a.mtail:1:7-11
            # TYPE taken gauge
            taken 0
            # HELP taken_total defined at a.mtail:1:9-19
            # TYPE taken_total unknown
            taken_total 0
            # EOF

            """);
    }

    [Fact]
    public void A_histogram_has_canonical_bounds_and_says_when_it_began()
    {
        var store = new StoreFixture();
        store.Load(Declare("histogram h by x") with { Buckets = [0.5, 1, 1_000_000] });
        ((HistogramSeries)store.Series(0, "v")).Observe(0.75);

        Check(store, """
            # HELP h defined at a.mtail:1:11
            # TYPE h histogram
            h_bucket{x="v",le="0.5"} 0
            h_bucket{x="v",le="1.0"} 1
            h_bucket{x="v",le="1e+06"} 1
            h_bucket{x="v",le="+Inf"} 1
            h_count{x="v"} 1
            h_sum{x="v"} 0.75
            h_created{x="v"} 1500000000.000
            # EOF

            """);
    }

    [Fact]
    public void A_histogram_of_negative_values_is_three_unknowns_with_the_same_samples()
    {
        var store = new StoreFixture();
        store.Load(Declare("histogram h"));
        ((HistogramSeries)store.Series(0)).Observe(-1);

        Check(store, """
            # HELP h_bucket defined at a.mtail:1:11
            # TYPE h_bucket unknown
            h_bucket{le="1.0"} 1
            h_bucket{le="2.0"} 1
            h_bucket{le="4.0"} 1
            h_bucket{le="+Inf"} 1
            # HELP h_count defined at a.mtail:1:11
            # TYPE h_count unknown
            h_count 1
            # HELP h_sum defined at a.mtail:1:11
            # TYPE h_sum unknown
            h_sum -1
            # EOF

            """);
    }

    [Fact]
    public void Timestamps_are_seconds()
    {
        var store = new StoreFixture();
        store.Load(Declare("gauge g"));
        store.Series(0).UpdatedNanoseconds = 1_499_446_032_007_999_999;

        Check(store, """
            # HELP g defined at a.mtail:1:7
            # TYPE g gauge
            g 0 1499446032.007
            # EOF

            """, new ExpositionOptions { Timestamps = true });
    }

    [Fact]
    public void Large_integers_are_exact()
    {
        var store = new StoreFixture();
        store.Load(Declare("counter n_total"));
        store.Add(0, long.MaxValue);

        string page = store.Render((snapshot, output) =>
            OpenMetricsText.Write(snapshot, ExpositionOptions.Default, output));

        Assert.Contains("\nn_total 9223372036854775807\n", page, StringComparison.Ordinal);
    }

    static void Check(StoreFixture store, string expected, ExpositionOptions? options = null) =>
        Assert.Equal(expected, store.Render((snapshot, output) =>
            OpenMetricsText.Write(snapshot, options ?? ExpositionOptions.Default, output)));
}
