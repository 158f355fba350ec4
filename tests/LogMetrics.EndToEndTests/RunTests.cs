using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using LogMetrics.EndToEndTests.Processes;

namespace LogMetrics.EndToEndTests;

/// <summary>What <c>logmetrics run</c> promises: lines in, <c>/metrics</c> out.</summary>
public sealed class RunTests : IDisposable
{
    readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Lines_that_are_written_are_counted_on_metrics()
    {
        string program = _workspace.Write("requests.mtail", Samples.Requests);
        string log = _workspace.Write("access.log", "");
        await using Exporter exporter = await Exporter.ServeAsync("--programs", program, "--logs", log);
        _workspace.Append("access.log", Samples.Ping);
        await Eventually.Equal(
            "1", () => exporter.SampleAsync("""requests_total{code="200",ip="10.1.8.10",method="GET",path="/ping"}"""));
    }

    [Fact]
    public async Task A_file_that_is_there_is_followed_from_its_end_and_from_its_beginning_when_asked()
    {
        string program = _workspace.Write("words.mtail", Samples.Words);
        string log = _workspace.Write("a.log", "old\n");
        await using Exporter fromEnd = await Exporter.ServeAsync("--programs", program, "--logs", log);
        await using Exporter fromBeginning = await Exporter.ServeAsync("--programs", program, "--logs", log, "--read-from", "beginning");
        await Eventually.Equal(HttpStatusCode.OK, () => fromEnd.StatusAsync("/-/ready"));
        await Eventually.Equal("1", () => fromBeginning.SampleAsync("""words_total{word="old"}"""));
        _workspace.Append("a.log", "new\n");
        await Eventually.Equal("1", () => fromEnd.SampleAsync("""words_total{word="new"}"""));
        await Eventually.Equal("1", () => fromBeginning.SampleAsync("""words_total{word="new"}"""));
        Assert.Null(await fromEnd.SampleAsync("""words_total{word="old"}"""));
    }

    [Fact]
    public async Task A_log_that_is_missing_is_waited_for_and_read_from_its_first_byte()
    {
        string program = _workspace.Write("words.mtail", Samples.Words);
        await using Exporter exporter = await Exporter.ServeAsync("--programs", program, "--logs", _workspace["later.log"]);
        await exporter.Process.ErrorLineAsync("later.log");
        _workspace.Write("later.log", "first\n");
        await Eventually.Equal("1", () => exporter.SampleAsync("""words_total{word="first"}"""));
    }

    [Fact]
    public async Task What_is_not_there_yet_is_named_at_the_start()
    {
        string program = _workspace.Write("words.mtail", Samples.Words);
        string[] logs = [_workspace["later.log"], _workspace["*.log"], _workspace["missing/*.log"], _workspace["away/a.log"], _workspace["**/*.txt"], _workspace.Path];
        await using Exporter exporter = await Exporter.ServeAsync(["--programs", program, "--logs", .. logs]);
        string[] said = [.. exporter.Process.Error.Split('\n').Where(line => line.Contains(" inputs: ", StringComparison.Ordinal)).Select(line => line[(line.IndexOf("inputs: ", StringComparison.Ordinal) + 8)..]).Order(StringComparer.Ordinal)];
        string[] expected =
        [
            $"{_workspace["later.log"]}: no such file yet; it is read once it is there",
            $"{_workspace["*.log"]}: no file matches yet",
            $"{_workspace["**/*.txt"]}: no file matches yet",
            $"{_workspace["missing"]}: no such folder yet; {_workspace["missing/*.log"]} is looked for again and again",
            $"{_workspace.Path}: a folder is not read; name its files with a quoted glob such as '{_workspace["*.log"]}'",
            $"{_workspace["away"]}: no such folder yet; {_workspace["away/a.log"]} is looked for again and again",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), said);

        // And they are waited for.
        _workspace.Write("missing/b.log", "b\n");
        await Eventually.Equal("1", () => exporter.SampleAsync("""words_total{word="b"}"""));
    }

    [Fact]
    public async Task A_folder_that_may_not_be_listed_is_named()
    {
        Assert.SkipUnless(Tools.Setpriv.IsInstalled && Environment.IsPrivilegedProcess, "needs root and setpriv, to become somebody who may not read");
        Assert.SkipUnless(Tools.IsReadableByOthers(Exporter.Binary), "the executable lies where others cannot reach it");
        string program = _workspace.Write("words.mtail", Samples.Words);
        _workspace.Write("secret/a.log", "x\n");
        _workspace.OpenToOthers();
        File.SetUnixFileMode(_workspace["secret"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string[] words = ["--programs", program, "--logs", _workspace["secret/*.log"]];
        string[] asNobody = ["--reuid=65534", "--regid=65534", "--clear-groups", Exporter.Binary];

        Ended once = await RunningProcess.RunAsync(Tools.Setpriv.Path, [.. asNobody, "once", .. words]);
        Assert.Equal((1, $"logmetrics once: {_workspace["secret"]}: permission denied\n"), (once.ExitCode, once.Error));

        await using RunningProcess run = RunningProcess.Start(Tools.Setpriv.Path, [.. asNobody, "run", "--listen", "127.0.0.1:0", .. words]);
        Assert.Contains("permission denied; it is tried again", await run.ErrorLineAsync(_workspace["secret"] + ":"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_is_rotated_loses_and_repeats_nothing()
    {
        string program = _workspace.Write("words.mtail", Samples.Words);
        string log = _workspace.Write("a.log", "");
        await using Exporter exporter = await Exporter.ServeAsync("--programs", program, "--logs", log);
        await Eventually.Equal(HttpStatusCode.OK, () => exporter.StatusAsync("/-/ready"));
        const int Rounds = 20;
        for (int round = 1; round <= Rounds; round++)
        {
            _workspace.Append("a.log", "line one\nline two\n");
            File.Move(log, _workspace["a.log.1"], overwrite: true);
            _workspace.Write("a.log", "line three\n");
            string expected = (3 * round).ToString(System.Globalization.CultureInfo.InvariantCulture);
            await Eventually.Equal(expected, () => exporter.SampleAsync("""words_total{word="line"}"""));
        }
    }

    [Fact]
    public async Task A_log_that_is_truncated_is_read_from_its_start_again()
    {
        string program = _workspace.Write("words.mtail", Samples.Words);
        string log = _workspace.Write("a.log", "");
        await using Exporter exporter = await Exporter.ServeAsync("--programs", program, "--logs", log);
        _workspace.Append("a.log", "one and more\n");
        await Eventually.Equal("1", () => exporter.SampleAsync("""words_total{word="one"}"""));
        _workspace.Write("a.log", "two\n");
        await Eventually.Equal("1", () => exporter.SampleAsync("""words_total{word="two"}"""));
        Assert.Equal("1", await exporter.SampleAsync("""words_total{word="one"}"""));
    }

    [Fact]
    public async Task Sigterm_reads_what_is_there_and_ends_with_zero()
    {
        string program = _workspace.Write("words.mtail", Samples.Words);
        string log = _workspace.Write("a.log", "");
        await using Exporter exporter = await Exporter.ServeAsync("--programs", program, "--logs", log);
        await Eventually.Equal(HttpStatusCode.OK, () => exporter.StatusAsync("/-/ready"));
        _workspace.Append("a.log", string.Concat(Enumerable.Repeat("x\n", 10_000)) + "the last one has no end");
        Ended ended = await exporter.StopAsync();
        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("after 10001 lines", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sigterm_during_the_start_ends_with_zero_too()
    {
        await using RunningProcess process = StartWithManyPrograms();
        await process.ErrorLineAsync("LogMetrics ");
        process.Signal(PosixSignal.SIGTERM);
        Ended ended = await process.EndAsync();
        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("stopped after 0 lines", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sighup_during_the_start_ends_nothing()
    {
        await using RunningProcess process = StartWithManyPrograms();
        await process.ErrorLineAsync("LogMetrics ");
        process.Signal(PosixSignal.SIGHUP);
        await process.ErrorLineAsync("listening on");
        process.Signal(PosixSignal.SIGTERM);
        Assert.Equal(0, (await process.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task The_start_says_that_nothing_is_kept_over_a_restart()
    {
        string program = _workspace.Write("words.mtail", Samples.Words);
        await using Exporter exporter = await Exporter.ServeAsync("--programs", program, "--logs", _workspace["a.log"]);
        Assert.Contains("nothing is kept over a restart", exporter.Process.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_is_json_when_asked_for()
    {
        string program = _workspace.Write("words.mtail", Samples.Words);
        await using Exporter exporter = await Exporter.ServeAsync(
            "--programs", program, "--logs", _workspace["a.log"], "--log-format", "json");
        Ended ended = await exporter.StopAsync();
        foreach (string line in ended.Error.TrimEnd('\n').Split('\n'))
        {
            using JsonDocument json = JsonDocument.Parse(line);
            Assert.NotEmpty(json.RootElement.GetProperty("message").GetString()!);
            Assert.Contains(json.RootElement.GetProperty("level").GetString(), new[] { "info", "warn" });
        }
    }

    [Fact]
    public async Task A_program_with_errors_does_not_stop_the_others()
    {
        _workspace.Write("programs/bad.mtail", Samples.ThreeMistakes);
        _workspace.Write("programs/good.mtail", Samples.Words);
        string log = _workspace.Write("a.log", "");
        await using Exporter exporter = await Exporter.ServeAsync("--programs", _workspace["programs"], "--logs", log);
        _workspace.Append("a.log", "word\n");
        await Eventually.Equal("1", () => exporter.SampleAsync("""words_total{word="word"}"""));
        Assert.Equal("0", await exporter.SampleAsync("""logmetrics_program_load_success{program="bad.mtail"}"""));
        Assert.Equal("1", await exporter.SampleAsync("""logmetrics_program_load_success{program="good.mtail"}"""));
        Assert.Contains("$staus", await exporter.GetAsync("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_no_program_loads_it_ends_with_two_and_says_why()
    {
        string program = _workspace.Write("bad.mtail", Samples.ThreeMistakes);
        Ended ended = await Exporter.RunAsync("run", "--listen", "127.0.0.1:0", "--programs", program, "--logs", _workspace["a.log"]);
        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("bad.mtail:3:", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_named_with_what_to_do()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        string program = _workspace.Write("words.mtail", Samples.Words);
        Ended ended = await Exporter.RunAsync(
            "run", "--listen", taken.LocalEndpoint.ToString()!, "--programs", program, "--logs", _workspace["a.log"]);
        Assert.Equal(3, ended.ExitCode);
        Assert.Contains($"{taken.LocalEndpoint}: the port is in use", ended.Error, StringComparison.Ordinal);
        Assert.Contains("--listen", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Globs_are_watched_for_new_files_and_ignored_names_are_left_out()
    {
        string program = _workspace.Write("words.mtail", Samples.Words);
        await using Exporter exporter = await Exporter.ServeAsync(
            "--programs", program, "--logs", _workspace["*.log"], "--ignore-filenames", @"^debug");
        _workspace.Write("debug.log", "debug\n");
        _workspace.Write("a.log", "a\n");
        _workspace.Write("b.log", "b\n");
        await Eventually.Equal("1", () => exporter.SampleAsync("""words_total{word="a"}"""));
        await Eventually.Equal("1", () => exporter.SampleAsync("""words_total{word="b"}"""));
        Assert.Null(await exporter.SampleAsync("""words_total{word="debug"}"""));
    }

    [Fact]
    public async Task Standard_input_is_a_source()
    {
        string program = _workspace.Write("words.mtail", Samples.Words);
        await using Exporter exporter = await Exporter.ServeAsync("--programs", program, "--logs", "-");
        await exporter.Process.WriteAsync("piped\n");
        await Eventually.Equal("1", () => exporter.SampleAsync("""words_total{word="piped"}"""));
    }

    [Fact]
    public async Task The_program_label_is_there_when_asked_for()
    {
        string program = _workspace.Write("words.mtail", Samples.Words);
        string log = _workspace.Write("a.log", "x\n");
        await using Exporter exporter = await Exporter.ServeAsync(
            "--programs", program, "--logs", log, "--read-from", "beginning", "--program-label");
        await Eventually.Equal("1", () => exporter.SampleAsync("""words_total{prog="words.mtail",word="x"}"""));
    }

    // Enough to compile that the start takes its time.
    RunningProcess StartWithManyPrograms()
    {
        for (int number = 0; number < 20; number++)
        {
            _workspace.Write($"p/words{number}.mtail", Samples.Words);
        }

        return RunningProcess.Start(
            Exporter.Binary, ["run", "--listen", "127.0.0.1:0", "--programs", _workspace["p"], "--logs", _workspace["a.log"]]);
    }
}
