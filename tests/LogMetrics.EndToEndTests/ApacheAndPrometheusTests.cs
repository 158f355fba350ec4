using System.Globalization;
using System.Net;
using LogMetrics.EndToEndTests.Processes;

namespace LogMetrics.EndToEndTests;

/// <summary>The whole way: a real Apache writes its log, LogMetrics follows it, a real Prometheus scrapes it.</summary>
public sealed class ApacheAndPrometheusTests : IDisposable
{
    const int Requests = 50_000;

    readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Fifty_thousand_requests_are_exactly_fifty_thousand_in_prometheus()
    {
        Assert.SkipUnless(Tools.Apache.IsInstalled, "apache2 is not installed");
        Assert.SkipUnless(Tools.Prometheus.IsInstalled, "prometheus is not installed");
        _workspace.Write("htdocs/index.html", "<p>hello</p>\n");
        int port = LoopbackPort.Free();
        await using RunningProcess apache = StartApache(port);
        await using Exporter exporter = await Exporter.ServeAsync(
            "--programs", Path.Combine(Repository.Programs, "httpd_red.mtail"), "--logs", _workspace["access*.log"]);
        await using PrometheusServer prometheus = PrometheusServer.Start(_workspace, ("httpd", exporter.Client.BaseAddress!));

        await SendRequestsAsync(new Uri($"http://127.0.0.1:{port}"));

        await Eventually.Equal(Requests.ToString(CultureInfo.InvariantCulture), () => prometheus.QueryAsync("sum(http_requests_total)"));

        // Nothing comes after what was counted, and nothing was counted that is not in the log.
        Assert.Equal(Requests, File.ReadLines(_workspace["access.log"]).Count());
        Assert.Equal(
            Requests.ToString(CultureInfo.InvariantCulture),
            await exporter.SampleAsync($"logmetrics_log_lines_total{{source=\"{_workspace["access.log"]}\"}}"));
        Assert.Equal("20000", await prometheus.QueryAsync("sum(http_requests_total{code=\"404\"})"));
        Assert.Equal("10000", await prometheus.QueryAsync("sum(http_requests_total{method=\"HEAD\"})"));
    }

    // Of ten requests four ask for what is not there, and two only for the head.
    static async Task SendRequestsAsync(Uri server)
    {
        using var client = new HttpClient { BaseAddress = server };
        await Eventually.True(() => AnswersAsync(client), () => "Apache does not answer");
        var options = new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = TestContext.Current.CancellationToken };

        // The first answer above was one of them.
        await Parallel.ForEachAsync(Enumerable.Range(1, Requests - 1), options, async (number, cancel) =>
        {
            string path = number % 10 is 1 or 2 or 3 or 4 ? "/missing" : "/";
            using var request = new HttpRequestMessage(number % 10 is 5 or 6 ? HttpMethod.Head : HttpMethod.Get, path);
            using HttpResponseMessage response = await client.SendAsync(request, cancel);
        });
    }

    static async Task<bool> AnswersAsync(HttpClient client)
    {
        try
        {
            using HttpResponseMessage response = await client.GetAsync("/", TestContext.Current.CancellationToken);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    RunningProcess StartApache(int port)
    {
        const string Modules = "/usr/lib/apache2/modules";
        OpenToOthers();
        string configuration = _workspace.Write(
            "httpd.conf",
            $"""
            ServerRoot {_workspace.Path}
            ServerName localhost
            PidFile {_workspace["httpd.pid"]}
            DefaultRuntimeDir {_workspace.Path}
            Listen 127.0.0.1:{port}
            LoadModule mpm_event_module {Modules}/mod_mpm_event.so
            LoadModule authz_core_module {Modules}/mod_authz_core.so
            LoadModule dir_module {Modules}/mod_dir.so
            {(Environment.IsPrivilegedProcess ? "User www-data\nGroup www-data" : "")}
            DocumentRoot {_workspace["htdocs"]}
            MaxKeepAliveRequests 0
            LogFormat "%h %l %u %t \"%r\" %>s %O \"%{"{Referer}"}i\" \"%{"{User-Agent}"}i\" %D" timed
            CustomLog {_workspace["access.log"]} timed
            ErrorLog {_workspace["error.log"]}

            """);
        return RunningProcess.Start(Tools.Apache.Path, ["-f", configuration, "-DFOREGROUND"]);
    }

    void OpenToOthers()
    {
        const UnixFileMode ForAll = UnixFileMode.OtherRead | UnixFileMode.OtherExecute | UnixFileMode.UserRead | UnixFileMode.UserWrite
            | UnixFileMode.UserExecute;
        File.SetUnixFileMode(_workspace.Path, ForAll);
        File.SetUnixFileMode(_workspace["htdocs"], ForAll);
    }
}
