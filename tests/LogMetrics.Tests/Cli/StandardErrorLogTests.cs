using LogMetrics.Configuration;
using LogMetrics.Hosting;
using Microsoft.Extensions.Logging;

namespace LogMetrics.Tests.Cli;

public sealed class StandardErrorLogTests
{
    static string Write(LogFormat format, LogLevel level, string message, string category = "inputs")
    {
        using var output = new StringWriter();
        using var log = new StandardErrorLog(new LogSettings(format, LogLevel.Information), new Noon(), output);
        log.CreateLogger(category).Log(level, default, message, null, (state, _) => state);
        return output.ToString();
    }

    [Fact]
    public void An_event_is_one_line_with_time_level_and_stage() =>
        Assert.Equal("2026-07-01T12:00:00.000Z warn  inputs: a file\n", Write(LogFormat.Text, LogLevel.Warning, "a file"));

    [Fact]
    public void What_would_begin_a_line_or_steer_a_terminal_is_escaped() =>
        Assert.EndsWith(@"inputs: a\u000ab\u001b[31m\u2028" + "\n", Write(LogFormat.Text, LogLevel.Error, "a\nb\u001b[31m\u2028"), StringComparison.Ordinal);

    [Fact]
    public void Json_is_one_object_on_one_line() =>
        Assert.Equal(
            """{"time":"2026-07-01T12:00:00.000Z","level":"info","stage":"inputs","message":"a\nb"}""" + "\n",
            Write(LogFormat.Json, LogLevel.Information, "a\nb"));

    [Theory]
    [InlineData(LogLevel.Debug, "inputs")]
    [InlineData(LogLevel.Information, "Microsoft.Hosting.Lifetime")]
    public void What_is_less_important_is_left_out(LogLevel level, string category) =>
        Assert.Empty(Write(LogFormat.Text, level, "x", category));

    sealed class Noon : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);
    }
}
