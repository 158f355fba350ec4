using System.Net.Sockets;
using System.Text;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Inputs.Decoding;
using LogMetrics.Runtime.Inputs.Sockets;
using LogMetrics.Runtime.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogMetrics.Tests.Runtime.Inputs.Sockets;

public class SyslogTests
{
    const string Rfc3164 = "<34>Oct 11 22:14:15 mymachine su: 'su root' failed";

    [Theory]
    [InlineData(Rfc3164, "Oct 11 22:14:15 mymachine su: 'su root' failed")]
    [InlineData("<0>text", "text")]
    [InlineData("<13>1 2026-11-21T10:00:00.1Z web app 123 ID47 - text", "2026-11-21T10:00:00.1Z web app[123]: text")]
    [InlineData("<13>1 2026-11-21T10:00:00.1Z web app - - - text", "2026-11-21T10:00:00.1Z web app: text")]
    [InlineData("<13>1 - - app - - - text", "- - app: text")]
    [InlineData("<13>1 t h a 1 - [x@1 a=\"b ]\\\" c\"][y@1] \uFEFFtext", "t h a[1]: text")]
    [InlineData("<13>1 t h a - - [x]", "t h a: ")]
    [InlineData("<13>1 t h a - - -", "t h a: ")]
    [InlineData("<13>1 t h a - - [x", "1 t h a - - [x")]
    [InlineData("<13>1 t h a", "1 t h a")]
    [InlineData("<192>text", "<192>text")]
    [InlineData("<x>text", "<x>text")]
    [InlineData("<1", "<1")]
    [InlineData("text", "text")]
    public void A_message_becomes_the_line_that_rsyslog_writes(string message, string expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(message);
        bool isRead = SyslogMessage.TryRead(bytes, out int start, out int length);

        Assert.Equal(expected, Encoding.UTF8.GetString(bytes, start, length));
        Assert.Equal(expected != message, isRead);
    }

    [Fact]
    public void Any_bytes_are_a_message()
    {
        int seed = Environment.TickCount;
        var random = new Random(seed);
        byte[] alphabet = [.. "<>1 -[]\"\\a2\n"u8];
        for (int round = 0; round < 200_000; round++)
        {
            byte[] bytes = [.. "<13>1 t h "u8, .. random.GetItems(alphabet, random.Next(30))];
            SyslogMessage.TryRead(bytes, out int start, out int length);
            Assert.True(start >= 0 && length >= 0 && start + length <= bytes.Length, $"seed {seed} round {round}");
        }
    }

    [Fact]
    public void Messages_come_by_datagrams()
    {
        using var sources = new RunningSources("syslog+udp://127.0.0.1:0");
        using var client = new UdpClient();
        client.Client.Connect(sources.Place);
        client.Client.Send(Encoding.ASCII.GetBytes(Rfc3164));
        client.Client.Send(Encoding.ASCII.GetBytes("<13>two\nlines\n"));
        client.Client.Send(Encoding.ASCII.GetBytes("none"));

        Assert.Equal(["Oct 11 22:14:15 mymachine su: 'su root' failed", "two lines", "none"], sources.Take(3));
        Assert.Equal(1, sources.Own.Count("logmetrics_syslog_errors_total", "fault"));
    }

    [Theory]
    [InlineData("<13>a\n<13>b\n<13>c", "<13>a|<13>b|<13>c", 0)]
    [InlineData("5 <13>a6 <13>bc7 <13>d\ne", "<13>a|<13>bc|<13>d e|", 0)]
    [InlineData("6 <13>a\n5 <13>b", "<13>a|<13>b|", 0)]
    [InlineData("5 <13>a<13>b\n5 <13>c", "<13>a|<13>b|<13>c|", 0)]
    [InlineData("5 <13>a1 b1 c1 d", "<13>a|b|c|d|", 0)]
    [InlineData("99999999 <13>a\n<13>b\n", " <13>a|<13>b|", 1)]
    public void A_framing_gives_the_same_lines_wherever_what_is_received_is_cut(string text, string expected, int errors)
    {
        for (int first = 0; first <= text.Length; first++)
        {
            for (int second = first; second <= text.Length; second++)
            {
                var own = new OwnMetrics();
                var framing = new SyslogFraming(maxMessageBytes: 1000, new InputEvents(own, NullLogger.Instance));
                string lines = string.Concat(Array.ConvertAll([text[..first], text[first..second], text[second..]], Rewritten));
                Assert.Equal(expected, lines.Replace('\n', '|'));
                Assert.Equal(errors, own.Count("logmetrics_syslog_errors_total", "fault"));

                string Rewritten(string received)
                {
                    byte[] bytes = Encoding.ASCII.GetBytes(received + "?");
                    return Encoding.ASCII.GetString(bytes, 0, framing.Rewrite(bytes, received.Length));
                }
            }
        }
    }

    [Theory]
    [InlineData("<13>a\n<13>b\n<13>c", "a|b|c", 0)]
    [InlineData("5 <13>a6 <13>bc7 <13>d\ne", "a|bc|d e", 0)]
    [InlineData("6 <13>a\n5 <13>b", "a|b", 0)]
    [InlineData("5 <13>a<13>b\n5 <13>c", "a|b|c", 0)]
    [InlineData("99999999 <13>a\n<13>b\n", " <13>a|b", 2)]
    [InlineData("12x<13>a\n<13>b\n", "x<13>a|b", 2)]
    [InlineData("50 <13>cut", "cut", 0)]
    public void Both_framings_are_read_from_connections_whatever_pieces_they_come_in(string text, string expected, int errors)
    {
        foreach (int piece in (int[])[1, 2, 3, 1000])
        {
            using var sources = new RunningSources("syslog+tcp://127.0.0.1:0");
            using (Socket client = RunningSources.Connect(sources.Place))
            {
                client.NoDelay = true;
                for (int at = 0; at < text.Length; at += piece)
                {
                    client.Send(Encoding.ASCII.GetBytes(text[at..Math.Min(text.Length, at + piece)]));
                }
            }

            string[] lines = sources.Take(expected.Split('|').Length);
            Assert.Equal(expected, string.Join('|', lines));
            Assert.Equal(errors, sources.Own.Count("logmetrics_syslog_errors_total", "fault"));
        }
    }
}
