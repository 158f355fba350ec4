using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;
using LogMetrics.EndToEndTests.Processes;

namespace LogMetrics.EndToEndTests;

/// <summary>What <c>--state-dir</c> and <c>--linger</c> promise of the real process, and <c>logmetrics state</c>.</summary>
public sealed class StateTests : IDisposable
{
    readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Sigterm_counts_what_is_there_and_the_next_process_goes_on_behind_it()
    {
        await using (Exporter first = await ServeAsync())
        {
            _workspace.Append("a.log", string.Concat(Enumerable.Repeat("x\n", 10_000)) + "x begun");
            Ended ended = await first.StopAsync();
            Assert.Equal(0, ended.ExitCode);
        }

        _workspace.Append("a.log", ", ended\nx\n");
        await using Exporter second = await ServeAsync();
        await Eventually.Equal("10002", () => second.SampleAsync("""words_total{word="x"}"""));
        Assert.Equal("1", await second.SampleAsync("logmetrics_state_restored"));
    }

    [Fact]
    public async Task A_log_of_stack_traces_and_one_of_lines_go_on_behind_a_kill_each_in_its_own_way()
    {
        string program = _workspace.Write(
            "both.mtail",
            "counter traces_total by last\ncounter lines_total\ngetfilename() =~ /app/ {\n  /ERROR(\\n\\tat \\w+)*\\n\\tat (?P<last>\\w+)$/ {\n    traces_total[$last]++\n  }\n} else {\n  lines_total++\n}\n");
        string app = _workspace.Write("app.log", "");
        string web = _workspace.Write("web.log", "");
        string[] arguments =
        [
            "--programs", program, "--logs", app, web, "--state-dir", _workspace["state"], "--multiline", app, "^[0-9]", "max-age=1m",
        ];
        await using (Exporter first = await Exporter.ServeAsync(arguments))
        {
            _workspace.Append("app.log", "10:00 ERROR\n\tat a\n10:01 ERROR\n\tat b\n");
            _workspace.Append("web.log", "GET /\n\tGET /\n");
            await Eventually.Equal("2", () => first.SampleAsync("lines_total"));
            await Eventually.Equal("1", () => first.SampleAsync("""traces_total{last="a"}"""));
            await first.Process.KillAsync();
        }

        _workspace.Append("app.log", "\tat c\n10:02 fine\n");
        _workspace.Append("web.log", "\tGET /\n");
        await using Exporter second = await Exporter.ServeAsync(arguments);
        await Eventually.Equal("1", () => second.SampleAsync("""traces_total{last="c"}"""));
        await Eventually.Equal("3", () => second.SampleAsync("lines_total"));
        Assert.Equal("1", await second.SampleAsync("""traces_total{last="a"}"""));
        Assert.Null(await second.SampleAsync("""traces_total{last="b"}"""));
    }

    [Fact]
    public async Task A_second_process_on_the_same_state_ends_with_three_and_names_the_first()
    {
        await using Exporter first = await ServeAsync();
        Ended second = await Exporter.RunAsync(["run", "--listen", "127.0.0.1:0", .. Arguments()]);

        Assert.Equal(3, second.ExitCode);
        Assert.Contains(
            $"{_workspace["state"]}: another process uses it (process {first.Process.Id}); stop that one, or give each its own folder",
            second.Error,
            StringComparison.Ordinal);

        _workspace.Append("a.log", "x\n");
        await Eventually.Equal("1", () => first.SampleAsync("""words_total{word="x"}"""));
        await first.Process.KillAsync();
        await using Exporter third = await ServeAsync();
        await Eventually.Equal("1", () => third.SampleAsync("""words_total{word="x"}"""));
    }

    [Fact]
    public async Task With_linger_the_last_lines_are_seen_by_one_more_scrape_and_the_process_ends()
    {
        await using Exporter exporter = await ServeAsync("--linger", "60s");
        _workspace.Append("a.log", "x\nx\nlast");
        exporter.Process.Signal(PosixSignal.SIGTERM);
        await exporter.Process.ErrorLineAsync("waiting 00:01:00 at most for one more scrape");

        Assert.Equal("2", await exporter.SampleAsync("""words_total{word="x"}"""));
        Assert.Equal(0, (await exporter.Process.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task With_linger_and_no_scrape_the_process_ends_when_the_time_is_over()
    {
        await using Exporter exporter = await ServeAsync("--linger", "1s");
        exporter.Process.Signal(PosixSignal.SIGTERM);
        await exporter.Process.ErrorLineAsync("for one more scrape");
        Assert.Equal(0, (await exporter.Process.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task State_is_shown_to_people_and_as_json_while_it_is_used_and_after()
    {
        _workspace.Append("a.log", "x\nx\ny\nbegun");
        await using Exporter exporter = await ServeAsync();
        await Eventually.Equal("2", () => exporter.SampleAsync("""words_total{word="x"}"""));

        Ended used = await Exporter.RunAsync("state", "show", _workspace["state"]);
        await exporter.StopAsync();
        Ended text = await Exporter.RunAsync("state", "show", _workspace["state"]);
        Ended json = await Exporter.RunAsync("state", "show", "--json", _workspace["state"]);
        Ended check = await Exporter.RunAsync("state", "check", _workspace["state"]);
        Ended checkJson = await Exporter.RunAsync("state", "check", "--json", _workspace["state"]);

        Assert.Equal([0, 0, 0, 0, 0], [used.ExitCode, text.ExitCode, json.ExitCode, check.ExitCode, checkJson.ExitCode]);
        Assert.Matches($@"\A(?s)saved .* UTC by LogMetrics \S+, when it ended\n\nlogs\n.* 6 +11  {_workspace["a.log"]}\n\nmetrics\n.* 2 +3  counter words_total by word\n\z", text.Output);
        Assert.Contains("counter words_total by word", used.Output, StringComparison.Ordinal);
        Assert.Matches(@"\A(state-\d+: is whole: \d+ bytes, saved .* UTC, 1 logs, \d series\n)+\z", check.Output);

        using JsonDocument shown = JsonDocument.Parse(json.Output);
        JsonElement log = shown.RootElement.GetProperty("logs")[0];
        Assert.Equal((6, 11), (log.GetProperty("position").GetInt64(), log.GetProperty("size").GetInt64()));
        Assert.Equal(3, shown.RootElement.GetProperty("metrics")[0].GetProperty("total").GetDouble());
        using JsonDocument checks = JsonDocument.Parse(checkJson.Output);
        Assert.All(checks.RootElement.EnumerateArray(), file => Assert.Equal(JsonValueKind.Null, file.GetProperty("problem").ValueKind));
    }

    [Fact]
    public async Task A_damaged_state_is_told_by_check_and_the_one_before_is_shown_and_gone_on_with()
    {
        await using (Exporter exporter = await ServeAsync())
        {
            foreach (string count in (string[])["1", "2", "3"])
            {
                _workspace.Append("a.log", "x\n");
                await Eventually.Equal(count, () => exporter.SampleAsync("""words_total{word="x"}"""));
            }

            await exporter.Process.KillAsync();
        }

        string newest = Directory.GetFiles(_workspace["state"], "state-*").MaxBy(Number)!;
        byte[] bytes = await File.ReadAllBytesAsync(newest, TestContext.Current.CancellationToken);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(newest, bytes, TestContext.Current.CancellationToken);

        Ended check = await Exporter.RunAsync("state", "check", _workspace["state"]);
        Ended show = await Exporter.RunAsync("state", "show", _workspace["state"]);
        Assert.Equal((1, 0), (check.ExitCode, show.ExitCode));
        Assert.Contains($"{Path.GetFileName(newest)}: ", check.Output, StringComparison.Ordinal);
        Assert.Contains("words_total", show.Output, StringComparison.Ordinal);

        // Positions go on, and so a line is not counted twice; but counters begin anew.
        _workspace.Append("a.log", "y\n");
        await using Exporter next = await ServeAsync();
        await Eventually.Equal("1", () => next.SampleAsync("""words_total{word="y"}"""));
        Assert.Equal("0", await next.SampleAsync("logmetrics_state_restored"));
    }

    [Fact]
    public async Task A_folder_without_a_state_is_named_with_what_to_give()
    {
        _workspace.Write("empty/x", "");
        Ended empty = await Exporter.RunAsync("state", "show", _workspace["empty"]);
        Ended missing = await Exporter.RunAsync("state", "check", _workspace["missing"]);

        Assert.Equal((2, 2), (empty.ExitCode, missing.ExitCode));
        Assert.Contains($"{_workspace["empty"]}: no state is in it; give the folder of --state-dir", empty.Error, StringComparison.Ordinal);
        Assert.Contains($"{_workspace["missing"]}: no such folder", missing.Error, StringComparison.Ordinal);
    }

    // All of it on a disk that is full, not only the state.
    [Fact]
    public async Task On_a_full_disk_counting_goes_on_and_is_saved_once_there_is_room()
    {
        await using SmallDisk disk = await SmallDisk.MountAsync(_workspace["state"], kilobytes: 2048);
        await using Exporter exporter = await ServeAsync(disk);
        _workspace.Append("a.log", "x\n");
        await Eventually.Equal("1", () => exporter.SampleAsync("""words_total{word="x"}"""));
        string before = await ShownStateAsync(disk);

        disk.Fill();
        AppendLines(1, 4_000);
        await Eventually.Equal("2", () => exporter.SampleAsync("""words_total{word="x"}"""));
        Assert.NotEqual("0", await exporter.SampleAsync("logmetrics_state_write_errors_total"));
        Assert.Contains("the state cannot be saved", exporter.Process.Error, StringComparison.Ordinal);
        Assert.Equal(before, await ShownStateAsync(disk));

        disk.Free();
        await Eventually.True(
            async () => (await ShownStateAsync(disk)).Contains("4,001", StringComparison.Ordinal), () => exporter.Process.Error);
        await exporter.Process.ErrorLineAsync("the state is saved again");
    }

    [Fact]
    public async Task What_is_killed_on_a_full_disk_starts_there_and_shows_nothing_below_what_was_shown()
    {
        await using SmallDisk disk = await SmallDisk.MountAsync(_workspace["state"], kilobytes: 2048);
        var watch = new CounterWatch();
        await using (Exporter exporter = await ServeAsync(disk))
        {
            await ScrapeUntilAsync(exporter, watch, 0);
            disk.Fill();
            AppendLines(1, 4_000);
            await ScrapeUntilAsync(exporter, watch, 4_001);
            await exporter.Process.KillAsync();
        }

        // Somebody else takes what its end gave back.
        File.Delete(disk["lock"]);
        disk.Fill();
        AppendLines(4_001, 10);
        await using Exporter next = await ServeAsync(disk);
        await ScrapeUntilAsync(next, watch, 4_012);
        Assert.Empty(watch.Falls);
        Assert.Equal(0, watch.Resets);
    }

    [Fact]
    public async Task A_limit_on_the_size_of_files_ends_nothing_and_the_state_is_saved_once_it_is_lifted()
    {
        Assert.SkipUnless(Tools.Prlimit.IsInstalled, "prlimit is not installed");
        await using Exporter exporter = await ServeAsync();
        _workspace.Append("a.log", "x\n");
        await Eventually.Equal("1", () => exporter.SampleAsync("""words_total{word="x"}"""));

        await LimitFileSizeAsync(exporter, "65536");
        AppendLines(1, 8_000);
        await Eventually.Equal("2", () => exporter.SampleAsync("""words_total{word="x"}"""));
        Assert.NotEqual("0", await exporter.SampleAsync("logmetrics_state_write_errors_total"));

        await LimitFileSizeAsync(exporter, "unlimited");
        await exporter.Process.ErrorLineAsync("the state is saved again");
        string show = (await Exporter.RunAsync("state", "show", _workspace["state"])).Output;
        Assert.Contains("8,001", show, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_folder_that_becomes_read_only_counting_goes_on_and_is_saved_once_it_may_be()
    {
        // The superuser may write everywhere.
        string[] through = [];
        if (Environment.IsPrivilegedProcess)
        {
            Assert.SkipUnless(Tools.Setpriv.IsInstalled, "setpriv is not installed, to be somebody who may not write");
            Assert.SkipUnless(Tools.IsReadableByOthers(Exporter.Binary), "the executable lies where others cannot reach it");
            through = [Tools.Setpriv.Path, "--reuid=65534", "--regid=65534", "--clear-groups"];
        }

        Prepare();
        File.SetUnixFileMode(_workspace.Path, (UnixFileMode)0x1FF);
        await using Exporter exporter = await Exporter.StartThroughAsync(through, [.. Serve, .. Arguments()]);
        _workspace.Append("a.log", "x\n");
        await Eventually.Equal("1", () => exporter.SampleAsync("""words_total{word="x"}"""));

        const UnixFileMode ReadAndEnter = UnixFileMode.UserRead | UnixFileMode.UserExecute;
        File.SetUnixFileMode(_workspace["state"], ReadAndEnter);
        _workspace.Append("a.log", "x\n");
        await Eventually.Equal("2", () => exporter.SampleAsync("""words_total{word="x"}"""));
        Assert.NotEqual("0", await exporter.SampleAsync("logmetrics_state_write_errors_total"));

        File.SetUnixFileMode(_workspace["state"], ReadAndEnter | UnixFileMode.UserWrite);
        await exporter.Process.ErrorLineAsync("the state is saved again");
        await exporter.Process.KillAsync();
        await using Exporter next = await Exporter.StartThroughAsync(through, [.. Serve, .. Arguments()]);
        await Eventually.Equal("2", () => next.SampleAsync("""words_total{word="x"}"""));
        Assert.Equal("1", await next.SampleAsync("logmetrics_state_restored"));
    }

    static readonly string[] Serve = ["run", "--listen", "127.0.0.1:0", "--poll-interval", "20ms"];

    static long Number(string path) => long.Parse(path[(path.LastIndexOf('-') + 1)..], CultureInfo.InvariantCulture);

    static async Task LimitFileSizeAsync(Exporter exporter, string bytes)
    {
        Ended ended = await RunningProcess.RunAsync(
            Tools.Prlimit.Path,
            ["--pid", exporter.Process.Id.ToString(CultureInfo.InvariantCulture), $"--fsize={bytes}:unlimited"]);
        Assert.True(ended.ExitCode == 0, ended.Error);
    }

    void Prepare()
    {
        _workspace.Write("words.mtail", Samples.Words);
        _workspace.Append("a.log", "");
    }

    string[] Arguments() =>
    [
        "--programs", _workspace["words.mtail"], "--logs", _workspace["a.log"], "--read-from", "beginning",
        "--state-dir", _workspace["state"], "--state-interval", "200ms",
    ];

    // Words of their own, so that the state grows, and one that says that they were counted.
    void AppendLines(int first, int count) => _workspace.Append(
        "a.log",
        string.Concat(Enumerable.Range(first, count).Select(n => string.Create(CultureInfo.InvariantCulture, $"word{n:D40}\n"))) + "x\n");

    Task<Exporter> ServeAsync(params string[] more)
    {
        Prepare();
        return Exporter.StartAsync([.. Serve, .. Arguments(), .. more]);
    }

    Task<Exporter> ServeAsync(SmallDisk disk)
    {
        Prepare();
        return Exporter.StartThroughAsync(disk.Entrance, [.. Serve, .. Arguments()]);
    }

    async Task<string> ShownStateAsync(SmallDisk disk)
    {
        string[] words = [.. disk.Entrance, Exporter.Binary, "state", "show", _workspace["state"]];
        return (await RunningProcess.RunAsync(words[0], words[1..])).Output;
    }

    static async Task ScrapeUntilAsync(Exporter exporter, CounterWatch watch, double total)
    {
        await Eventually.True(
            async () =>
            {
                using HttpResponseMessage response = await exporter.AskAsync("/metrics", "application/openmetrics-text", gzip: false);
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    watch.Take(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
                }

                return response.StatusCode == HttpStatusCode.OK && watch.Total("words") >= total;
            },
            () => $"{watch.Total("words")} of {total}: {exporter.Process.Error}");
        Assert.Equal(total, watch.Total("words"));
    }
}
