using LogMetrics.EndToEndTests.Processes;

namespace LogMetrics.EndToEndTests;

/// <summary>What is said about command lines that cannot be meant like this, and about help.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("", "no command given")]
    [InlineData("rnu", "unknown command `rnu`; did you mean `run`?")]
    [InlineData("run --program a --logs b", "unknown option `--program`; did you mean `--programs`?")]
    [InlineData("run -progs a --logs b", "unknown option `-progs`: that is mtail's, which `logmetrics mtail` takes")]
    [InlineData("once --programs a -logs b", "unknown option `-logs`; did you mean `--logs`?")]
    [InlineData("run --programs a --logs b --state-file c", "unknown option `--state-file`")]
    [InlineData("run --config", "`--config` needs a value")]
    [InlineData("run --programs a", "--logs")]
    [InlineData("run --programs a --logs b --listen nowhere", "--listen: `nowhere` is no address")]
    [InlineData("run --programs a --logs b --poll-interval 5", "--poll-interval: `5` is no duration")]
    [InlineData("run --programs a --logs b --timezone Mars/Base", "--timezone: `Mars/Base` is no time zone")]
    [InlineData("run --programs a --logs b --ignore-filenames (", "--ignore-filenames (")]
    [InlineData("run --programs a --logs b --max-series 0", "--max-series: `0` is no number")]
    [InlineData("run --programs a --logs b --read-from middle", "--read-from: `middle` is none of end, beginning")]
    [InlineData("once --programs a --logs b --format xml", "--format: `xml` is none of prometheus, openmetrics, json")]
    [InlineData("once --programs a --logs b --listen :0", "unknown option `--listen`")]
    [InlineData("run --programs --logs b", "`--programs` needs a value")]
    [InlineData("run --programs a --logs", "`--logs` needs a value")]
    [InlineData("check", "PATH is missing")]
    [InlineData("match", "PATTERN is missing")]
    [InlineData("match a b c", "`c` is one argument too many")]
    [InlineData("run --programs nowhere.mtail --logs b", "nowhere.mtail: no such file or folder")]
    [InlineData("check nowhere.mtail", "nowhere.mtail: no such file or folder")]
    public async Task A_wrong_command_line_ends_with_two_and_names_the_place(string words, string part)
    {
        Ended ended = await Exporter.RunAsync(words.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(part, ended.Error, StringComparison.Ordinal);
        Assert.Empty(ended.Output);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("help")]
    [InlineData("run --help")]
    [InlineData("help run")]
    [InlineData("once --help")]
    [InlineData("check -h")]
    [InlineData("match --help")]
    public async Task Help_ends_with_an_example(string words)
    {
        Ended ended = await Exporter.RunAsync(words.Split(' '));
        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("Example:\n  logmetrics ", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_one_line()
    {
        Ended ended = await Exporter.RunAsync("--version");
        Assert.Equal(0, ended.ExitCode);
        Assert.Matches(@"^logmetrics \d+\.\d+\.\d+\S*\n$", ended.Output);
    }
}
