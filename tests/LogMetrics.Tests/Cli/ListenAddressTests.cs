using LogMetrics.Configuration;

namespace LogMetrics.Tests.Cli;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:3903", "127.0.0.1:3903")]
    [InlineData(":0", "0.0.0.0:0")]
    [InlineData("*:80", "0.0.0.0:80")]
    [InlineData("[::1]:1", "[::1]:1")]
    [InlineData("localhost:65535", "127.0.0.1:65535")]
    [InlineData("unix:/run/x.sock", "unix:/run/x.sock")]
    public void Addresses_are_read(string text, string printed) =>
        Assert.Equal(printed, ListenAddress.TryParse(text)?.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("3903")]
    [InlineData("example.com:80")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("unix:")]
    public void What_is_no_address_is_refused(string text) => Assert.Null(ListenAddress.TryParse(text));
}
