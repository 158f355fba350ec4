using LogMetrics.EndToEndTests.Processes;

namespace LogMetrics.EndToEndTests;

/// <summary>A real Prometheus understands both formats of <c>/metrics</c>, and understands the same.</summary>
public sealed class PrometheusFormatTests : IDisposable
{
    const string EveryKind =
        """
        counter words_total by word help "Words, \"quoted\" and with a \ in it."
        gauge temperature
        histogram size by word buckets 1, 10.5, 100
        text last
        /^(?P<word>\S+) (?P<size>[\d.]+)$/ {
          words_total[$word]++
          temperature = $size
          size[$word] = $size
          last = $word
        }

        """;

    readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Both_formats_come_to_the_same_series_with_the_same_values_and_types()
    {
        Assert.SkipUnless(Tools.Prometheus.IsInstalled, "prometheus is not installed");
        string program = _workspace.Write("kinds.mtail", EveryKind);
        string log = _workspace.Write("a.log", "a\"b\\c 0.5\na\"b\\c 11\nünï{x=1} 1e3\nünï{x=1} 7\n");
        await using Exporter exporter = await Exporter.ServeAsync("--programs", program, "--logs", log, "--read-from", "beginning");
        await using var relay = new TextFormatRelay(exporter);
        await using PrometheusServer prometheus = PrometheusServer.Start(
            _workspace, ("openmetrics", exporter.Client.BaseAddress!), ("text", relay.Address));

        foreach (string job in new[] { "openmetrics", "text" })
        {
            await Eventually.Equal("1", () => prometheus.QueryAsync($$"""up{job="{{job}}"}"""));
            await Eventually.Equal("2", () => prometheus.QueryAsync($$"""words_total{job="{{job}}",word="a\"b\\c"}"""));
            Assert.Equal("1", await prometheus.QueryAsync($$"""words_total{job="{{job}}",word="ünï{x=1}"}"""));
            Assert.Equal("7", await prometheus.QueryAsync($$"""temperature{job="{{job}}"}"""));
            Assert.Equal("2", await prometheus.QueryAsync($$"""size_bucket{job="{{job}}",word="a\"b\\c",le="+Inf"}"""));
            Assert.Equal("1", await prometheus.QueryAsync($$"""size_bucket{job="{{job}}",word="a\"b\\c",le="10.5"}"""));
            Assert.Equal("11.5", await prometheus.QueryAsync($$"""size_sum{job="{{job}}",word="a\"b\\c"}"""));
            Assert.Equal("1", await prometheus.QueryAsync($$"""count(logmetrics_build_info{job="{{job}}"})"""));
            Assert.Equal("histogram: defined at kinds.mtail:3:11-14", await prometheus.MetadataAsync(job, "size"));
        }

        // Each job spoke its own format: only OpenMetrics has creation times, and it names a counter without its suffix.
        Assert.Equal("2", await prometheus.QueryAsync("""count(words_created{job="openmetrics"})"""));
        Assert.Equal("nothing", await prometheus.QueryAsync("""words_created{job="text"}"""));
        const string Counter = """counter: Words, "quoted" and with a \ in it.""";
        Assert.Equal(Counter, await prometheus.MetadataAsync("text", "words_total"));
        Assert.Equal(Counter, await prometheus.MetadataAsync("openmetrics", "words"));
        Assert.Equal("nothing", await prometheus.QueryAsync("last"));
    }
}
