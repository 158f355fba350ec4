using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Inputs.Sockets;

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
    [InlineData("tcp://h", "--logs tcp://h: name an address and a port, such as `tcp://0.0.0.0:5140` or `udp://[::1]:514`")]
    [InlineData("udp://::1:5", "--logs udp://::1:5: name an address and a port, such as `tcp://0.0.0.0:5140` or `udp://[::1]:514`")]
    [InlineData("tcp://h:70000", "--logs tcp://h:70000: name an address and a port, such as `tcp://0.0.0.0:5140` or `udp://[::1]:514`")]
    [InlineData("tcp:/h:5", "--logs tcp:/h:5: name an address and a port, such as `tcp://0.0.0.0:5140` or `udp://[::1]:514`")]
    [InlineData("unix://", "--logs unix://: name the socket's path, such as `unix:///run/app/log.sock`")]
    [InlineData(
        "http://x/",
        "--logs http://x/: unknown scheme `http`; give a path, a glob, `file:///path`, `unix:`, `unixgram:`, `tcp:`, `udp:`, "
        + "`syslog+udp:` and the like, or `-` for standard input")]
    public void What_cannot_be_read_is_refused_with_the_flag_and_the_value(string word, string message) =>
        Assert.Equal(message, Assert.Throws<SourceUsageException>(() => Parse(word)).Message);

    [Theory]
    [InlineData("unix:///run/a.sock", "unix:///run/a.sock")]
    [InlineData("unix:/run/a.sock", "unix:///run/a.sock")]
    [InlineData("unix:a.sock", "unix:///base/a.sock")]
    [InlineData("unixgram:///dev/log", "unixgram:///dev/log")]
    [InlineData("tcp://127.0.0.1:5140", "tcp://127.0.0.1:5140")]
    [InlineData("tcp://127.0.0.1:5140/", "tcp://127.0.0.1:5140")]
    [InlineData("tcp:127.0.0.1:5140", "tcp://127.0.0.1:5140")]
    [InlineData("tcp://:5140", "tcp://:5140")]
    [InlineData("udp://[::1]:514", "udp://[::1]:514")]
    [InlineData("syslog+udp://:514", "syslog+udp://:514")]
    [InlineData("syslog+tcp://localhost:601", "syslog+tcp://localhost:601")]
    [InlineData("syslog+unixgram:///dev/log", "syslog+unixgram:///dev/log")]
    public void A_socket_is_named_as_in_mtail_or_without_slashes(string word, string expected)
    {
        SocketWord socket = Assert.IsType<SourceAddress.Listener>(Parse(word)).Word;
        Assert.Equal(expected, socket.NameWith(socket.Port));
    }

    static SourceAddress Parse(string word) => SourceAddress.Parse(word, "--logs", "/base");
}
