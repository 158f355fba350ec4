using System.Text;
using LogMetrics.Runtime;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Inputs.Decoding;
using LogMetrics.Runtime.Lines;
using LogMetrics.Runtime.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogMetrics.Tests.Runtime.Inputs.Decoding;

public class ContainerDecoderTests
{
    const string Time = "2026-11-21T10:00:00.123456789Z";

    static readonly SourceOptions Auto = new() { Logs = [], Format = InputFormat.Auto };

    [Theory]
    [InlineData(Time + " stdout F hello world", "O:hello world")]
    [InlineData(Time + " stderr F hello", "E:hello")]
    [InlineData("2026-11-21T10:00:00+01:00 stdout F hello", "O:hello")]
    [InlineData(Time + " stdout F ", "O:")]
    [InlineData(Time + " stdout F", "O:")]
    [InlineData(Time + " stdout F  two spaces", "O: two spaces")]
    [InlineData(Time + " stdout F:tag hello", "O:hello")]
    [InlineData(Time + " stdout X hello", Time + " stdout X hello")]
    [InlineData(Time + " stdin F hello", Time + " stdin F hello")]
    [InlineData(Time + " stdoutF hello", Time + " stdoutF hello")]
    [InlineData(Time + " stdout Full hello", Time + " stdout Full hello")]
    [InlineData(Time, Time)]
    [InlineData("10.1.8.10 - - [21/Nov/2026:10:00:00 +0000] \"GET / HTTP/1.1\" 200 1", "10.1.8.10 - - [21/Nov/2026:10:00:00 +0000] \"GET / HTTP/1.1\" 200 1")]
    [InlineData("", "")]
    [InlineData("""{"log":"hello\n","stream":"stdout","time":"2026-11-21T10:00:00Z"}""", "O:hello")]
    [InlineData("""{"log":"hello\r\n","stream":"stderr","time":"2026-11-21T10:00:00Z"}""", "E:hello")]
    [InlineData("""{"log":"\n","stream":"stdout","time":"t"}""", "O:")]
    [InlineData("""{"log":"a \"b\" \\ \/ \t\u00e9\ud83d\ude00\ud83d.\n","stream":"stdout","attrs":{"x":"y"},"time":"t"}""", "O:a \"b\" \\ / \té😀\uFFFD.")]
    [InlineData("""{"log":"\"stream\":\"stderr\"\n","stream":"stdout","time":"t"}""", "O:\"stream\":\"stderr\"")]
    [InlineData("""{"level":"info"}""", """{"level":"info"}""")]
    [InlineData("""{"log":"x"}""", """{"log":"x"}""")]
    [InlineData("""{"log":"bad \q\n","stream":"stdout"}""", """{"log":"bad \q\n","stream":"stdout"}""")]
    [InlineData("""{"log":"bad \u12\n","stream":"stdout"}""", """{"log":"bad \u12\n","stream":"stdout"}""")]
    [InlineData("""{"log":"cut\n","stream":"stdo""", """{"log":"cut\n","stream":"stdo""")]
    public void A_line_of_a_container_is_taken_out_of_its_wrapping_and_any_other_left_as_it_is(string line, string expected)
    {
        foreach (int piece in (int[])[1, 7, 1000])
        {
            Assert.Equal([expected, "raw"], Decoded.All(Auto, line + "\nraw\n", pieceBytes: piece));
        }
    }

    [Theory]
    [InlineData(
        "T stdout P one |T stdout P two |T stdout F three|T stdout F next",
        "O:one two three|O:next")]
    [InlineData(
        "T stdout P out-1 |T stderr P err-1 |T stdout F out-2|T stderr F err-2|T stdout F last",
        "O:out-1 out-2|E:err-1 err-2|O:last")]
    [InlineData("T stdout P begun|T stderr F whole|T stdout F  and ended", "E:whole|O:begun and ended")]
    [InlineData("T stdout P begun|T stderr F whole", "E:whole|O:begun")]
    [InlineData("T stdout P begun", "O:begun")]
    [InlineData("T stdout P a|no wrapping|T stdout F b", "no wrapping|O:ab")]
    [InlineData(
        """{"log":"one ","stream":"stdout","time":"t"}|{"log":"two\n","stream":"stdout","time":"t"}|{"log":"3\n","stream":"stderr","time":"t"}""",
        "O:one two|E:3")]
    public void Pieces_of_a_line_are_put_together_for_each_stream(string lines, string expected)
    {
        string text = string.Concat(lines.Split('|').Select(line => (line[0] == 'T' ? Time + line[1..] : line) + "\n"));
        foreach (int piece in (int[])[1, 9, 1000])
        {
            Assert.Equal(expected, string.Join('|', Decoded.All(Auto, text, pieceBytes: piece)));
        }
    }

    [Fact]
    public void What_is_not_of_the_format_that_was_asked_for_is_counted()
    {
        var decoded = new Decoded(new SourceOptions { Logs = [], Format = InputFormat.Cri });
        decoded.Read(Encoding.UTF8.GetBytes($"plain\n{Time} stdout F hello\n{{\"log\":\"x\\n\",\"stream\":\"stdout\"}}\n"));

        Assert.Equal(["plain", "O:hello", """{"log":"x\n","stream":"stdout"}"""], decoded.Finish());
        Assert.Equal(2, decoded.Own.Count("logmetrics_undecoded_lines_total", "format"));
    }

    [Fact]
    public void A_line_in_endless_pieces_is_cut_and_counted_once()
    {
        var decoded = new Decoded(Auto, Limits.Default with { MaxLineBytes = 100 });
        for (int piece = 0; piece < 1000; piece++)
        {
            decoded.Read(Encoding.ASCII.GetBytes($"{Time} stdout P 0123456789\n"));
        }

        decoded.Read(Encoding.ASCII.GetBytes($"{Time} stdout F end\n{Time} stdout F next\n"));

        Assert.Equal(["O:" + string.Concat(Enumerable.Repeat("0123456789", 10)), "O:next"], decoded.Records);
        Assert.Equal(1, decoded.Own.Count("logmetrics_oversize_lines_total"));
    }

    [Fact]
    public void A_line_whose_end_never_comes_does_not_keep_others_waiting_for_ever()
    {
        var decoded = new Decoded(Auto, Limits.Default with { MaxLineBytes = 1000 });
        decoded.Read(Encoding.ASCII.GetBytes($"{Time} stdout P begun\n"));
        for (int line = 0; line < 200; line++)
        {
            decoded.Read(Encoding.ASCII.GetBytes($"{Time} stderr F 0123456789\n"));
        }

        Assert.Equal(200, decoded.Records.Count(record => record == "E:0123456789"));
        Assert.Single(decoded.Records, "O:begun");
    }

    // Random lines of two streams, some in pieces: whoever reads on where another has stopped, at any time, gets the rest.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nothing_is_lost_or_double_when_another_reads_on_at_the_position(bool joinsLines)
    {
        int seed = Environment.TickCount;
        var random = new Random(seed);
        SourceOptions options = Auto with { Multiline = joinsLines ? new MultilineOptions { Start = "^[a-f]" } : null };
        for (int round = 0; round < 2000; round++)
        {
            byte[] bytes = RandomLog(random);
            List<string> expected = Records(new Decoded(options), bytes);

            var records = new List<string>();
            long position = 0;
            while (true)
            {
                var decoded = new Decoded(options);
                decoded.StartAt(position);
                int end = (int)Math.Min(bytes.Length, position + random.Next(1, 4000));
                int middle = random.Next((int)position, end);
                decoded.Read(bytes.AsSpan((int)position, middle - (int)position));
                decoded.Read(bytes.AsSpan(middle, end - middle));
                if (end == bytes.Length)
                {
                    records.AddRange(decoded.Finish());
                    break;
                }

                records.AddRange(decoded.Records);
                position = decoded.Position;
            }

            Assert.True(
                expected.SequenceEqual(records),
                $"seed {seed} round {round}:\n{Encoding.ASCII.GetString(bytes)}\n{string.Join('|', expected)}\n{string.Join('|', records)}");
        }
    }

    [Fact]
    public void Decoding_allocates_nothing_in_the_steady_state()
    {
        var decoding = new LineDecoding(
            Auto, null, Limits.Default, new InputEvents(new OwnMetrics(), NullLogger.Instance), TimeProvider.System);
        LineSplitter splitter = decoding.NewSplitter(skipsHoles: true);
        byte[] text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 1000).Select(n => (n % 4) switch
        {
            0 => $"{Time} stdout P line number {n}\n",
            1 => $"{Time} stdout F and its end\n",
            2 => $"{Time} stderr F another\n",
            _ => $"{{\"log\":\"a \\\"quoted\\\" {n}\\n\",\"stream\":\"stdout\",\"time\":\"t\"}}\n",
        })));
        var batch = new LineBatch();
        batch.Reserve(4 * text.Length, 0);
        long before = 0;
        for (int read = 0; read < 110; read++)
        {
            before = read == 10 ? GC.GetAllocatedBytesForCurrentThread() : before;
            batch.Clear();
            text.CopyTo(batch.Buffer, 0);
            splitter.Split(batch, 0, text.Length);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 * 1024);
        Assert.Equal(750, batch.Count);
    }

    static byte[] RandomLog(Random random)
    {
        var text = new StringBuilder();
        string[] streams = ["stdout", "stdout", "stderr"];
        for (int line = random.Next(1, 40); line > 0; line--)
        {
            string tag = random.Next(3) == 0 ? "P" : "F";
            text.Append(Time).Append(' ').Append(streams[random.Next(3)]).Append(' ').Append(tag).Append(' ');
            text.Append((char)('a' + random.Next(12))).Append(random.Next(1000)).Append('\n');
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    static List<string> Records(Decoded decoded, byte[] bytes)
    {
        decoded.Read(bytes);
        return decoded.Finish();
    }
}
