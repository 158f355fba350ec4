using System.Text;
using LogMetrics.Runtime;
using LogMetrics.Runtime.Exposition;
using LogMetrics.Runtime.Telemetry;
using LogMetrics.Tests.Runtime.Exposition;
using LogMetrics.Tests.Runtime.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using static LogMetrics.Tests.Runtime.Metrics.StoreFixture;

namespace LogMetrics.Tests.Runtime.Telemetry;

public sealed class OwnMetricsTests
{
    [Fact]
    public void Counters_gauges_and_infos_stand_beside_the_metrics_of_programs()
    {
        var store = new StoreFixture();
        store.Load(Declare("counter hits_total"));
        store.Own.AddCounter("logmetrics_lines_total", "Lines.").Add(3);
        OwnCounter errors = store.Own.AddCounter("logmetrics_errors_total", "Errors.", "program", "reason");
        errors.With("b", "x").Add();
        errors.With("a", "y\n\"").Add(2);
        store.Own.AddGauge("logmetrics_lag_bytes", "Lag.", () => 1.5);
        store.Own.AddGauge("logmetrics_up", "Up.", ["p"], () => [(["b"], 0), (["a"], 1), (["b"], 1)]);
        store.Own.AddInfo("logmetrics_build_info", "Build.", ("version", "1.0"));

        string text = Page(store, ExpositionFormat.PrometheusText);
        Assert.Contains(Lines("""
            # HELP hits_total defined at a.mtail:1:9-18
            # TYPE hits_total counter
            hits_total 0
            # HELP logmetrics_build_info Build.
            # TYPE logmetrics_build_info gauge
            logmetrics_build_info{version="1.0"} 1
            # HELP logmetrics_errors_total Errors.
            # TYPE logmetrics_errors_total counter
            logmetrics_errors_total{program="a",reason="y\n\""} 2
            logmetrics_errors_total{program="b",reason="x"} 1
            """), text, StringComparison.Ordinal);
        Assert.Contains("\nlogmetrics_lag_bytes 1.5\n", text, StringComparison.Ordinal);
        Assert.Contains("\nlogmetrics_lines_total 3\n", text, StringComparison.Ordinal);
        Assert.Contains("\nlogmetrics_up{p=\"a\"} 1\nlogmetrics_up{p=\"b\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains(Lines("""
            # HELP logmetrics_build Build.
            # TYPE logmetrics_build info
            logmetrics_build_info{version="1.0"} 1
            """), Page(store, ExpositionFormat.OpenMetrics), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_tells_which_families_it_left_out_and_how_many_series_there_are()
    {
        var store = new StoreFixture();
        store.Load(Declare("counter a b"), Declare("counter process_open_fds"), Declare("counter c by x"));
        store.Add(2, 1, "1");
        store.Add(2, 1, "2");
        ProcessMetrics.Add(store.Own, "1.2.3");

        string text = Page(store, ExpositionFormat.PrometheusText);

        Assert.Contains(Lines("""
            logmetrics_exposition_families_left_out{metric="a b",reason="invalid_name"} 1
            logmetrics_exposition_families_left_out{metric="process_open_fds",reason="name_clash"} 1
            """), text, StringComparison.Ordinal);
        Assert.Contains(Lines("""
            logmetrics_series{metric="a b"} 1
            logmetrics_series{metric="c"} 2
            logmetrics_series{metric="process_open_fds"} 1
            """), text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gauge_that_cannot_be_read_does_not_fail_the_scrape()
    {
        var store = new StoreFixture();
        store.Own.AddGauge("logmetrics_a", "A.", () => throw new InvalidOperationException());
        store.Own.AddGauge("logmetrics_b", "B.", () => 1);

        string text = Page(store, ExpositionFormat.PrometheusText);

        Assert.Contains("\nlogmetrics_b 1\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "logmetrics_exposition_families_left_out{metric=\"logmetrics_a\",reason=\"unreadable\"} 1\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ExpositionFormat.PrometheusText)]
    [InlineData(ExpositionFormat.OpenMetrics)]
    public void What_the_process_says_about_itself_is_plausible(ExpositionFormat format)
    {
        var store = new StoreFixture();
        ProcessMetrics.Add(store.Own, "1.2.3");

        Dictionary<string, double> values = TextParser
            .Parse(Encoding.UTF8.GetBytes(Page(store, format)), format == ExpositionFormat.OpenMetrics)
            .Where(sample => sample.Labels.Count == 0)
            .ToDictionary(sample => sample.Name, sample => double.Parse(sample.Value, System.Globalization.CultureInfo.InvariantCulture));

        Assert.InRange(values["process_cpu_seconds_total"], 0.001, 1e6);
        Assert.InRange(values["process_resident_memory_bytes"], 1e6, 1e11);
        Assert.InRange(values["process_start_time_seconds"], 1.6e9, 1e11);
        Assert.InRange(values["dotnet_gc_heap_bytes"], 1e4, 1e11);
        if (OperatingSystem.IsLinux())
        {
            Assert.InRange(values["process_virtual_memory_bytes"], values["process_resident_memory_bytes"], 1e15);
            Assert.InRange(values["process_open_fds"], 3, values["process_max_fds"]);
        }
    }

    [Fact]
    public void An_alias_shows_a_metric_under_another_name_and_adds_up_what_it_does_not_tell_apart()
    {
        var store = new StoreFixture();
        OwnCounter lines = store.Own.AddCounter("logmetrics_source_lines_total", "Lines.", "source", "kind");
        lines.With("/a", "x").Add(1);
        lines.With("/a", "y").Add(2);
        lines.With("/b", "x").Add(4);
        store.Own.AddAlias("mtail_lines_total", "All.", "logmetrics_source_lines_total");
        store.Own.AddAlias("mtail_log_lines_total", "Each.", "logmetrics_source_lines_total", ("logfile", "source"));
        store.Own.AddAlias("mtail_nothing", "Nothing.", "logmetrics_nothing");

        Assert.Contains(Lines("""
            # HELP mtail_lines_total All.
            # TYPE mtail_lines_total untyped
            mtail_lines_total 7
            # HELP mtail_log_lines_total Each.
            # TYPE mtail_log_lines_total untyped
            mtail_log_lines_total{logfile="/a"} 3
            mtail_log_lines_total{logfile="/b"} 4
            """), Page(store, ExpositionFormat.PrometheusText), StringComparison.Ordinal);
    }

    [Fact]
    public void Threads_count_together()
    {
        var own = new OwnMetrics();
        OwnCounter counter = own.AddCounter("logmetrics_x_total", "X.", "l");

        Parallel.For(0, 8, i =>
        {
            for (int n = 0; n < 10_000; n++)
            {
                counter.With($"{i % 2}").Add();
            }
        });

        Assert.Equal(40_000, counter.With("0").Value);
        Assert.Equal(40_000, counter.With("1").Value);
    }

    [Fact]
    public void Cells_beyond_the_limit_share_one()
    {
        var own = new OwnMetrics(Limits.Default with { MaxSeriesPerMetric = 2 }, TimeProvider.System);
        OwnCounter counter = own.AddCounter("logmetrics_x_total", "X.", "l");
        for (int i = 0; i < 5; i++)
        {
            counter.With($"{i}").Add();
        }

        Assert.Equal(3, counter.With("__other__").Value);
        Assert.Equal(1, counter.With("1").Value);
    }

    [Fact]
    public void Misuse_is_told()
    {
        var own = new OwnMetrics();
        OwnCounter labelled = own.AddCounter("logmetrics_x_total", "X.", "l");

        Assert.Same(labelled, own.AddCounter("logmetrics_x_total", "X.", "l"));
        Assert.Throws<ArgumentException>(() => own.AddCounter("logmetrics_x_total", "X.", "other"));
        Assert.Throws<ArgumentException>(() => labelled.With("a", "b"));
        Assert.Throws<InvalidOperationException>(() => labelled.Add());
    }

    static string Lines(string text) => text + "\n";

    static string Page(StoreFixture store, ExpositionFormat format)
    {
        var page = new MetricsPage(store.Own, ExpositionOptions.Default, Limits.Default, NullLogger.Instance);
        return store.Render((snapshot, output) => page.Write(snapshot, format, output));
    }
}
