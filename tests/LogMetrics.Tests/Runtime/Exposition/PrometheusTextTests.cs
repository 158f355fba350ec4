using LogMetrics.Compiler.Programs;
using LogMetrics.Runtime;
using LogMetrics.Runtime.Exposition;
using LogMetrics.Runtime.Metrics;
using LogMetrics.Tests.Runtime.Metrics;
using static LogMetrics.Tests.Runtime.Metrics.StoreFixture;

namespace LogMetrics.Tests.Runtime.Exposition;

public sealed class PrometheusTextTests
{
    [Fact]
    public void Families_series_and_labels_are_sorted()
    {
        var store = new StoreFixture();
        store.Load(Declare("gauge level by z, a"), Declare("counter hits"));
        store.Add(0, 1, "1", "b");
        store.Add(0, 2, "2", "a");
        store.Add(0, 3, "10", "a");
        store.Add(0, 4, "1", "ab");
        store.Add(1, 7);

        Check(store, """
            # HELP hits defined at a.mtail:1:9-12
            # TYPE hits counter
            hits 7
            # HELP level defined at a.mtail:1:7-11
            # TYPE level gauge
            level{a="a",z="10"} 3
            level{a="a",z="2"} 2
            level{a="ab",z="1"} 4
            level{a="b",z="1"} 1

            """);
    }

    [Fact]
    public void What_would_break_a_line_is_escaped_and_what_would_steer_a_terminal_is_replaced()
    {
        var store = new StoreFixture();
        store.Load(Declare("gauge g by x") with { Help = "two\nlines, a \\ and \u001b[31m red" });
        store.Add(0, 1, "quote\" backslash\\ newline\n tab\t end");
        store.Add(0, 2, "\u001b[31mred\u0085\u007f\u202e");

        Check(store, """
            # HELP g two\nlines, a \\ and �[31m red
            # TYPE g gauge
            g{x="quote\" backslash\\ newline\n tab	 end"} 1
            g{x="�[31mred���"} 2

            """);
    }

    [Fact]
    public void Numbers_are_written_as_mtail_writes_them()
    {
        var store = new StoreFixture();
        store.Load(Declare("gauge g by x", MetricValueType.Float), Declare("counter t", MetricValueType.String));
        double[] values = [1_000_000, 0.1, double.NaN, double.NegativeInfinity, -0.0, 123456789.125, 0.00001];
        for (int i = 0; i < values.Length; i++)
        {
            ((FloatSeries)store.Series(0, $"{i}")).Value = values[i];
        }

        Check(store, """
            # HELP g defined at a.mtail:1:7
            # TYPE g gauge
            g{x="0"} 1e+06
            g{x="1"} 0.1
            g{x="2"} NaN
            g{x="3"} -Inf
            g{x="4"} 0
            g{x="5"} 1.23456789125e+08
            g{x="6"} 1e-05
            # HELP t defined at a.mtail:1:9
            # TYPE t counter
            t 0

            """);
    }

    [Fact]
    public void The_last_bucket_of_a_histogram_is_its_count_even_after_NaN()
    {
        var store = new StoreFixture();
        store.Load(Declare("histogram h"), Declare("histogram low") with { Buckets = [-1, 0, 5] });
        foreach (double value in new[] { -3.0, 1, 1.5, 99, double.NaN })
        {
            ((HistogramSeries)store.Series(0)).Observe(value);
        }

        ((HistogramSeries)store.Series(1)).Observe(-7);

        Check(store, """
            # HELP h defined at a.mtail:1:11
            # TYPE h histogram
            h_bucket{le="1"} 2
            h_bucket{le="2"} 3
            h_bucket{le="4"} 3
            h_bucket{le="+Inf"} 5
            h_sum NaN
            h_count 5
            # HELP low defined at a.mtail:1:11-13
            # TYPE low histogram
            low_bucket{le="0"} 1
            low_bucket{le="5"} 1
            low_bucket{le="+Inf"} 1
            low_sum -7
            low_count 1

            """);
    }

    [Fact]
    public void Programs_that_share_a_name_are_told_apart_by_their_label_and_sorted_together()
    {
        var store = new StoreFixture(programLabel: true);
        store.Load(
            ("b.mtail", [Declare("counter hits by a, z") with { Help = "From b." }]),
            ("a.mtail", [Declare("counter hits by a, z")]),
            ("c.mtail", [Declare("counter hits by a")]));
        foreach (string program in new[] { "b.mtail", "a.mtail" })
        {
            store.Series(store.Family(0, program), "1", "9");
            store.Series(store.Family(0, program), "2", "0");
        }

        store.Series(store.Family(0, "c.mtail"), "5");

        Check(store, """
            # HELP hits From b.
            # TYPE hits counter
            hits{a="5",prog="c.mtail"} 0
            hits{a="1",prog="a.mtail",z="9"} 0
            hits{a="1",prog="b.mtail",z="9"} 0
            hits{a="2",prog="a.mtail",z="0"} 0
            hits{a="2",prog="b.mtail",z="0"} 0

            """, new ExpositionOptions { ProgramLabel = true });
    }

    [Fact]
    public void Samples_carry_the_time_of_their_last_update_when_asked_to()
    {
        var store = new StoreFixture();
        store.Load(Declare("counter hits"), Declare("gauge g"));
        store.Series(1).UpdatedNanoseconds = 1_499_446_032_123_456_789;

        Check(store, """
            # HELP g defined at a.mtail:1:7
            # TYPE g gauge
            g 0 1499446032123
            # HELP hits defined at a.mtail:1:9-12
            # TYPE hits counter
            hits 0 0

            """, new ExpositionOptions { Timestamps = true });
    }

    [Fact]
    public void Texts_hidden_metrics_and_metrics_without_series_are_not_exposed()
    {
        var store = new StoreFixture();
        store.Load(Declare("text t"), Declare("counter secret") with { Hidden = true }, Declare("gauge g"));
        store.Series(0);

        Check(store, "");
    }

    [Theory]
    [InlineData("counter a b", LeftOutReason.InvalidName)]
    [InlineData("counter 9lives", LeftOutReason.InvalidName)]
    [InlineData("counter größe", LeftOutReason.InvalidName)]
    [InlineData("counter logmetrics_mine", LeftOutReason.NameClash)]
    [InlineData("counter c by x y", LeftOutReason.InvalidLabel)]
    [InlineData("counter c by __x", LeftOutReason.InvalidLabel)]
    [InlineData("counter c by x, x", LeftOutReason.InvalidLabel)]
    [InlineData("histogram c by le", LeftOutReason.InvalidLabel)]
    [InlineData("counter first-one", LeftOutReason.NameClash)]
    [InlineData("gauge h_count", LeftOutReason.NameClash)]
    public void A_family_that_would_break_the_scrape_is_left_out_and_named(string line, LeftOutReason reason)
    {
        var store = new StoreFixture();
        MetricDeclaration bad = Declare(line);
        store.Load(Declare("counter first_one"), Declare("histogram h"), bad);
        store.Series(2, [.. bad.Keys.Select(_ => "v")]);
        IReadOnlyList<LeftOutFamily> leftOut = [];

        string page = store.Render((snapshot, output) =>
            leftOut = PrometheusText.Write(snapshot, ExpositionOptions.Default, output));

        Assert.Equal([new LeftOutFamily(bad.ExportedName, "a.mtail", reason)], leftOut);
        Assert.StartsWith("# HELP first_one ", page, StringComparison.Ordinal);
        Assert.EndsWith("\nh_count 0\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_family_keeps_its_name_when_an_earlier_one_gets_its_first_series()
    {
        var store = new StoreFixture();
        store.Load(Declare("gauge one-two"), Declare("counter one_two"));
        string before = Page(store, ExpositionOptions.Default);

        store.Series(0);

        Assert.Empty(before);
        Assert.Contains("# TYPE one_two gauge\none_two 0\n", Page(store, ExpositionOptions.Default), StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_called_prog_is_fine_while_programs_are_not_told_apart()
    {
        var store = new StoreFixture();
        store.Load(Declare("counter hits by prog"));
        store.Series(0, "mine");

        Assert.Contains("hits{prog=\"mine\"} 0", Page(store, ExpositionOptions.Default), StringComparison.Ordinal);
        Assert.Empty(Page(store, new ExpositionOptions { ProgramLabel = true }));
    }

    [Fact]
    public void Beyond_the_limit_all_label_sets_share_one_series()
    {
        var store = new StoreFixture(limits: Limits.Default with { MaxSeriesPerMetric = 2 });
        store.Load(Declare("counter hits by method, code"));
        for (int i = 0; i < 5; i++)
        {
            store.Add(0, 1, "GET", $"{i}");
        }

        Check(store, """
            # HELP hits defined at a.mtail:1:9-12
            # TYPE hits counter
            hits{code="0",method="GET"} 1
            hits{code="1",method="GET"} 1
            hits{code="__other__",method="__other__"} 3

            """);
    }

    static string Page(StoreFixture store, ExpositionOptions options) =>
        store.Render((snapshot, output) => PrometheusText.Write(snapshot, options, output));

    static void Check(StoreFixture store, string expected, ExpositionOptions? options = null) =>
        Assert.Equal(expected, Page(store, options ?? ExpositionOptions.Default));
}
