using System.Net.Sockets;
using System.Text;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Inputs.Decoding;
using LogMetrics.Tests.Runtime.Inputs.Files;

namespace LogMetrics.Tests.Runtime.Inputs.Decoding;

/// <summary>Sources whose records have several lines beside others.</summary>
public sealed class MultilineBySourceTests : IDisposable
{
    static readonly MultilineOptions Digits = new() { Start = @"^\d" };
    static readonly MultilineOptions Letters = new() { Start = "^[a-z]" };

    readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_source_has_its_own_records_and_the_others_have_those_of_all()
    {
        using Followed followed = Follow(
            new SourceOptions
            {
                Logs = [_directory["a.log"], _directory["b*.log"], _directory["c.log"]],
                Multiline = Letters,
                MultilineBySource = [(_directory["b*.log"], Digits)],
            });
        Append("a.log", "x\n1\ny\n");
        Append("b1.log", "1\nx\n2\n");
        Append("c.log", "x\n2\ny\n");

        Assert.Equal(["x\n1", "1\nx", "x\n2"], followed.Look());
        Assert.Equal(["y", "2", "y"], followed.Wait(TimeSpan.FromSeconds(6)));
    }

    [Fact]
    public void Without_records_of_all_the_others_have_lines()
    {
        using Followed followed = Follow(Named("a.log", "b.log"));
        Append("a.log", "1\nx\n2\n");
        Append("b.log", "1\nx\n2\n");

        Assert.Equal(["1\nx", "1", "x", "2"], followed.Look());
    }

    [Fact]
    public void Of_several_that_fit_a_file_the_first_counts()
    {
        using Followed followed = Follow(new SourceOptions
        {
            Logs = [_directory["*.log"], _directory["a*.log"]],
            MultilineBySource = [(_directory["a*.log"], Digits), (_directory["*.log"], Letters)],
        });
        Append("app.log", "1\nx\n2\n");
        Append("b.log", "x\n1\ny\n");

        Assert.Equal(["1\nx", "x\n1"], followed.Look());
    }

    [Fact]
    public void A_source_has_its_own_limits()
    {
        using Followed followed = Follow(new SourceOptions
        {
            Logs = [_directory["a.log"], _directory["b.log"]],
            Multiline = Digits,
            MultilineBySource = [(_directory["b.log"], Digits with { MaxLines = 2, MaxAge = TimeSpan.FromSeconds(60) })],
        });
        Append("a.log", "1\nx\ny\n");
        Append("b.log", "1\nx\ny\n");

        Assert.Equal(["1\nx"], followed.Look());
        Assert.Equal(["1\nx\ny"], followed.Wait(TimeSpan.FromSeconds(6)));
        Assert.Equal(["y"], followed.Wait(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void What_a_log_is_rotated_to_has_its_records()
    {
        using Followed followed = Follow(Named("a.log", "b.log"));
        Append("a.log", "1\nx\n");
        Assert.Empty(followed.Look());

        _directory.Rename("a.log", "a.log.1");
        Append("a.log", "y\n2\n");
        _directory.Rename("a.log", "a.log.0");
        Append("a.log", "z\n3\n");
        Assert.Equal(["1\nx\ny", "2\nz"], followed.Look());
    }

    [Fact]
    public void Lines_of_containers_are_unwrapped_first()
    {
        using Followed followed = Follow(Named("a.log", "b.log") with { Format = InputFormat.Cri });
        foreach (string name in (string[])["a.log", "b.log"])
        {
            Append(name, string.Concat(((string[])["F 1", "P x", "F y", "F 2"]).Select(line => $"2026-11-21T10:00:00.1Z stdout {line}\n")));
        }

        Assert.Equal(["1\nxy", "1", "xy", "2"], followed.Look());
    }

    [Fact]
    public void The_next_process_goes_on_at_the_start_of_a_record_here_and_of_a_line_there()
    {
        using var life = new Resuming(_directory, Named("a.log", "b.log") with { ReadFrom = ReadFrom.Beginning });
        Append("a.log", "1\nx\n2\ny\n");
        Append("b.log", "1\nx\n2\ny\n");
        Assert.Equal(["1\nx", "1", "x", "2", "y"], life.Look());
        life.Save();
        life.Kill();

        Append("a.log", "z\n3\n");
        Append("b.log", "z\n");
        life.Start();
        Assert.Equal(["2\ny\nz", "z"], life.Look());
    }

    [Fact]
    public void Files_that_are_read_once_have_theirs()
    {
        Append("a.log", "1\nx\n");
        Append("b.log", "1\nx\n");
        using var sources = new RunningSources(Named("a.log", "b.log") with { Once = true });

        Assert.Equal(["1\nx", "1", "x"], sources.TakeToEnd());
    }

    [Fact]
    public void Sockets_have_theirs()
    {
        using var sources = new RunningSources(new SourceOptions
        {
            Logs = ["udp://127.0.0.1:0", $"unixgram://{_directory["s"]}"],
            MultilineBySource = [("udp://127.0.0.1:0", Digits with { MaxAge = TimeSpan.FromMilliseconds(50) })],
        });
        using var joined = new UdpClient();
        joined.Client.Connect(sources.Place);
        joined.Client.Send(Encoding.ASCII.GetBytes("1\nx\n"));
        Assert.Equal(["1\nx"], sources.Take(1));

        using var plain = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        plain.Connect(new UnixDomainSocketEndPoint(_directory["s"]));
        plain.Send(Encoding.ASCII.GetBytes("2\ny\n"));
        Assert.Equal(["2", "y"], sources.Take(2));
    }

    [Fact]
    public void A_pattern_that_is_none_is_refused_by_the_name_of_its_source()
    {
        SourceUsageException wrong = Assert.Throws<SourceUsageException>(() => Follow(new SourceOptions
        {
            Logs = [_directory["a.log"]],
            MultilineBySource = [(_directory["a.log"], new MultilineOptions { Start = "(", StartFlag = "--multiline a.log" })],
        }));
        Assert.StartsWith("--multiline a.log (: ", wrong.Message, StringComparison.Ordinal);
    }

    Followed Follow(SourceOptions options) => new(_directory, options);

    // The first of the files has records, the second lines.
    SourceOptions Named(string first, string second) => new()
    {
        Logs = [_directory[first], _directory[second]],
        MultilineBySource = [(_directory[first], Digits)],
    };

    void Append(string name, string text) => _directory.Append(name, text);
}
