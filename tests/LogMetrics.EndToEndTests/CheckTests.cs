using System.Text.Json;
using LogMetrics.EndToEndTests.Processes;

namespace LogMetrics.EndToEndTests;

/// <summary>What <c>logmetrics check</c> finds and how it ends.</summary>
public sealed class CheckTests : IDisposable
{
    readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Programs_without_errors_end_with_zero()
    {
        _workspace.Write("p/a.mtail", Samples.Words);
        _workspace.Write("p/b.mtail", Samples.Requests);
        _workspace.Write("p/.hidden.mtail", "(");
        _workspace.Write("p/readme.txt", "(");
        Ended ended = await Exporter.RunAsync("check", _workspace["p"]);
        Assert.Equal((0, "2 programs, no errors\n"), (ended.ExitCode, ended.Output));
    }

    [Fact]
    public async Task Every_mistake_is_reported_with_place_excerpt_and_hint()
    {
        string program = _workspace.Write("bad.mtail", Samples.ThreeMistakes);
        Ended ended = await Exporter.RunAsync("check", program);
        Assert.Equal(1, ended.ExitCode);
        Assert.Equal(3, ended.Output.Split(": error LM").Length - 1);
        Assert.Contains("  requests_total[$staus]++", ended.Output, StringComparison.Ordinal);
        Assert.Contains("^^^^^^", ended.Output, StringComparison.Ordinal);
        Assert.Contains("hint: did you mean `$status`?", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_that_cannot_run_together_are_a_warning()
    {
        _workspace.Write("p/a.mtail", "counter requests by code\n/(?P<c>x)/ {\n  requests[$c]++\n}\n");
        _workspace.Write("p/b.mtail", "counter requests\n/x/ {\n  requests++\n}\n");
        Ended ended = await Exporter.RunAsync("check", _workspace["p"]);
        Assert.Equal(0, ended.ExitCode);
        Assert.Contains(
            "b.mtail:1:9: warning LM2901: metric `requests` has no labels here, but `a.mtail` declares it with labels `code`",
            ended.Output,
            StringComparison.Ordinal);
        Assert.EndsWith("2 programs, no errors\n", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_cannot_be_read_does_not_hide_what_is_wrong_with_the_others()
    {
        _workspace.Write("p/bad.mtail", Samples.ThreeMistakes);
        _workspace.Write("p/good.mtail", Samples.Words);
        File.CreateSymbolicLink(_workspace["p/away.mtail"], _workspace["nowhere"]);
        Ended ended = await Exporter.RunAsync("check", _workspace["p"]);
        Assert.Equal(3, ended.Output.Split(": error LM").Length - 1);
        Assert.EndsWith("\n3 programs, 1 with errors, 1 not read\n", ended.Output, StringComparison.Ordinal);
        Assert.Equal($"logmetrics check: {_workspace["p/away.mtail"]}: a link to a file that is not there\n", ended.Error);
        Assert.Equal(3, ended.ExitCode);
    }

    [Fact]
    public async Task Programs_without_errors_beside_one_that_cannot_be_read_are_no_success()
    {
        _workspace.Write("p/good.mtail", Samples.Words);
        File.CreateSymbolicLink(_workspace["p/away.mtail"], _workspace["nowhere"]);
        Ended ended = await Exporter.RunAsync("check", _workspace["p"]);
        Assert.Equal((3, "2 programs, no errors, 1 not read\n"), (ended.ExitCode, ended.Output));
        Ended json = await Exporter.RunAsync("check", _workspace["p"], "--format", "json");
        Assert.Equal((3, ended.Error, "[]\n"), (json.ExitCode, json.Error, json.Output));
    }

    [Fact]
    public async Task What_this_user_may_not_reach_is_said_to_be_so()
    {
        Assert.SkipUnless(Tools.Setpriv.IsInstalled && Environment.IsPrivilegedProcess, "needs root and setpriv, to become somebody who may not read");
        Assert.SkipUnless(Tools.IsReadableByOthers(Exporter.Binary), "the executable lies where others cannot reach it");
        string program = _workspace.Write("p/words.mtail", Samples.Words);
        _workspace.OpenToOthers();
        File.SetUnixFileMode(_workspace["p"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string[] asNobody = ["--reuid=65534", "--regid=65534", "--clear-groups", Exporter.Binary];

        Ended folder = await RunningProcess.RunAsync(Tools.Setpriv.Path, [.. asNobody, "check", _workspace["p"]]);
        Assert.Equal(new Ended(2, "", $"logmetrics check: {_workspace["p"]}: permission denied; let this user list the folder\n"), folder);

        Ended file = await RunningProcess.RunAsync(Tools.Setpriv.Path, [.. asNobody, "check", program]);
        Assert.Equal(new Ended(2, "", $"logmetrics check: {program}: permission denied; let this user enter the folder\n"), file);

        Ended run = await RunningProcess.RunAsync(Tools.Setpriv.Path, [.. asNobody, "run", "--programs", program, "--logs", "a", "--log-level", "error"]);
        Assert.Equal(new Ended(2, "", $"logmetrics run: {program}: permission denied; let this user enter the folder\n"), run);
    }

    [Fact]
    public async Task A_program_alone_that_cannot_be_read_is_not_called_free_of_errors()
    {
        File.CreateSymbolicLink(_workspace["away.mtail"], _workspace["nowhere"]);
        Ended ended = await Exporter.RunAsync("check", _workspace.Path);
        Assert.Equal((3, "1 program, 1 not read\n"), (ended.ExitCode, ended.Output));
    }

    [Fact]
    public async Task Json_carries_the_same_findings()
    {
        string program = _workspace.Write("bad.mtail", Samples.ThreeMistakes);
        Ended ended = await Exporter.RunAsync("check", program, "--format", "json");
        Assert.Equal(1, ended.ExitCode);
        using JsonDocument json = JsonDocument.Parse(ended.Output);
        Assert.Equal([3, 6, 8], json.RootElement.EnumerateArray().Select(finding => finding.GetProperty("line").GetInt32()));
        JsonElement first = json.RootElement[0];
        Assert.Equal(program, first.GetProperty("file").GetString());
        Assert.Equal(18, first.GetProperty("column").GetInt32());
        Assert.Equal("error", first.GetProperty("severity").GetString());
        Assert.StartsWith("LM", first.GetProperty("code").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_programs_is_named()
    {
        Ended ended = await Exporter.RunAsync("check", _workspace.Path);
        Assert.Equal(2, ended.ExitCode);
        Assert.Contains($"{_workspace.Path}: no *.mtail files", ended.Error, StringComparison.Ordinal);
    }
}
