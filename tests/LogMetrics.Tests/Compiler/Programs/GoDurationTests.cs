using LogMetrics.Compiler.Programs;

namespace LogMetrics.Tests.Compiler.Programs;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("250ms", 0.25)]
    [InlineData("1m30s", 90)]
    [InlineData("1.5h", 5400)]
    [InlineData("-2s", -2)]
    [InlineData("+.5s", 0.5)]
    [InlineData("100us", 0.0001)]
    [InlineData("100µs", 0.0001)]
    public void Durations_are_read_as_go_writes_them(string text, double seconds)
    {
        Assert.True(GoDuration.TryParse(text, out TimeSpan duration));
        Assert.Equal(seconds, duration.TotalSeconds, 7);
    }

    [Theory]
    [InlineData("0s")]
    [InlineData("250ms")]
    [InlineData("1.5ms")]
    [InlineData("10s")]
    [InlineData("1.25s")]
    [InlineData("1m0s")]
    [InlineData("1h0m0s")]
    [InlineData("100h1m2s")]
    public void Durations_are_written_as_go_writes_them(string text)
    {
        Assert.True(GoDuration.TryParse(text, out TimeSpan duration));
        Assert.Equal(text, GoDuration.Format(duration));
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("1.2.3s")]
    [InlineData("1d")]
    [InlineData("1s ")]
    [InlineData("--1s")]
    [InlineData("99999999999999h")]
    public void What_is_no_duration_is_refused(string text) => Assert.False(GoDuration.TryParse(text, out _));
}
