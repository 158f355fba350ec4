using LogMetrics.Server;

namespace LogMetrics.Tests.Cli;

public sealed class GzipNegotiationTests
{
    [Theory]
    [InlineData("gzip", true)]
    [InlineData("deflate, GZIP;q=1.0, *;q=0.5", true)]
    [InlineData("br, *", true)]
    [InlineData("gzip;q=0", false)]
    [InlineData("*, gzip;q=0.0", false)]
    [InlineData("*;q=0", false)]
    [InlineData("identity", false)]
    [InlineData(";;q=,,;", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Gzip_is_used_when_it_is_accepted(string? accept, bool gzip) =>
        Assert.Equal(gzip, GzipNegotiation.IsAccepted(accept));
}
