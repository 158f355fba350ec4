using LogMetrics.Hosting;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.State;
using LogMetrics.Server;

namespace LogMetrics.Tests.Cli;

public sealed class StatusPageTests
{
    static readonly DateTimeOffset Start = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    static string Render(ProgramStatus[] programs, SourceStatus[] sources) =>
        StatusPage.Render(new EngineStatus(programs, sources, 12345, Start, Start.AddMinutes(61)), "1.2.3");

    [Fact]
    public void Programs_and_sources_are_told_with_their_state()
    {
        string page = Render(
            [new ProgramStatus("a.mtail", "/p/a.mtail", ProgramState.OldVersionKept, Start, ["a.mtail:1:1: error"], 10, 2, "a.mtail:3:4 bad_number")],
            [new SourceStatus("/logs/a.log", SourceState.Following, 1000, 1500, 77, null)]);
        Assert.Contains("has errors; the version before still runs", page, StringComparison.Ordinal);
        Assert.Contains("a.mtail:1:1: error", page, StringComparison.Ordinal);
        Assert.Contains(">1,000</td><td class=\"number\">1,500</td><td class=\"number\">500</td><td class=\"number\">77<", page, StringComparison.Ordinal);
        Assert.Contains("up 1 h 1 min · 1 program running · 1 source · 12,345 series", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_kept_over_a_restart_is_told()
    {
        EngineStatus status = new([], [], 0, Start, Start);
        Assert.Contains("Nothing is kept over a restart", StatusPage.Render(status, "1"), StringComparison.Ordinal);
        var state = new StateStatus("/state", true, Start, 1234, null, false);
        Assert.Contains(
            "/state: <span class=\"good\">saved 2026-07-01 12:00:00 UTC, 1,234 bytes</span>. Counters went on",
            StatusPage.Render(status with { State = state }, "1"),
            StringComparison.Ordinal);
        Assert.Contains(
            "cannot be saved: &lt;b&gt;",
            StatusPage.Render(status with { State = state with { LastError = "<b>" } }, "1"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_comes_from_outside_is_encoded()
    {
        const string Hostile = "<script>alert('x')</script>";
        string page = Render(
            [new ProgramStatus(Hostile, Hostile, ProgramState.Failed, null, [Hostile], 0, 0, Hostile)],
            [new SourceStatus(Hostile, SourceState.Failing, 0, 0, 0, Hostile)]);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
    }
}
