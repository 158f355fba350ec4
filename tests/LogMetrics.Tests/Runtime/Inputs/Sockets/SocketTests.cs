using System.Net;
using System.Net.Sockets;
using System.Text;
using LogMetrics.Runtime;
using LogMetrics.Runtime.Inputs;

namespace LogMetrics.Tests.Runtime.Inputs.Sockets;

public class SocketTests
{
    const string AnyPort = "tcp://127.0.0.1:0";

    [Fact]
    public void Lines_of_many_clients_are_put_together_for_each_by_itself()
    {
        using var sources = new RunningSources(AnyPort);
        Socket[] clients = [.. Enumerable.Range(0, 20).Select(_ => RunningSources.Connect(sources.Place))];

        foreach (string piece in (string[])["client ", "says ", "hello\nand "])
        {
            foreach (Socket client in clients)
            {
                client.Send(Encoding.ASCII.GetBytes(piece));
            }
        }

        Assert.Equal(Enumerable.Repeat("client says hello", 20), sources.Take(20));
        foreach (Socket client in clients)
        {
            client.Dispose();
        }

        Assert.Equal(Enumerable.Repeat("and ", 20), sources.Take(20));
        Assert.Equal(20, sources.Own.Count("logmetrics_connections_total", "source"));
    }

    [Fact]
    public void What_a_client_had_begun_when_it_was_cut_off_is_a_line()
    {
        using var sources = new RunningSources(AnyPort);
        Socket client = RunningSources.Connect(sources.Place);
        client.Send("whole\r\n"u8);
        Assert.Equal(["whole"], sources.Take(1));

        client.Send("half"u8);
        client.LingerState = new LingerOption(true, 0);
        using (Socket other = RunningSources.Connect(sources.Place))
        {
            // Only once the other client is served were the bytes of the first one read.
            other.Send("other\n"u8);
            Assert.Equal(["other"], sources.Take(1));
        }

        client.Dispose();
        Assert.Equal(["half"], sources.Take(1));
    }

    [Fact]
    public void Clients_beyond_the_limit_are_turned_away_and_the_others_served()
    {
        using var sources = new RunningSources(
            new SourceOptions { Logs = [AnyPort] }, Limits.Default with { MaxConnections = 2 });
        using Socket first = RunningSources.Connect(sources.Place);
        using Socket second = RunningSources.Connect(sources.Place);
        using Socket third = RunningSources.Connect(sources.Place);

        Assert.Equal(0, third.Receive(new byte[1]));
        first.Send("1\n"u8);
        second.Send("2\n"u8);
        Assert.Equal(["1", "2"], sources.Take(2).Order());
        Assert.Equal(1, sources.Own.Count("logmetrics_connections_refused_total", "limit"));
    }

    [Fact]
    public void Clients_that_never_end_their_lines_cannot_take_all_memory()
    {
        using var sources = new RunningSources(
            new SourceOptions { Logs = [AnyPort] }, Limits.Default with { MaxBegunLineBytes = 1000 });
        using Socket client = RunningSources.Connect(sources.Place);

        client.Send(new byte[2000]);

        Assert.Equal(2000, sources.Take(1)[0].Length);
        Assert.Equal(0, client.Receive(new byte[1]));
        Assert.Equal(1, sources.Own.Count("logmetrics_connections_refused_total", "limit"));
    }

    [Fact]
    public async Task A_hundred_thousand_lines_in_pieces_arrive_whole_and_in_order()
    {
        using var sources = new RunningSources(AnyPort);
        string[] lines = [.. Enumerable.Range(0, 100_000).Select(n => $"line {n}")];
        byte[] text = Encoding.ASCII.GetBytes(string.Join('\n', lines) + "\n");
        Task sender = Task.Run(
            () =>
            {
                using Socket client = RunningSources.Connect(sources.Place);
                for (int at = 0; at < text.Length; at += 4999)
                {
                    client.Send(text.AsSpan(at, Math.Min(4999, text.Length - at)));
                }
            },
            TestContext.Current.CancellationToken);

        Assert.Equal(lines, sources.Take(lines.Length));
        await sender;
    }

    [Fact]
    public void A_unix_socket_takes_connections_and_its_path_is_free_again_afterwards()
    {
        using var directory = new TestDirectory();
        var place = new UnixDomainSocketEndPoint(directory["s"]);
        using (var sources = new RunningSources($"unix://{directory["s"]}"))
        {
            using Socket client = RunningSources.Connect(place);
            client.Send("1\n2"u8);
            Assert.Equal(["1"], sources.Take(1));
            Assert.Equal(["2"], sources.Stop());
        }

        Assert.False(File.Exists(directory["s"]));
    }

    [Theory]
    [InlineData("unix")]
    [InlineData("unixgram")]
    public void The_socket_that_a_killed_process_left_behind_is_replaced_and_one_in_use_is_not(string scheme)
    {
        using var directory = new TestDirectory();
        string word = $"{scheme}://{directory["s"]}";
        File.WriteAllText(directory["s"], "no socket");
        Assert.Throws<SourceUnavailableException>(() => new RunningSources(word));
        File.Delete(directory["s"]);

        // The file of a socket outlives it when nobody removes it; .NET does, but not by a name it does not know any more.
        SocketType type = scheme == "unix" ? SocketType.Stream : SocketType.Dgram;
        using (var left = new Socket(AddressFamily.Unix, type, ProtocolType.Unspecified))
        {
            left.Bind(new UnixDomainSocketEndPoint(directory["old"]));
            File.Move(directory["old"], directory["s"]);
        }

        Assert.True(File.Exists(directory["s"]));
        using var sources = new RunningSources(word);
        SourceUnavailableException inUse = Assert.Throws<SourceUnavailableException>(() => new RunningSources(word));
        Assert.StartsWith($"--logs {word}: cannot listen there: ", inUse.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(directory["s"]));
    }

    [Fact]
    public void A_port_that_is_taken_is_an_error_before_anything_is_read()
    {
        using var sources = new RunningSources(AnyPort);
        string name = sources.Status[0].Name;
        SourceUnavailableException inUse = Assert.Throws<SourceUnavailableException>(() => new RunningSources(name));
        Assert.Equal(
            $"--logs {name}: cannot listen there: it is in use; stop what listens there, or choose another", inUse.Message);
    }

    [Theory]
    [InlineData("tcp://192.0.2.1:5140", "192.0.2.1 is no address of this machine, which receives lines here; an empty host, as in `tcp://:5140`, is every one of them")]
    [InlineData("unix:///nowhere/of/this/s.sock", "there is no folder /nowhere/of/this")]
    [InlineData("unixgram:///nowhere/of/this/s.sock", "there is no folder /nowhere/of/this")]
    public void What_is_wrong_with_a_place_is_said_in_the_words_of_who_named_it(string word, string why)
    {
        SourceUnavailableException wrong = Assert.Throws<SourceUnavailableException>(() => new RunningSources(word));
        Assert.Equal($"--logs {word}: cannot listen there: {why}", wrong.Message);
    }

    [Fact]
    public void A_datagram_is_one_line_or_several_and_never_part_of_one()
    {
        using var sources = new RunningSources("udp://127.0.0.1:0");
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        client.Connect(sources.Place);

        client.Send("1"u8);
        client.Send("2\n"u8);
        client.Send(Array.Empty<byte>());
        client.Send("3\r\n4\n5"u8);
        client.Send(new byte[60_000]);

        string[] lines = sources.Take(6);
        Assert.Equal(["1", "2", "3", "4", "5"], lines[..5]);
        Assert.Equal(60_000, lines[5].Length);
    }

    [Fact]
    public void Datagrams_come_by_a_unix_socket_too()
    {
        using var directory = new TestDirectory();
        using var sources = new RunningSources($"unixgram:{directory["s"]}");
        using var client = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        client.Connect(new UnixDomainSocketEndPoint(directory["s"]));

        client.Send("1"u8);
        client.Send(new byte[100_000]);

        Assert.Equal(["1", new string('\0', 100_000)], sources.Take(2));
    }

    [Fact]
    public void Once_serves_the_first_client_and_ends()
    {
        using var sources = new RunningSources(new SourceOptions { Logs = [AnyPort], Once = true });
        using (Socket client = RunningSources.Connect(sources.Place))
        {
            client.Send("1\n2"u8);
        }

        Assert.Equal(["1", "2"], sources.TakeToEnd());
    }

    [Fact]
    public void Sockets_and_files_are_read_together()
    {
        using var directory = new TestDirectory();
        using var sources = new RunningSources(
            new SourceOptions { Logs = [AnyPort, directory["*.log"]], ReadFrom = ReadFrom.Beginning });
        var place = new IPEndPoint(
            IPAddress.Loopback,
            new Uri(sources.Status.Single(source => source.Name.StartsWith("tcp:", StringComparison.Ordinal)).Name).Port);
        using Socket client = RunningSources.Connect(place);

        client.Send("1\n"u8);
        directory.Append("app.log", "2\n");

        Assert.Equal(["1", "2"], sources.Take(2).Order());
    }
}
