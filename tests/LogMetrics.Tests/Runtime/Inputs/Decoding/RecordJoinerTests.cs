using System.Text;
using LogMetrics.Runtime;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Inputs.Decoding;

namespace LogMetrics.Tests.Runtime.Inputs.Decoding;

public class RecordJoinerTests
{
    static readonly SourceOptions Stamped = new() { Logs = [], Multiline = new MultilineOptions { Start = @"^\d\d:" } };

    [Theory]
    [InlineData("10: a|10: b", "10: a|10: b")]
    [InlineData("10: a| at x| at y|10: b", "10: a/ at x/ at y|10: b")]
    [InlineData(" tail of what came before|10: a", " tail of what came before|10: a")]
    [InlineData("10: a||10: b", "10: a/|10: b")]
    [InlineData("10: a\r| x\r|10: b\r", "10: a/ x|10: b")]
    public void A_record_has_the_lines_up_to_the_next_start(string lines, string expected)
    {
        string text = lines.Replace('|', '\n') + "\n";
        foreach (int piece in (int[])[1, 3, 1000])
        {
            List<string> records = Decoded.All(Stamped, text, pieceBytes: piece);
            Assert.Equal(expected, string.Join('|', records).Replace('\n', '/'));
        }
    }

    [Fact]
    public void A_record_with_too_many_lines_is_cut_and_counted()
    {
        var decoded = new Decoded(Stamped with { Multiline = Stamped.Multiline! with { MaxLines = 3 } });
        decoded.Read("10: a\n1\n2\n3\n4\n10: b\n"u8);

        Assert.Equal(["10: a\n1\n2", "3\n4", "10: b"], decoded.Finish());
        Assert.Equal(1, decoded.Own.Count("logmetrics_multiline_cut_total"));
    }

    [Fact]
    public void A_record_is_no_longer_than_a_line_may_be()
    {
        var decoded = new Decoded(Stamped, Limits.Default with { MaxLineBytes = 8 });
        decoded.Read("10: abcd\nmore\nmore\n10: b\n"u8);

        Assert.Equal(["10: abcd", "10: b"], decoded.Finish());
        Assert.Equal(1, decoded.Own.Count("logmetrics_oversize_lines_total"));
    }

    [Fact]
    public void A_record_is_complete_when_nothing_was_added_for_long_enough()
    {
        var time = new ManualTimeProvider();
        var decoded = new Decoded(Stamped, time: time);
        decoded.Read("10: a\n x\n"u8);
        time.Advance(TimeSpan.FromSeconds(4.9));
        decoded.FinishOld();
        Assert.Empty(decoded.Records);
        Assert.Equal(0, decoded.Position);

        time.Advance(TimeSpan.FromSeconds(0.2));
        decoded.FinishOld();
        Assert.Equal(["10: a\n x"], decoded.Records);
        Assert.Equal(9, decoded.Position);
    }

    [Fact]
    public void The_position_is_where_the_record_starts_that_has_not_ended()
    {
        var decoded = new Decoded(Stamped);
        decoded.Read("10: a\n x\n10: b\n y\nhal"u8);

        Assert.Equal(["10: a\n x"], decoded.Records);
        Assert.Equal(9, decoded.Position);
    }

    [Fact]
    public void Lines_of_the_other_stream_of_a_container_end_a_record()
    {
        string text = string.Concat(((string[])["stdout F 10: a", "stdout F  x", "stderr F  y", "stdout F 10: b"])
            .Select(line => $"2026-11-21T10:00:00.1Z {line}\n"));
        Assert.Equal(
            ["O:10: a\n x", "E: y", "O:10: b"],
            Decoded.All(Stamped with { Format = InputFormat.Auto }, text));
    }

    [Fact]
    public void A_pattern_that_is_none_is_refused()
    {
        SourceUsageException wrong = Assert.Throws<SourceUsageException>(
            () => Decoded.All(Stamped with { Multiline = new MultilineOptions { Start = "(" } }, ""));
        Assert.StartsWith("--multiline-start (: ", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("app.log")]
    [InlineData("app.log*")]
    public void A_record_that_goes_on_behind_a_rotation_is_one(string glob)
    {
        using var directory = new TestDirectory();
        using var followed = new Followed(directory, Stamped with { Logs = [glob] });
        directory.Append("app.log", "10: a\n10: b\n x\n");
        Assert.Equal(["10: a"], followed.Look());

        directory.Rename("app.log", "app.log.1");
        directory.Append("app.log", " y\n10: c\n");
        Assert.Equal(["10: b\n x\n y"], followed.Look());
        Assert.Equal(["10: c"], followed.Wait(TimeSpan.FromSeconds(6)));
        Assert.Empty(followed.Wait(TimeSpan.FromSeconds(60)));
    }

    // Its writer stays with the old file until the record is whole, whatever is in the new one by then.
    [Theory]
    [InlineData("")]
    [InlineData("10: c\n")]
    public void A_record_that_goes_on_in_the_renamed_file_is_one(string next)
    {
        using var directory = new TestDirectory();
        using var followed = new Followed(directory, Stamped with { Logs = ["app.log"] });
        directory.Append("app.log", "10: a\n10: b\n x\n");
        Assert.Equal(["10: a"], followed.Look());

        directory.Rename("app.log", "app.log.1");
        directory.Append("app.log", next);
        Assert.Empty(followed.Look());
        directory.Append("app.log.1", " y\n");
        Assert.Empty(followed.Look());
        string[] last = next.Length > 0 ? ["10: c"] : [];
        Assert.Equal(["10: b\n x\n y", .. last], followed.Wait(TimeSpan.FromSeconds(6)).Order(StringComparer.Ordinal));
        Assert.Empty(followed.Wait(TimeSpan.FromSeconds(60)));
    }

    // The next file begins with another record; a long one, or one that is wrapped as container runtimes do.
    [Theory]
    [InlineData(InputFormat.Raw, 0)]
    [InlineData(InputFormat.Raw, 3000)]
    [InlineData(InputFormat.Cri, 0)]
    [InlineData(InputFormat.Cri, 3000)]
    [InlineData(InputFormat.Docker, 0)]
    public void A_record_goes_on_in_the_renamed_file_whatever_the_next_one_begins_with(InputFormat format, int length)
    {
        using var directory = new TestDirectory();
        using var followed = new Followed(directory, Stamped with { Logs = ["app.log"], Format = format });
        directory.Append("app.log", Wrapped("10: a") + Wrapped("10: b") + Wrapped(" x"));
        Assert.Equal(["10: a"], followed.Look());

        string next = "10: c" + new string('c', length);
        directory.Rename("app.log", "app.log.1");
        directory.Append("app.log", Wrapped(next));
        Assert.Empty(followed.Look());
        directory.Append("app.log.1", Wrapped(" y"));
        Assert.Empty(followed.Look());
        Assert.Equal(["10: b\n x\n y", next], followed.Wait(TimeSpan.FromSeconds(6)).Order(StringComparer.Ordinal));

        string Wrapped(string line) => format switch
        {
            InputFormat.Cri => $"2026-11-21T10:00:00.1Z stdout F {line}\n",
            InputFormat.Docker => $"{{\"log\":\"{line}\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-21T10:00:00.1Z\"}}\n",
            _ => $"{line}\n",
        };
    }

    [Fact]
    public void A_record_is_complete_after_a_while_also_when_the_file_behind_a_rotation_is_empty()
    {
        using var directory = new TestDirectory();
        using var followed = new Followed(directory, Stamped with { Logs = ["app.log"] });
        directory.Append("app.log", "10: a\n x\n");
        Assert.Empty(followed.Look());

        directory.Rename("app.log", "app.log.1");
        directory.Append("app.log", "");
        Assert.Empty(followed.Look());
        Assert.Equal(["10: a\n x"], followed.Wait(TimeSpan.FromSeconds(6)));
        directory.Append("app.log", "10: b\n");
        Assert.Empty(followed.Look());
        Assert.Equal(["10: b"], followed.Wait(TimeSpan.FromSeconds(6)));
        Assert.Empty(followed.Wait(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void A_truncated_file_completes_the_record_it_had_begun()
    {
        using var directory = new TestDirectory();
        using var followed = new Followed(directory, Stamped with { Logs = ["app.log"] });
        directory.Append("app.log", "10: a\n x\n");
        Assert.Empty(followed.Look());

        directory.Truncate("app.log");
        directory.Append("app.log", " y\n");
        Assert.Equal(["10: a\n x"], followed.Look());
        Assert.Equal([" y"], followed.Wait(TimeSpan.FromSeconds(6)));
    }

    [Fact]
    public void Records_come_from_sockets_too()
    {
        using var sources = new RunningSources(
            Stamped with { Logs = ["udp://127.0.0.1:0"], Multiline = Stamped.Multiline! with { MaxAge = TimeSpan.FromMilliseconds(50) } });
        using var client = new System.Net.Sockets.UdpClient();
        client.Client.Connect(sources.Place);
        client.Client.Send(Encoding.ASCII.GetBytes("10: a\n x\n"));

        Assert.Equal(["10: a\n x"], sources.Take(1));
    }
}
