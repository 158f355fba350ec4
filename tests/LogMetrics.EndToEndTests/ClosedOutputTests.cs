using LogMetrics.EndToEndTests.Processes;

namespace LogMetrics.EndToEndTests;

/// <summary>Commands in front of a reader that has enough before they have written everything.</summary>
public sealed class ClosedOutputTests : IDisposable
{
    readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("match y", "line 1: y  [0..1)")]
    [InlineData("match no", "line 1: no match")]
    [InlineData("match --json y", """{"line":1,"matched":true,"start":0,"end":1,"captures":[]}""")]
    public async Task Endless_input_is_left_when_nobody_reads_what_comes_of_it(string arguments, string firstLine)
    {
        Ended ended = await BeforeHeadAsync($"yes 2>&- | \"$0\" {arguments}");
        Assert.Equal(new Ended(0, firstLine + "\n", "ended with 0\n"), ended);
    }

    [Fact]
    public async Task More_metrics_than_anybody_reads_are_no_failure()
    {
        string program = _workspace.Write("words.mtail", Samples.Words);
        string log = _workspace.Write("a.log", string.Concat(Enumerable.Range(0, 9_000).Select(number => $"a_rather_long_word_{number}\n")));
        Ended ended = await BeforeHeadAsync($"\"$0\" once --programs {program} --logs {log}");
        Assert.Equal(new Ended(0, "# HELP words_total defined at words.mtail:1:9-19\n", "ended with 0\n"), ended);
    }

    [Fact]
    public async Task Help_that_nobody_reads_is_no_failure()
    {
        Ended ended = await RunningProcess.RunAsync("/bin/sh", ["-c", "{ \"$0\" run --help; echo ended with $? >&2; } | true", Exporter.Binary]);
        Assert.Equal(new Ended(0, "", "ended with 0\n"), ended);
    }

    [Fact]
    public async Task A_file_that_several_commands_write_to_keeps_what_each_wrote()
    {
        string output = _workspace["output"];
        await RunningProcess.RunAsync(
            "/bin/sh", ["-c", "{ echo a | \"$0\" match --json a; echo b | \"$0\" match b; } > \"$1\"", Exporter.Binary, output]);
        Assert.Equal(["{\"line\":1,\"matched\":true,\"start\":0,\"end\":1,\"captures\":[]}", "line 1: b  [0..1)", "1 of 1 lines match"], File.ReadAllLines(output));
    }

    static Task<Ended> BeforeHeadAsync(string command) => RunningProcess.RunAsync(
        "/bin/sh", ["-c", $"{{ {command}; echo ended with $? >&2; }} | head -n 1", Exporter.Binary]);
}
