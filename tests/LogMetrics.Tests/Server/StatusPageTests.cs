using System.Security.Cryptography;
using System.Text;
using LogMetrics.Server;

namespace LogMetrics.Tests.Server;

public class StatusPageTests
{
    [Fact]
    public void The_hash_in_the_security_policy_is_that_of_the_style() =>
        Assert.Equal(StatusPage.StyleHash, Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(StatusPage.Style))));
}
