using System.CommandLine;
using LogMetrics.Cli;
using LogMetrics.Configuration;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Inputs.Decoding;

namespace LogMetrics.Tests.Cli;

public sealed class MultilineOptionTests
{
    static readonly MultilineOptions Standard = new() { Start = "" };

    [Fact]
    public void Each_occurrence_names_a_source_its_expression_and_perhaps_its_limits()
    {
        (string Log, MultilineOptions Options)[] read =
            [.. Read("--logs", "a", "-", "--multiline", "a", "^x y", "max-age=2s", "max-lines=7", "--multiline=-", "^[0-9]", "--logs", "b")];

        Assert.Equal(2, read.Length);
        Assert.Equal(
            ("a", new MultilineOptions { Start = "^x y", StartFlag = "--multiline a", MaxLines = 7, MaxAge = TimeSpan.FromSeconds(2) }),
            read[0]);
        Assert.Equal(("-", Standard with { Start = "^[0-9]", StartFlag = "--multiline -" }), read[1]);
    }

    [Theory]
    [InlineData("--multiline a", "--multiline a: name a source as `--logs` does")]
    [InlineData("--multiline a --multiline b ^x", "--multiline a: name a source as `--logs` does")]
    [InlineData("--multiline a ^x y", "--multiline a: `y` is neither max-lines=N nor max-age=DURATION")]
    [InlineData("--multiline a ^x max-lines=0", "--multiline a: `max-lines=0`: give a number from 1 to 1000000")]
    [InlineData("--multiline a ^x max-lines=many", "--multiline a: `max-lines=many`: give a number from 1 to 1000000")]
    [InlineData("--multiline a ^x max-age=5", "--multiline a: `max-age=5`: give a duration such as 250ms, 10s or 1m30s")]
    [InlineData("--multiline a ^x max-age=1ms", "--multiline a: `max-age=1ms`: give a duration such as 250ms, 10s or 1m30s")]
    public void What_is_missing_or_malformed_is_a_usage_error(string words, string message)
    {
        CommandFailedException wrong = Assert.Throws<CommandFailedException>(() => Read(words.Split(' ')));
        Assert.StartsWith(message, wrong.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, wrong.ExitCode);
    }

    [Theory]
    [InlineData("/var/log/ap.log", "--multiline /var/log/ap.log: no source is called so; did you mean `/var/log/app.log`?")]
    [InlineData("web", "--multiline web: no source is called so; there is `/var/log/app.log`, `tcp://:5140`")]
    [InlineData("tcp://:5140", "--multiline tcp://:5140: given twice")]
    public void A_source_has_to_be_one_of_those_of_logs_and_named_once(string log, string message)
    {
        var sources = new SourceOptions
        {
            Logs = ["/var/log/app.log", "tcp://:5140"],
            MultilineBySource = [("tcp://:5140", Standard), (log, Standard)],
        };
        CommandFailedException wrong = Assert.Throws<CommandFailedException>(() => MultilineOption.Check(sources));
        Assert.Equal(message, wrong.Message);
        Assert.Equal(ExitCode.Usage, wrong.ExitCode);
    }

    static IReadOnlyList<(string Log, MultilineOptions Options)> Read(params string[] words)
    {
        var command = new Command("run") { new MultilineOption(), new Option<string[]>("--logs") { AllowMultipleArgumentsPerToken = true } };
        ParseResult parsed = command.Parse(words);
        Assert.Empty(parsed.Errors);
        return MultilineOption.In(parsed, Standard);
    }
}
