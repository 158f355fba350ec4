using LogMetrics.Cli;

namespace LogMetrics.Tests.Cli;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("--program", "--programs")]
    [InlineData("--porgrams", "--programs")]
    [InlineData("--log", "--logs")]
    [InlineData("--lsiten", "--listen")]
    [InlineData("--state-dir", null)]
    [InlineData("", null)]
    public void The_nearest_name_is_offered_when_one_is_near(string typed, string? meant) =>
        Assert.Equal(meant, NearestName.Of(typed, ["--programs", "--logs", "--listen", "--read-from"]));
}
