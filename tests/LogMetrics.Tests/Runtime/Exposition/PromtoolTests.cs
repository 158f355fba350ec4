using System.Diagnostics;
using System.Text;
using LogMetrics.Runtime;
using LogMetrics.Runtime.Exposition;
using LogMetrics.Runtime.Metrics;
using LogMetrics.Runtime.Telemetry;
using LogMetrics.Tests.Runtime.Inputs;
using LogMetrics.Tests.Runtime.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using static LogMetrics.Tests.Runtime.Metrics.StoreFixture;

namespace LogMetrics.Tests.Runtime.Exposition;

/// <summary>What Prometheus' own tool says about our pages.</summary>
public sealed class PromtoolTests
{
    [Fact]
    public void The_own_metrics_keep_to_the_conventions()
    {
        var store = new StoreFixture();
        store.Load(Declare("counter a b"), Declare("counter requests_total by code"));
        store.Add(1, 1, "200");
        ProcessMetrics.Add(store.Own, "1.2.3");
        var page = new MetricsPage(store.Own, ExpositionOptions.Default, Limits.Default, NullLogger.Instance);

        Assert.Equal("", Promtool(
            store.Render((snapshot, output) => page.Write(snapshot, ExpositionFormat.PrometheusText, output)),
            "check",
            "metrics"));
    }

    [Fact]
    public void Prometheus_reads_our_OpenMetrics_samples()
    {
        var store = new StoreFixture { NowSeconds = 1_499_446_032 };
        store.Load(
            Declare("counter requests_total by path"), Declare("counter plain"), Declare("gauge g-1"),
            Declare("histogram h by x"), Declare("histogram low"));
        store.Series(0, "/quote\"/back\\slash/new\nline/😀");
        store.Series(2);
        ((HistogramSeries)store.Series(3, "v")).Observe(1.5);
        ((HistogramSeries)store.Series(4)).Observe(-1);

        // promtool takes OpenMetrics only to import it, and only with a timestamp on each sample.
        string page = store.Render((snapshot, output) =>
            OpenMetricsText.Write(snapshot, ExpositionOptions.Default, output));
        var stamped = new StringBuilder();
        foreach (string line in page.TrimEnd('\n').Split('\n'))
        {
            stamped.Append(line).Append(line.StartsWith('#') ? "\n" : " 1499446032.000\n");
        }

        using var directory = new TestDirectory();
        string file = directory["page.txt"];
        File.WriteAllText(file, stamped.ToString());
        string database = directory["data"];
        Assert.Equal("", Promtool("", "tsdb", "create-blocks-from", "openmetrics", "--quiet", file, database));

        // Older versions of the tool do not read a database that was never open for writing.
        Directory.CreateDirectory(Path.Combine(database, "wal"));
        string dump = Promtool("", "tsdb", "dump", database);
        Assert.Contains("{__name__=\"requests_total\", path=\"/quote\\\"/back\\\\slash/new\\nline/😀\"} 0 1499446032000", dump, StringComparison.Ordinal);
        Assert.Contains("{__name__=\"plain\"} 0 1499446032000", dump, StringComparison.Ordinal);
        Assert.Contains("{__name__=\"g_1\"} 0 1499446032000", dump, StringComparison.Ordinal);
        Assert.Contains("{__name__=\"h_bucket\", le=\"2.0\", x=\"v\"} 1 1499446032000", dump, StringComparison.Ordinal);
        Assert.Contains("{__name__=\"low_sum\"} -1 1499446032000", dump, StringComparison.Ordinal);
    }

    static string Promtool(string input, params string[] arguments)
    {
        Assert.SkipUnless(
            (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(d => File.Exists(Path.Combine(d, "promtool"))),
            "promtool is not installed");
        using var process = Process.Start(new ProcessStartInfo("promtool", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        string answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return answer + errors.GetAwaiter().GetResult();
    }
}
