using LogMetrics.Runtime.Inputs.Files;

namespace LogMetrics.Tests.Runtime.Inputs.Files;

public class RotatedNameTests
{
    [Theory]
    [InlineData("/v/app.log.1", true)]
    [InlineData("/v/app.log.12", true)]
    [InlineData("/v/app.log-20261121", true)]
    [InlineData("/v/app.log.2026-11-21T02:03", true)]
    [InlineData("/v/app-20261121.log", true)]
    [InlineData("/v/app.1.log", true)]
    [InlineData("/v/app.log.old", true)]
    [InlineData("/v/app.log~", true)]
    [InlineData("/v/app.log", false)]
    [InlineData("/v/app.log.err", false)]
    [InlineData("/v/app.log.1.gz", false)]
    [InlineData("/v/app.log1", false)]
    [InlineData("/v/app-other.log", false)]
    [InlineData("/v/app", false)]
    [InlineData("/w/app.log.1", false)]
    [InlineData("/v/app.log/1", false)]
    public void Rotated_names_of_a_log_are_known_by_their_number_or_date(string path, bool expected) =>
        Assert.Equal(expected, RotatedName.IsOf(path, "/v/app.log"));
}
