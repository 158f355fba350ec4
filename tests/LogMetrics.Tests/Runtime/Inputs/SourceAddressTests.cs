using LogMetrics.Runtime.Inputs;

namespace LogMetrics.Tests.Runtime.Inputs;

public class SourceAddressTests
{
    [Theory]
    [InlineData("/var/log/app.log", "/var/log/app.log")]
    [InlineData("app.log", "/base/app.log")]
    [InlineData("../x/*.log", "/x/*.log")]
    [InlineData("logs//a/./b", "/base/logs/a/b")]
    [InlineData("file:///var/log/app.log", "/var/log/app.log")]
    [InlineData("file:///var/log/a%20b.log", "/var/log/a b.log")]
    [InlineData("100%.log", "/base/100%.log")]
    [InlineData("10:20.log", "/base/10:20.log")]
    [InlineData(@"a\*b", @"/base/a\*b")]
    [InlineData("/var/**/*.log", "/var/**/*.log")]
    public void A_path_or_glob_is_made_absolute(string word, string expected) =>
        Assert.Equal(expected, Assert.IsType<SourceAddress.Files>(Parse(word)).Glob.Text);

    [Theory]
    [InlineData("-")]
    [InlineData("/dev/stdin")]
    public void Standard_input_keeps_the_name_it_was_asked_for_by(string word) =>
        Assert.Equal(new SourceAddress.StandardInput(word), Parse(word));

    [Theory]
    [InlineData("", "--logs ``: empty; give a path, a glob, or `-` for standard input")]
    [InlineData(
        "/var/log/[a", "--logs /var/log/[a: bad pattern `[a`: a class needs members and a `]`, and a `\\` something behind it")]
    [InlineData("/var/**/a?", "--logs /var/**/a?: `?`, `[…]` and `\\` cannot stand in a glob with `**`; use `*`")]
    [InlineData("a\0b", "--logs a\0b: a path cannot contain a NUL character")]
    [InlineData("tcp://:1", "--logs tcp://:1: not supported yet: stream sockets; log to a file or pipe into `-`")]
    [InlineData("unix:///s", "--logs unix:///s: not supported yet: stream sockets; log to a file or pipe into `-`")]
    [InlineData("udp://:1", "--logs udp://:1: not supported yet: datagram sockets; log to a file or pipe into `-`")]
    [InlineData(
        "http://x/", "--logs http://x/: unknown scheme `http`; give a path, a glob, `file:///path`, or `-` for standard input")]
    public void What_cannot_be_read_is_refused_with_the_flag_and_the_value(string word, string message) =>
        Assert.Equal(message, Assert.Throws<SourceUsageException>(() => Parse(word)).Message);

    static SourceAddress Parse(string word) => SourceAddress.Parse(word, "--logs", "/base");
}
