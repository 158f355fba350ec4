using System.Text.Json;
using LogMetrics.EndToEndTests.Processes;

namespace LogMetrics.EndToEndTests;

/// <summary>What <c>logmetrics once</c> prints and how it ends.</summary>
public sealed class OnceTests : IDisposable
{
    readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task It_prints_the_metrics_of_the_programs_and_nothing_else()
    {
        string program = _workspace.Write("words.mtail", Samples.Words);
        string log = _workspace.Write("a.log", "b 1\na 2\nb 3\n\nb without an end");
        Ended ended = await Exporter.RunAsync("once", "--programs", program, "--logs", log);
        Assert.Equal(
            """
            # HELP words_total defined at words.mtail:1:9-19
            # TYPE words_total counter
            words_total{word="a"} 1
            words_total{word="b"} 3

            """,
            ended.Output);
        Assert.Equal(0, ended.ExitCode);
    }

    [Fact]
    public async Task It_says_how_to_follow_the_log_and_where_the_metrics_are_then()
    {
        string program = _workspace.Write("words.mtail", Samples.Words);
        string log = _workspace.Write("a b.log", "b 1\na 2\n");
        Ended ended = await Exporter.RunAsync("once", "--programs", program, "--logs", log);
        Assert.Equal(
            $"""
            2 lines read. To follow a live log and serve http://localhost:3903/metrics:
              logmetrics run --programs {program} --logs '{log}'

            """,
            ended.Error);
    }

    [Fact]
    public async Task Openmetrics_ends_with_its_end_mark()
    {
        string program = _workspace.Write("words.mtail", Samples.Words);
        string log = _workspace.Write("a.log", "b 1\n");
        Ended ended = await Exporter.RunAsync("once", "--programs", program, "--logs", log, "--format", "openmetrics");
        Assert.Contains("# TYPE words counter\n", ended.Output, StringComparison.Ordinal);
        Assert.Contains("words_total{word=\"b\"} 1", ended.Output, StringComparison.Ordinal);
        Assert.EndsWith("# EOF\n", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_mtails()
    {
        string program = _workspace.Write("words.mtail", Samples.Words);
        string log = _workspace.Write("a.log", "b 1\n");
        Ended ended = await Exporter.RunAsync("once", "--programs", program, "--logs", log, "--format", "json");
        using JsonDocument json = JsonDocument.Parse(ended.Output);
        JsonElement metric = json.RootElement.GetProperty("words_total")[0];
        Assert.Equal(1, metric.GetProperty("Kind").GetInt32());
        Assert.Equal("b", metric.GetProperty("LabelValues")[0].GetProperty("Labels")[0].GetString());
    }

    [Fact]
    public async Task Stats_are_one_json_object_on_standard_error()
    {
        string program = _workspace.Write(
            "ages.mtail", "counter born_total\n/^(?P<day>\\S+)$/ {\n  strptime($day, \"2006-01-02\")\n  born_total++\n}\n");
        string log = _workspace.Write("a.log", "2020-01-02\nyesterday\n2020-01-03\n");
        Ended ended = await Exporter.RunAsync("once", "--programs", program, "--logs", log, "--stats", "--log-level", "error");
        using JsonDocument json = JsonDocument.Parse(ended.Error);
        JsonElement stats = json.RootElement;
        Assert.Equal((3, 32), (stats.GetProperty("lines").GetInt64(), stats.GetProperty("bytes").GetInt64()));
        Assert.True(stats.GetProperty("seconds").GetDouble() > 0);
        JsonElement ages = stats.GetProperty("programs").GetProperty("ages.mtail");
        Assert.Equal((3, 1), (ages.GetProperty("lines").GetInt64(), ages.GetProperty("errors").GetInt64()));
        Assert.Contains("ages.mtail:3", ages.GetProperty("error_messages")[0].GetString(), StringComparison.Ordinal);
    }

    // 12:00 in Berlin is 11:00 UTC in winter.
    [Theory]
    [InlineData("UTC", "1.5779664e+09 1577966400000")]
    [InlineData("Europe/Berlin", "1.5779628e+09 1577962800000")]
    public async Task Times_without_a_zone_are_of_the_zone_that_is_given_and_samples_carry_them_when_asked_for(string zone, string sample)
    {
        string program = _workspace.Write(
            "times.mtail", "gauge seen_seconds\n/^(?P<time>.+)$/ {\n  strptime($time, \"2006-01-02 15:04:05\")\n  seen_seconds = timestamp()\n}\n");
        string log = _workspace.Write("a.log", "2020-01-02 12:00:00\n");
        Ended ended = await Exporter.RunAsync(
            "once", "--programs", program, "--logs", log, "--timezone", zone, "--emit-metric-timestamp");
        Assert.Contains($"seen_seconds {sample}\n", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_logs_and_globs_are_read_together()
    {
        string program = _workspace.Write("words.mtail", Samples.Words);
        _workspace.Write("a.log", "x\n");
        _workspace.Write("b.log", "x\n");
        string other = _workspace.Write("c.txt", "x\n");
        Ended ended = await Exporter.RunAsync("once", "--programs", program, "--logs", _workspace["*.log"], other);
        Assert.Contains("words_total{word=\"x\"} 3\n", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standard_input_is_read_to_its_end()
    {
        string program = _workspace.Write("words.mtail", Samples.Words);
        Ended ended = await Exporter.RunWithInputAsync("x\ny\nx", "once", "--programs", program, "--logs", "-");
        Assert.Contains("words_total{word=\"x\"} 2\n", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_does_not_exist_is_named()
    {
        string program = _workspace.Write("words.mtail", Samples.Words);
        Ended ended = await Exporter.RunAsync("once", "--programs", program, "--logs", _workspace["missing.log"]);
        Assert.Equal(1, ended.ExitCode);
        Assert.Equal($"logmetrics once: {_workspace["missing.log"]}: no such file; give a path or a quoted glob of files that exist\n", ended.Error);
        Assert.Empty(ended.Output);
    }

    [Fact]
    public async Task A_glob_that_matches_nothing_is_named()
    {
        string program = _workspace.Write("words.mtail", Samples.Words);
        Ended ended = await Exporter.RunAsync("once", "--programs", program, "--logs", _workspace["*.log"], _workspace["missing/*.log"]);
        Assert.Equal(
            $"""
            logmetrics once: {_workspace["*.log"]}: no file matches; give a path or a quoted glob of files that exist
            logmetrics once: {_workspace["missing"]}: no such folder; give a path or a quoted glob of files that exist

            """,
            ended.Error);
        Assert.Equal((1, ""), (ended.ExitCode, ended.Output));
    }

    [Fact]
    public async Task A_log_that_is_a_folder_is_named()
    {
        string program = _workspace.Write("words.mtail", Samples.Words);
        Ended ended = await Exporter.RunAsync("once", "--programs", program, "--logs", _workspace.Path);
        Assert.Equal(1, ended.ExitCode);
        Assert.Equal($"logmetrics once: {_workspace.Path}: a folder; name its files with a quoted glob such as '{_workspace["*.log"]}'\n", ended.Error);
    }

    [Fact]
    public async Task A_log_that_may_not_be_read_is_named()
    {
        Assert.SkipUnless(Tools.Setpriv.IsInstalled && Environment.IsPrivilegedProcess, "needs root and setpriv, to become somebody who may not read");
        Assert.SkipUnless(Tools.IsReadableByOthers(Exporter.Binary), "the executable lies where others cannot reach it");
        string program = _workspace.Write("words.mtail", Samples.Words);
        string log = _workspace.Write("secret.log", "x\n");
        _workspace.OpenToOthers();
        File.SetUnixFileMode(log, UnixFileMode.None);
        Ended ended = await RunningProcess.RunAsync(
            Tools.Setpriv.Path, ["--reuid=65534", "--regid=65534", "--clear-groups", Exporter.Binary, "once", "--programs", program, "--logs", log]);
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains($"{log}: permission denied", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Three_mistakes_in_a_program_are_three_diagnostics_with_their_places()
    {
        string program = _workspace.Write("bad.mtail", Samples.ThreeMistakes);
        string log = _workspace.Write("a.log", "x\n");
        Ended ended = await Exporter.RunAsync("once", "--programs", program, "--logs", log);
        Assert.Equal((1, ""), (ended.ExitCode, ended.Output));
        foreach (string place in new[] { "bad.mtail:3:18: error", "bad.mtail:6:3: error", "bad.mtail:8:" })
        {
            Assert.Contains(place, ended.Error, StringComparison.Ordinal);
        }

        Assert.Contains("did you mean `$status`?", ended.Error, StringComparison.Ordinal);
    }
}
