using System.Net;
using LogMetrics.EndToEndTests.Processes;

namespace LogMetrics.EndToEndTests;

/// <summary>mtail's own command line, word for word.</summary>
public sealed class MtailTests : IDisposable
{
    readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task One_shot_prints_with_the_program_label()
    {
        string program = _workspace.Write("words.mtail", Samples.Words);
        string log = _workspace.Write("a.log", "b 1\na 2\nb 3\n");
        Ended ended = await Exporter.RunAsync(
            "mtail", "--one_shot", "-one_shot_format=prometheus", "-progs", program, "--logs=" + log, "-logtostderr", "-v=0");
        Assert.Equal(
            """
            # HELP words_total defined at words.mtail:1:9-19
            # TYPE words_total counter
            words_total{prog="words.mtail",word="a"} 1
            words_total{prog="words.mtail",word="b"} 2

            """,
            ended.Output);
        Assert.Equal(0, ended.ExitCode);
    }

    [Fact]
    public async Task Programs_may_name_grok_patterns_and_a_percent_sign_can_still_be_repeated()
    {
        string program = _workspace.Write(
            "grok.mtail", "counter c by shop\n/^100%{2} %{ of %{SHOP:shop} by %{IP:[source][address]}$/ && $source_address != \"\" {\n  c[$shop]++\n}\n");
        string patterns = _workspace.Write("shops", "SHOP [a-z]{2}\\h\n");
        string log = _workspace.Write("a.log", "100%% %{ of dec by 192.0.2.7\n100% %{ of dec by 192.0.2.7\n");
        Ended ended = await Exporter.RunAsync(
            "mtail", "-one_shot", "-one_shot_format=prometheus", "-progs", program, "-logs", log, "-grok=ecs-v1", "-grok-patterns", patterns);
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.Contains("""c{prog="grok.mtail",shop="dec"} 1""", ended.Output, StringComparison.Ordinal);
        Ended wrong = await Exporter.RunAsync("mtail", "-progs", program, "-logs", log, "-one_shot", "-grok=ecs");
        Assert.Equal((1, true), (wrong.ExitCode, wrong.Error.Contains("`ecs` is none of legacy, ecs-v1", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("-version", 0)]
    [InlineData("-help", 0)]
    [InlineData("-bogus", 2)]
    [InlineData("-one_shot=maybe", 2)]
    [InlineData("-poll_interval=5", 2)]
    [InlineData("extra", 1)]
    [InlineData("-logs a", 1)]
    [InlineData("-progs {good}", 1)]
    [InlineData("-progs {good} -one_shot -one_shot_format=xml -logs {log}", 1)]
    [InlineData("-progs {good} -one_shot -override_timezone=Mars -logs {log}", 1)]
    [InlineData("-progs {good} -one_shot -logs {log}", 0)]
    [InlineData("-progs {good} -one_shot -logs {log}.missing", 0)]
    [InlineData("-progs {bad} -one_shot -logs {log}", 1)]
    [InlineData("-progs {good} -compile_only", 0)]
    [InlineData("-progs {bad} -compile_only", 1)]
    [InlineData("-progs {good} -ignore_filename_regex_pattern=( -one_shot -logs {log}", 1)]
    public async Task It_ends_with_mtails_exit_codes(string words, int exitCode)
    {
        string good = _workspace.Write("good.mtail", Samples.Words);
        string bad = _workspace.Write("bad.mtail", Samples.ThreeMistakes);
        string log = _workspace.Write("a.log", "x\n");
        string[] arguments = words
            .Replace("{good}", good, StringComparison.Ordinal)
            .Replace("{bad}", bad, StringComparison.Ordinal)
            .Replace("{log}", log, StringComparison.Ordinal)
            .Split(' ');
        Ended ours = await Exporter.RunAsync(["mtail", .. arguments]);
        Assert.True(exitCode == ours.ExitCode, $"{ours.ExitCode}: {ours.Error}");
        if (Tools.Mtail.IsInstalled)
        {
            Ended theirs = await RunningProcess.RunAsync(Tools.Mtail.Path, ["-port=0", "-address=127.0.0.1", .. arguments]);
            Assert.Equal(theirs.ExitCode, exitCode);
        }
    }

    [Fact]
    public async Task A_program_that_does_not_compile_is_named_as_mtail_names_it()
    {
        string bad = _workspace.Write("bad.mtail", Samples.ThreeMistakes);
        Ended ended = await Exporter.RunAsync("mtail", "-compile_only", "-progs", bad);
        Assert.Contains("compile failed for bad.mtail:\n", ended.Error, StringComparison.Ordinal);
        Assert.Contains("bad.mtail:3:18", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_to_push_to_is_refused()
    {
        Ended ended = await Exporter.RunAsync("mtail", "-progs", "p", "-logs", "l", "-graphite_host_port", "localhost:2003");
        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("-graphite_host_port: pushing", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_a_server_it_answers_at_mtails_paths()
    {
        string program = _workspace.Write("words.mtail", Samples.Words);
        string log = _workspace.Write("a.log", "");
        await using Exporter exporter = await Exporter.StartAsync(
            "mtail", "-progs", program, "-logs", log, "-port", "0", "-address", "127.0.0.1", "-poll_interval=20ms", "-logtostderr");
        _workspace.Append("a.log", "x\n");
        await Eventually.Equal("1", () => exporter.SampleAsync("""words_total{prog="words.mtail",word="x"}"""));
        Assert.Contains("words_total{word=x,prog=words.mtail,instance=", await exporter.GetAsync("/varz"), StringComparison.Ordinal);
        Assert.Contains("words.mtail.words_total.word.x 1 ", await exporter.GetAsync("/graphite"), StringComparison.Ordinal);
        Assert.Contains("words_total", await exporter.GetAsync("/progz?prog=words.mtail"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await exporter.StatusAsync("/progz?prog=none"));
        Assert.Equal(HttpStatusCode.OK, await exporter.StatusAsync("/healthz"));
    }

    [Fact]
    public async Task A_unix_socket_is_served()
    {
        string program = _workspace.Write("words.mtail", Samples.Words);
        string socket = _workspace["s.sock"];
        await using RunningProcess process = RunningProcess.Start(
            Exporter.Binary, ["mtail", "-progs", program, "-logs", _workspace["a.log"], "-unix_socket", socket]);
        await process.ErrorLineAsync("listening on unix:");
        using var client = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancel) =>
            {
                var connection = new System.Net.Sockets.Socket(
                    System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
                await connection.ConnectAsync(new System.Net.Sockets.UnixDomainSocketEndPoint(socket), cancel);
                return new System.Net.Sockets.NetworkStream(connection, ownsSocket: true);
            },
        });
        string answer = await client.GetStringAsync(new Uri("http://localhost/-/healthy"), TestContext.Current.CancellationToken);
        Assert.Equal("healthy\n", answer);
    }
}
