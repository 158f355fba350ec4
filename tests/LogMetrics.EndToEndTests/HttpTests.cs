using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using LogMetrics.EndToEndTests.Processes;

namespace LogMetrics.EndToEndTests;

/// <summary>What the HTTP server answers, and what it does not let clients do.</summary>
public sealed class HttpTests : IAsyncLifetime
{
    readonly Workspace _workspace = new();
    Exporter _exporter = null!;

    public async ValueTask InitializeAsync()
    {
        string program = _workspace.Write("words.mtail", Samples.Words);
        string log = _workspace.Write("a.log", "<b>secret</b>\nword\n");
        _exporter = await Exporter.ServeAsync("--programs", program, "--logs", log, "--read-from", "beginning");
        await Eventually.Equal("1", () => _exporter.SampleAsync("""words_total{word="word"}"""));
    }

    public async ValueTask DisposeAsync()
    {
        await _exporter.DisposeAsync();
        _workspace.Dispose();
    }

    [Theory]
    [InlineData("", "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("text/plain;version=0.0.4", "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5", "application/openmetrics-text; version=1.0.0; charset=utf-8")]
    public async Task Metrics_come_in_the_form_that_is_asked_for_plain_and_compressed(string accept, string contentType)
    {
        using HttpResponseMessage plain = await _exporter.AskAsync("/metrics", accept, gzip: false);
        using HttpResponseMessage compressed = await _exporter.AskAsync("/metrics", accept, gzip: true);
        Assert.Equal(contentType, plain.Content.Headers.ContentType?.ToString());
        Assert.Equal(contentType, compressed.Content.Headers.ContentType?.ToString());
        Assert.Equal(["gzip"], compressed.Content.Headers.ContentEncoding);
        await using Stream body = await compressed.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        using var reader = new StreamReader(new GZipStream(body, CompressionMode.Decompress));
        string text = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Contains("words_total{word=\"word\"} 1", text, StringComparison.Ordinal);
        Assert.Equal(contentType.StartsWith("application", StringComparison.Ordinal), text.EndsWith("# EOF\n", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/", HttpStatusCode.OK)]
    [InlineData("/metrics", HttpStatusCode.OK)]
    [InlineData("/json", HttpStatusCode.OK)]
    [InlineData("/-/healthy", HttpStatusCode.OK)]
    [InlineData("/-/ready", HttpStatusCode.OK)]
    [InlineData("/-/reload", HttpStatusCode.MethodNotAllowed)]
    [InlineData("/nothing", HttpStatusCode.NotFound)]
    [InlineData("/../../etc/passwd", HttpStatusCode.NotFound)]
    public async Task Each_path_has_its_status(string path, HttpStatusCode status) =>
        Assert.Equal(status, await _exporter.StatusAsync(path));

    [Fact]
    public async Task Only_reading_is_answered_where_there_is_something_to_read()
    {
        using var content = new StringContent("");
        using HttpResponseMessage post = await _exporter.Client.PostAsync("/metrics", content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
        using var head = new HttpRequestMessage(HttpMethod.Head, "/metrics");
        using HttpResponseMessage answer = await _exporter.Client.SendAsync(head, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_status_page_tells_the_state_and_nothing_of_a_line()
    {
        string page = await _exporter.GetAsync("/");
        Assert.Contains("words.mtail", page, StringComparison.Ordinal);
        Assert.Contains(_workspace["a.log"], page, StringComparison.Ordinal);
        Assert.Contains("href=\"/metrics\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_tell_browsers_to_load_nothing()
    {
        using HttpResponseMessage page = await _exporter.Client.GetAsync("/", TestContext.Current.CancellationToken);
        Assert.StartsWith("default-src 'none'", Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(page.Headers.GetValues("X-Content-Type-Options")));
        Assert.False(page.Headers.Contains("Server"));
    }

    // OpenSSL would be megabytes, and a library that a small image may not have.
    [Fact]
    public async Task Serving_needs_no_cryptography()
    {
        await _exporter.GetAsync("/");
        await _exporter.GetAsync("/metrics");
        Assert.DoesNotContain("libssl", _exporter.Process.MappedFiles, StringComparison.Ordinal);
        Assert.Contains("libc", _exporter.Process.MappedFiles, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_an_array_of_metrics()
    {
        using JsonDocument json = JsonDocument.Parse(await _exporter.GetAsync("/json"));
        Assert.Equal("words_total", json.RootElement[0].GetProperty("Name").GetString());
    }

    [Fact]
    public async Task It_counts_itself()
    {
        Assert.Equal("2", await _exporter.SampleAsync($"logmetrics_log_lines_total{{source=\"{_workspace["a.log"]}\"}}"));
        string page = await _exporter.GetAsync("/metrics");
        foreach (string name in new[] { "logmetrics_build_info", "process_start_time_seconds", "process_resident_memory_bytes", "logmetrics_last_reload_successful" })
        {
            Assert.Contains($"\n{name}", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Promtool_finds_nothing_to_say_about_the_page()
    {
        Assert.SkipUnless(Tools.Promtool.IsInstalled, "promtool is not installed");
        string page = await _exporter.GetAsync("/metrics");
        Ended check = await RunningProcess.RunAsync(Tools.Promtool.Path, ["check", "metrics"], page);
        Assert.Equal((0, "", ""), (check.ExitCode, check.Output, check.Error));
    }

    [Fact]
    public async Task Who_sends_his_headers_too_slowly_is_cut_off_and_others_are_served()
    {
        using TcpClient slow = await ConnectAsync();
        await slow.GetStream().WriteAsync("GET /metrics HTTP/1.1\r\nHost: x\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, await _exporter.StatusAsync("/metrics"));
        string answer = await ReadToEndAsync(slow);
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 408", StringComparison.Ordinal), answer);
    }

    [Fact]
    public async Task A_header_without_end_is_refused()
    {
        using TcpClient client = await ConnectAsync();
        string request = "GET /metrics HTTP/1.1\r\nHost: x\r\nX: " + new string('x', 64 * 1024) + "\r\n\r\n";
        try
        {
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
            Assert.StartsWith("HTTP/1.1 431", await ReadToEndAsync(client), StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // Closed in the middle of our sending: refused as well.
        }

        Assert.Equal(HttpStatusCode.OK, await _exporter.StatusAsync("/metrics"));
    }

    async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(_exporter.Client.BaseAddress!.Host, _exporter.Client.BaseAddress.Port, TestContext.Current.CancellationToken);
        return client;
    }

    static async Task<string> ReadToEndAsync(TcpClient client)
    {
        using var patience = new CancellationTokenSource(Eventually.Patience);
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadToEndAsync(patience.Token);
    }
}
