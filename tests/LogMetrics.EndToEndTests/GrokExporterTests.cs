using System.Net;
using System.Security.Cryptography.X509Certificates;
using LogMetrics.EndToEndTests.Processes;

namespace LogMetrics.EndToEndTests;

/// <summary>grok_exporter's own command line and configurations.</summary>
public sealed class GrokExporterTests : IDisposable
{
    const string Metrics =
        """
        metrics:
          - type: counter
            name: logins_total
            help: Logins by user.
            match: 'login %{WORD:user}'
            labels:
              user: '{{.user}}'

        """;

    readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("", 255, "Usage: logmetrics grok-exporter -config <path>")]
    [InlineData("-showconfig", 255, "Usage: logmetrics grok-exporter -showconfig -config <path>")]
    [InlineData("-bogus", 2, "flag provided but not defined: -bogus")]
    [InlineData("-config {missing}", 255, "missing.yml")]
    [InlineData("--config={bad}", 255, "bad.yml:6:11: error LM4005: `couter` is no type of a metric")]
    [InlineData("-config {nolog}", 255, "nolog.yml:3:27: there is no file `/nonexistent/x.log`")]
    public async Task What_is_wrong_at_the_start_is_said(string arguments, int exitCode, string message)
    {
        string missing = _workspace["missing.yml"];
        string bad = _workspace.Write("bad.yml", "global:\n  config_version: 3\n" + "input:\n  type: stdin\n" + Metrics.Replace("counter", "couter", StringComparison.Ordinal));
        string noLog = _workspace.Write("nolog.yml", "global:\n  config_version: 3\ninput: {type: file, path: '/nonexistent/x.log'}\n" + Metrics);
        string[] words =
        [
            "grok-exporter",
            .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word
                .Replace("{missing}", missing, StringComparison.Ordinal)
                .Replace("{bad}", bad, StringComparison.Ordinal)
                .Replace("{nolog}", noLog, StringComparison.Ordinal)),
        ];
        Ended ended = await Exporter.RunAsync(words);
        Assert.Equal(exitCode, ended.ExitCode);
        Assert.Contains(message, ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_2_is_shown_as_version_3_which_reads_as_the_same()
    {
        string old = _workspace.Write(
            "old.yml",
            "global: \n  config_version: 2\ninput: {type: stdin}\ngrok:\n  additional_patterns: ['ID it''s \"x\" \\d+']\n" + Metrics + "server: {port: 1234}\n");
        Ended shown = await Exporter.RunAsync("grok-exporter", "-showconfig", "-config", old);
        Assert.Equal((0, ""), (shown.ExitCode, shown.Error));
        string converted = _workspace.Write("new.yml", shown.Output);
        Ended again = await Exporter.RunAsync("grok-exporter", "--showconfig", "--config", converted);
        Assert.Equal(shown.Output, again.Output);
        Assert.Contains("config_version: 3", shown.Output, StringComparison.Ordinal);
        Assert.Contains("- 'ID it''s \"x\" \\d+'", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_webhook_takes_lines_and_the_page_is_where_the_configuration_says()
    {
        int port = LoopbackPort.Free();
        string config = _workspace.Write(
            "hook.yml",
            "global:\n  config_version: 3\ninput: {type: webhook, webhook_path: /hook, webhook_format: text_bulk, webhook_text_bulk_separator: ';'}\n"
            + Metrics + $"server: {{host: 127.0.0.1, port: {port}, path: /m}}\n");
        await using Exporter exporter = await Exporter.StartAsync("grok-exporter", "-config", config, "-disable-exporter-metrics");
        using HttpResponseMessage answer = await exporter.Client.PostAsync(
            "/hook", new StringContent("login bob; login al;nothing; login bob "), TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, ""), (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        await Eventually.Equal(
            true, async () => (await exporter.GetAsync("/m")).Contains("logins_total{user=\"bob\"} 2", StringComparison.Ordinal));
        string page = await exporter.GetAsync("/m");
        Assert.Contains("grok_exporter_lines_total{status=\"ignored\"} 1\ngrok_exporter_lines_total{status=\"matched\"} 3\n", page, StringComparison.Ordinal);
        Assert.Contains("grok_exporter_lines_matching_total{metric=\"logins_total\"} 3\n", page, StringComparison.Ordinal);
        Assert.DoesNotContain("\nprocess_", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await exporter.StatusAsync("/metrics"));
    }

    // With few descriptors, the libraries of TLS give theirs back.
    [Theory]
    [InlineData(1024)]
    [InlineData(64)]
    public async Task Https_needs_no_certificate_of_ones_own(int descriptors)
    {
        int port = LoopbackPort.Free();
        string config = _workspace.Write(
            "tls.yml",
            "global:\n  config_version: 3\ninput: {type: webhook}\n" + Metrics + $"server: {{protocol: https, host: 127.0.0.1, port: {port}}}\n");
        await using Exporter exporter = await Exporter.StartThroughAsync(
            Exporter.WithDescriptors(descriptors), ["grok-exporter", "-config", config]);
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true };
        using var client = new HttpClient(handler);
        string page = await client.GetStringAsync(
            new Uri($"https://127.0.0.1:{port}/metrics"), TestContext.Current.CancellationToken);
        Assert.Contains("grok_exporter_build_info", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Https_shows_the_certificate_and_lets_in_only_clients_of_the_authority()
    {
        using var authority = new TestAuthority();
        using X509Certificate2 client = authority.Issue("client", isServer: false);
        using var stranger = new TestAuthority();
        using X509Certificate2 other = stranger.Issue("client", isServer: false);
        using X509Certificate2 server = authority.Issue("server", isServer: true);
        int port = LoopbackPort.Free();
        string config = _workspace.Write(
            "mutual.yml",
            "global:\n  config_version: 3\ninput: {type: webhook}\n" + Metrics
            + $"server: {{protocol: https, host: localhost, port: {port}, path: /m, client_auth: RequireAndVerifyClientCert, "
            + $"cert: '{_workspace.Write("server.pem", server.ExportCertificatePem())}', "
            + $"key: '{_workspace.Write("server.key", server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem())}', "
            + $"client_ca: '{_workspace.Write("ca.pem", authority.Certificate.ExportCertificatePem())}'}}\n");
        await using Exporter exporter = await Exporter.StartAsync("grok-exporter", "-config", config);
        Assert.Contains("(/m, and / for the state)", exporter.Process.Error, StringComparison.Ordinal);
        Assert.Contains("grok_exporter_build_info", await AskAsync(client), StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => AskAsync(null));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => AskAsync(other));

        async Task<string> AskAsync(X509Certificate2? certificate)
        {
            using var handler = new SocketsHttpHandler();
            handler.SslOptions.CertificateChainPolicy = authority.Trust();
            handler.SslOptions.ClientCertificates = certificate is null ? [] : [certificate];
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate!;
            using var http = new HttpClient(handler);
            return await http.GetStringAsync(new Uri($"https://localhost:{port}/m"), TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task With_a_state_counters_go_on_where_they_were_and_no_line_counts_twice()
    {
        int port = LoopbackPort.Free();
        string log = _workspace.Write("a.log", "login bob\nlogin al\n");
        string config = _workspace.Write(
            "state.yml",
            $"global:\n  config_version: 3\ninput: {{type: file, path: '{log}', readall: true, poll_interval: 20ms}}\n" + Metrics
            + $"server: {{host: 127.0.0.1, port: {port}}}\n");
        string[] command = ["grok-exporter", "-config", config, "-state-dir", _workspace["state"], "-state-interval", "1s"];
        await using (Exporter first = await Exporter.StartAsync(command))
        {
            await Eventually.Equal("1", () => first.SampleAsync("logins_total{user=\"bob\"}"));
            await first.StopAsync();
        }

        _workspace.Append("a.log", "login bob\n");
        await using Exporter second = await Exporter.StartAsync(command);
        await Eventually.Equal("2", () => second.SampleAsync("logins_total{user=\"bob\"}"));
        Assert.Equal("1", await second.SampleAsync("logins_total{user=\"al\"}"));
    }

    [Theory]
    [InlineData("cert: none.pem, key: server.key", "8:9: `none.pem` cannot be used: Could not find file")]
    [InlineData("cert: server.pem, key: none.key", "9:8: `none.key` cannot be used: Could not find file")]
    [InlineData("cert: server.key, key: server.key", "8:9: `server.key` cannot be used: there is no certificate in it")]
    [InlineData("cert: server.pem, key: server.pem", "9:8: `server.pem` cannot be used: ")]
    [InlineData("cert: server.pem, key: other.key", "9:8: `other.key` cannot be used: ")]
    [InlineData("cert: server.pem, key: server.key, client_ca: server.key", "10:14: `server.key` cannot be used: there is no certificate in it")]
    [InlineData("host: no such host, cert: server.pem, key: server.key", "8:9: `server.host` is `no such host`, which is neither an address")]
    public async Task What_https_cannot_use_is_named_with_its_place(string settings, string message)
    {
        using var authority = new TestAuthority();
        using X509Certificate2 server = authority.Issue("server", isServer: true);
        using X509Certificate2 other = authority.Issue("other", isServer: true);
        _workspace.Write("server.pem", server.ExportCertificatePem());
        _workspace.Write("server.key", server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        _workspace.Write("other.key", other.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        _workspace.Write(
            "bad.yml",
            "global:\n  config_version: 3\ninput: {type: webhook}\nmetrics:\n  - {type: counter, name: a_total, help: A., match: x}\n"
            + $"server:\n  protocol: https\n  {settings.Replace(", ", "\n  ", StringComparison.Ordinal)}\n");
        Ended ended = await RunningProcess.RunAsync(
            Exporter.Binary, ["grok-exporter", "-config", "bad.yml"], workingDirectory: _workspace.Path);
        Assert.Equal(255, ended.ExitCode);
        Assert.Contains($"bad.yml:{message}", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_requires_the_logs_of_a_configuration_as_grok_exporter_does()
    {
        string config = _workspace.Write(
            "missing.yml", $"global:\n  config_version: 3\ninput: {{type: file, path: '{_workspace["none.log"]}'}}\n" + Metrics);
        Ended run = await Exporter.RunAsync("run", "--config", config, "--listen", "127.0.0.1:0");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("fail_on_missing_logfile: false", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Once_reads_what_the_configuration_names_and_check_finds_nothing()
    {
        string log = _workspace.Write("a.log", "login bob\nlogin al\nlogin half");
        string config = _workspace.Write(
            "once.yml", $"global:\n  config_version: 3\ninput: {{type: file, path: '{log}'}}\n" + Metrics);
        Ended once = await Exporter.RunAsync("once", "--config", config);
        Assert.Equal(0, once.ExitCode);
        Assert.Contains("logins_total{user=\"al\"} 1\nlogins_total{user=\"bob\"} 1\n", once.Output, StringComparison.Ordinal);
        Ended check = await Exporter.RunAsync("check", config);
        Assert.Equal((0, "1 program, no errors\n"), (check.ExitCode, check.Output));
        Ended convert = await Exporter.RunAsync("convert", config);
        string program = _workspace.Write("once.mtail", convert.Output);
        Ended again = await Exporter.RunAsync("once", "--programs", program, "--logs", log);
        Assert.Contains("logins_total{user=\"al\"} 1\nlogins_total{user=\"bob\"} 1\nlogins_total{user=\"half\"} 1\n", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Convert_says_what_it_leaves_out_and_ends_with_1()
    {
        string config = _workspace.Write(
            "secure.yml", "global:\n  config_version: 3\n" + Metrics + "server:\n  protocol: https\n  cert: c.pem\n  key: k.pem\n  path: /m\n");
        Ended convert = await Exporter.RunAsync("convert", config);
        Assert.Equal(1, convert.ExitCode);
        Assert.Contains("secure.yml:", convert.Error, StringComparison.Ordinal);
        Assert.Contains("warning LM4055: TLS is left out", convert.Error, StringComparison.Ordinal);
        Assert.Contains("warning LM4055: the path `/m` is left out", convert.Error, StringComparison.Ordinal);
        Assert.Contains("# Left out is TLS: ", convert.Output, StringComparison.Ordinal);
        Ended check = await Exporter.RunAsync("check", _workspace.Write("secure.mtail", convert.Output));
        Assert.Equal(0, check.ExitCode);
    }
}
