using System.IO.Compression;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using LogMetrics.EndToEndTests.Processes;

namespace LogMetrics.EndToEndTests;

/// <summary>Where lines come from beside plain files, with the real process.</summary>
public sealed class SourceTests : IDisposable
{
    const string Id = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Logs_of_containers_are_unwrapped_and_every_series_says_which_container_it_is_from()
    {
        string program = _workspace.Write(
            "lines.mtail", "counter lines_total by line, stream\n/^(?P<line>.*)$/ { lines_total[$line][getlabel(\"stream\")]++ }\n");
        _workspace.Write(
            $"containers/web-0_shop_httpd-{Id}.log",
            "2026-11-21T10:00:00Z stdout P in \n2026-11-21T10:00:00Z stdout F pieces\n2026-11-21T10:00:00Z stderr F whole\n");

        Ended ended = await Exporter.RunAsync(
            "once", "--programs", program, "--logs", _workspace["containers/*.log"], "--source-labels", "namespace,pod,container");

        Assert.Contains(
            """lines_total{container="httpd",line="in pieces",namespace="shop",pod="web-0",stream="stdout"} 1""", ended.Output, StringComparison.Ordinal);
        Assert.Contains(
            """lines_total{container="httpd",line="whole",namespace="shop",pod="web-0",stream="stderr"} 1""", ended.Output, StringComparison.Ordinal);
        Assert.Equal(0, ended.ExitCode);
    }

    [Fact]
    public async Task Records_of_several_lines_are_counted_once()
    {
        string program = _workspace.Write(
            "errors.mtail", "counter errors_total by frames\n/(?s)ERROR.*\\n(?P<frames>\\s+at [^\\n]*)$/ { errors_total[$frames]++ }\n");
        string log = _workspace.Write("app.log", "10:00 ERROR x\n  at a\n  at b\n10:01 fine\n10:02 ERROR y\n  at c\n");

        Ended ended = await Exporter.RunAsync("once", "--programs", program, "--logs", log, "--multiline-start", "^\\d");

        Assert.Contains("""errors_total{frames="  at b"} 1""", ended.Output, StringComparison.Ordinal);
        Assert.Contains("""errors_total{frames="  at c"} 1""", ended.Output, StringComparison.Ordinal);
        Assert.Equal(4, ended.Output.Split('\n').Length - 1);
    }

    [Fact]
    public async Task A_compressed_file_that_is_cut_off_is_counted_as_far_as_it_goes_and_ends_with_one()
    {
        string program = _workspace.Write("words.mtail", Samples.Words);
        using (var gzip = new GZipStream(File.Create(_workspace["a.log.gz"]), CompressionLevel.Fastest))
        {
            gzip.Write("b 1\n"u8);
        }

        byte[] bytes = await File.ReadAllBytesAsync(_workspace["a.log.gz"], TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(_workspace["cut.log.gz"], bytes[..^5], TestContext.Current.CancellationToken);

        Ended whole = await Exporter.RunAsync("once", "--programs", program, "--logs", _workspace["a.log.gz"]);
        Ended cut = await Exporter.RunAsync("once", "--programs", program, "--logs", _workspace["cut.log.gz"]);

        Assert.Equal((0, 1), (whole.ExitCode, cut.ExitCode));
        Assert.Equal(whole.Output, cut.Output);
        Assert.Contains("cut.log.gz: the compressed data are damaged or cut off", cut.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zstandard_file_is_counted()
    {
        Assert.SkipUnless(NativeLibrary.TryLoad("libzstd.so.1", out _), "libzstd is not installed");
        string program = _workspace.Write("words.mtail", Samples.Words);

        // A frame whose only block is as it was: magic, length of the text, header of the last block, text.
        byte[] text = "b 1\nb 2\n"u8.ToArray();
        byte[] frame = [0x28, 0xB5, 0x2F, 0xFD, 0x20, (byte)text.Length, (byte)((text.Length << 3) | 1), 0, 0, .. text];
        await File.WriteAllBytesAsync(_workspace["a.log.zst"], frame, TestContext.Current.CancellationToken);

        Ended ended = await Exporter.RunAsync("once", "--programs", program, "--logs", _workspace["a.log.zst"]);

        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("""words_total{word="b"} 2""", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sockets_and_files_are_counted_together()
    {
        string program = _workspace.Write("words.mtail", Samples.Words);
        string log = _workspace.Write("a.log", "");
        await using Exporter exporter = await Exporter.ServeAsync(
            "--programs", program, "--logs", log, $"unix://{_workspace["s"]}", $"unixgram://{_workspace["d"]}");

        _workspace.Append("a.log", "one\n");
        using (var stream = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            stream.Connect(new UnixDomainSocketEndPoint(_workspace["s"]));
            stream.Send(Encoding.ASCII.GetBytes("two\nthree"));
        }

        using (var datagrams = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified))
        {
            datagrams.Connect(new UnixDomainSocketEndPoint(_workspace["d"]));
            datagrams.Send(Encoding.ASCII.GetBytes("four"));
        }

        foreach (string word in (string[])["one", "two", "three", "four"])
        {
            await Eventually.Equal("1", () => exporter.SampleAsync($$"""words_total{word="{{word}}"}"""));
        }
    }

    [Fact]
    public async Task Lines_are_copied_to_standard_output_and_counting_goes_on_when_nobody_reads_it()
    {
        string program = _workspace.Write("words.mtail", Samples.Words);
        string log = _workspace.Write("a.log", string.Concat(Enumerable.Range(0, 100_000).Select(n => $"word {n}\n")));
        string[] arguments = ["run", "--programs", program, "--logs", log, "--read-from", "beginning", "--listen", "127.0.0.1:0", "--tee"];

        Ended copied = await TeeAsync([]);
        Assert.True(copied.Output == await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken), "The copy is not the log.");

        string pipe = _workspace["pipe"];
        Ended closed = await TeeAsync(["/bin/sh", "-c", $"mkfifo {pipe}; head -n 1 <{pipe} & exec \"$0\" \"$@\" >{pipe}"]);
        Assert.Equal("word 0\n", closed.Output);
        Assert.Contains("Standard output is closed", closed.Error, StringComparison.Ordinal);

        async Task<Ended> TeeAsync(string[] through)
        {
            await using Exporter exporter = await Exporter.StartThroughAsync(through, arguments);
            await Eventually.Equal("100000", () => exporter.SampleAsync("""words_total{word="word"}"""));
            return await exporter.StopAsync();
        }
    }

    [Fact]
    public async Task A_port_that_is_taken_is_a_failure_of_the_system_before_the_first_line()
    {
        string program = _workspace.Write("words.mtail", Samples.Words);
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        string address = $"tcp://{taken.LocalEndpoint}";

        Ended ended = await Exporter.RunAsync("run", "--programs", program, "--logs", address, "--listen", "127.0.0.1:0");

        Assert.Equal(3, ended.ExitCode);
        Assert.Contains($"--logs {address}: cannot listen there: ", ended.Error, StringComparison.Ordinal);
    }
}
