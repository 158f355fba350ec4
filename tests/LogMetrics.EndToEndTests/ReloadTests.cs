using System.Net;
using System.Runtime.InteropServices;
using LogMetrics.EndToEndTests.Processes;

namespace LogMetrics.EndToEndTests;

/// <summary>How programs change while they run.</summary>
public sealed class ReloadTests : IDisposable
{
    // Declares the same metric as Samples.Words and one more.
    const string WordsAndLines = "counter lines_total\n" + Samples.Words + "/$/ {\n  lines_total++\n}\n";

    readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    async Task<Exporter> ServeAsync(string interval)
    {
        _workspace.Write("p/words.mtail", Samples.Words);
        string log = _workspace.Write("a.log", "");
        Exporter exporter = await Exporter.ServeAsync("--programs", _workspace["p"], "--logs", log, "--program-poll-interval", interval);
        _workspace.Append("a.log", "x\n");
        await Eventually.Equal("1", () => exporter.SampleAsync("""words_total{word="x"}"""));
        return exporter;
    }

    [Fact]
    public async Task Sighup_loads_the_programs_anew_and_values_stay()
    {
        await using Exporter exporter = await ServeAsync("0");
        _workspace.Write("p/words.mtail", WordsAndLines);
        exporter.Process.Signal(PosixSignal.SIGHUP);
        await Eventually.Equal("0", () => exporter.SampleAsync("lines_total"));
        _workspace.Append("a.log", "x\n");
        await Eventually.Equal("2", () => exporter.SampleAsync("""words_total{word="x"}"""));
        Assert.Equal("1", await exporter.SampleAsync("lines_total"));
    }

    [Fact]
    public async Task Post_to_reload_answers_when_the_new_programs_run()
    {
        await using Exporter exporter = await ServeAsync("0");
        _workspace.Write("p/words.mtail", WordsAndLines);
        Assert.Equal((HttpStatusCode.OK, "reloaded\n"), await ReloadAsync(exporter));
        Assert.Equal("0", await exporter.SampleAsync("lines_total"));
        Assert.Equal("1", await exporter.SampleAsync("logmetrics_last_reload_successful"));
    }

    [Fact]
    public async Task A_program_with_errors_keeps_its_old_version_and_says_so()
    {
        await using Exporter exporter = await ServeAsync("0");
        _workspace.Write("p/words.mtail", Samples.ThreeMistakes);
        (HttpStatusCode status, string text) = await ReloadAsync(exporter);
        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.Contains("words.mtail", text, StringComparison.Ordinal);
        _workspace.Append("a.log", "x\n");
        await Eventually.Equal("2", () => exporter.SampleAsync("""words_total{word="x"}"""));
        Assert.Equal("0", await exporter.SampleAsync("logmetrics_last_reload_successful"));
        Assert.Equal("0", await exporter.SampleAsync("""logmetrics_program_load_success{program="words.mtail"}"""));
        Assert.Contains("the version before still runs", await exporter.GetAsync("/"), StringComparison.Ordinal);
        await exporter.Process.ErrorLineAsync("words.mtail:3:18");

        _workspace.Write("p/words.mtail", WordsAndLines);
        Assert.Equal((HttpStatusCode.OK, "reloaded\n"), await ReloadAsync(exporter));
        Assert.Equal("2", await exporter.SampleAsync("""words_total{word="x"}"""));
    }

    [Fact]
    public async Task Programs_that_come_and_go_take_their_metrics_with_them()
    {
        await using Exporter exporter = await ServeAsync("0");
        _workspace.Write("p/lines.mtail", "counter lines_total\n/$/ {\n  lines_total++\n}\n");
        await ReloadAsync(exporter);
        Assert.Equal("0", await exporter.SampleAsync("lines_total"));
        File.Delete(_workspace["p/lines.mtail"]);
        await ReloadAsync(exporter);
        Assert.Null(await exporter.SampleAsync("lines_total"));
        Assert.Equal("1", await exporter.SampleAsync("""words_total{word="x"}"""));
    }

    [Fact]
    public async Task A_changed_file_is_noticed()
    {
        await using Exporter exporter = await ServeAsync("50ms");
        _workspace.Write("p/words.mtail", WordsAndLines);
        await Eventually.Equal("0", () => exporter.SampleAsync("lines_total"));
    }

    // What the kubelet does with a ConfigMap: the files are links through `..data`, which is replaced by a rename.
    [Fact]
    public async Task Files_of_grok_patterns_are_read_again_with_the_programs()
    {
        _workspace.Write("p/shops.mtail", "counter orders_total by shop\n/order of %{SHOP:shop}$/ {\n  orders_total[$shop]++\n}\n");
        string patterns = _workspace.Write("shops", "SHOP [a-z]+\n");
        string log = _workspace.Write("a.log", "");
        await using Exporter exporter = await Exporter.ServeAsync(
            "--programs", _workspace["p"], "--logs", log, "--grok-patterns", patterns, "--program-poll-interval", "50ms");
        _workspace.Append("a.log", "order of abc\n");
        await Eventually.Equal("1", () => exporter.SampleAsync("""orders_total{shop="abc"}"""));

        // With a mistake in it, what runs goes on and the operator is told.
        _workspace.Write("shops", "SHOP\n");
        await Eventually.Equal("0", () => exporter.SampleAsync("logmetrics_last_reload_successful"));
        _workspace.Append("a.log", "order of abc\n");
        await Eventually.Equal("2", () => exporter.SampleAsync("""orders_total{shop="abc"}"""));

        _workspace.Write("shops", "SHOP [0-9]+\n");
        await Eventually.Equal("1", () => exporter.SampleAsync("logmetrics_last_reload_successful"));
        _workspace.Append("a.log", "order of 17\n");
        await Eventually.Equal("1", () => exporter.SampleAsync("""orders_total{shop="17"}"""));
    }

    [Fact]
    public async Task A_swapped_link_to_a_folder_is_noticed()
    {
        _workspace.Write("p/..2026_1/words.mtail", Samples.Words);
        Directory.CreateSymbolicLink(_workspace["p/..data"], "..2026_1");
        File.CreateSymbolicLink(_workspace["p/words.mtail"], "..data/words.mtail");
        await using Exporter exporter = await Exporter.ServeAsync(
            "--programs", _workspace["p"], "--logs", _workspace["a.log"], "--program-poll-interval", "50ms");
        _workspace.Write("p/..2026_2/words.mtail", WordsAndLines);
        Directory.CreateSymbolicLink(_workspace["p/..data_tmp"], "..2026_2");
        Assert.Equal(0, Rename(_workspace["p/..data_tmp"], _workspace["p/..data"]));
        await Eventually.Equal("0", () => exporter.SampleAsync("lines_total"));
    }

    static async Task<(HttpStatusCode Status, string Text)> ReloadAsync(Exporter exporter)
    {
        using HttpResponseMessage response = await exporter.Client.PostAsync("/-/reload", null, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [DllImport("libc", EntryPoint = "rename")]
    static extern int Rename(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string from, [MarshalAs(UnmanagedType.LPUTF8Str)] string to);
}
