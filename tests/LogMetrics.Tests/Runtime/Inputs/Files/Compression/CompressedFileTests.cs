using System.IO.Compression;
using System.Text;
using LogMetrics.Runtime.Inputs;

namespace LogMetrics.Tests.Runtime.Inputs.Files.Compression;

public class CompressedFileTests
{
    [Fact]
    public void Once_reads_what_is_in_compressed_files_whatever_they_are_called()
    {
        using var directory = new TestDirectory();
        directory.Append("app.log", "5\n6");
        directory.Append("app.log.1", [.. Gzip("3\n"), .. Gzip("4\n")]);
        directory.Append("app.log.2.gz", Gzip("1\n2"));

        Assert.Equal(
            ["1", "2", "3", "4", "5", "6"],
            ReadOnce(directory, out _, "app.log.2.gz", "app.log.1", "app.log", "*.gz"));
    }

    [Fact]
    public void What_is_in_a_long_file_comes_whole()
    {
        using var directory = new TestDirectory();
        string[] lines = [.. Enumerable.Range(0, 200_000).Select(n => $"this is line {n}")];
        directory.Append("app.gz", Gzip(string.Join('\n', lines) + "\n"));

        Assert.Equal(lines, ReadOnce(directory, out _, "app.gz"));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(5_000)]
    [InlineData(19_000)]
    public void The_lines_in_front_of_damage_are_counted_and_the_damage_is_told(int keptBytes)
    {
        using var directory = new TestDirectory();
        byte[] bytes = Gzip(string.Concat(Enumerable.Range(0, 10_000).Select(n => $"line {n * 7919}\n")));
        Assert.InRange(bytes.Length, 19_500, 200_000);
        directory.Append("cut.gz", bytes.AsSpan(0, keptBytes));
        for (int at = keptBytes; at < bytes.Length; at++)
        {
            bytes[at] = (byte)~bytes[at];
        }

        directory.Append("bad.gz", bytes);

        foreach (string name in (string[])["cut.gz", "bad.gz"])
        {
            string[] lines = ReadOnce(directory, out SourceStatus status, name);
            Assert.Equal(
                "the compressed data are damaged or cut off; the lines in front of that are counted", status.LastError);
            Assert.Equal(SourceState.Ended, status.State);
            Assert.InRange(lines.Length, keptBytes < 100 ? 0 : keptBytes / 20, 9_999);
        }
    }

    [Fact]
    public void Another_compression_is_named()
    {
        using var directory = new TestDirectory();
        directory.Append("app.log.xz", [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, 1, 2, 3]);

        Assert.Empty(ReadOnce(directory, out SourceStatus status, "app.log.xz"));
        Assert.Equal("compressed in another way than gzip and zstd, which can be read; unpack it into `-`", status.LastError);
        Assert.Equal(SourceState.Failing, status.State);
    }

    // A gigabyte that a megabyte unpacks to, without a line end.
    [Fact]
    public void What_unpacks_to_a_gigabyte_costs_no_more_memory_than_what_does_not()
    {
        using var directory = new TestDirectory();
        byte[] block = new byte[1024 * 1024];
        block.AsSpan().Fill((byte)'x');
        using (var gzip = new GZipStream(directory.OpenForAppend("bomb.gz"), CompressionLevel.Fastest))
        {
            for (int i = 0; i < 1024; i++)
            {
                gzip.Write(block);
            }

            gzip.Write("\nafter\n"u8);
        }

        using var sources = new RunningSources(new SourceOptions { Logs = [directory["bomb.gz"]], Once = true });
        string[] lines = sources.TakeToEnd();
        Assert.Equal([1024 * 1024, 5], lines.Select(line => line.Length));
        Assert.Equal(1, sources.Own.Count("logmetrics_oversize_lines_total"));
    }

    [Fact]
    public void What_rotation_compresses_is_not_read_again()
    {
        using var directory = new TestDirectory();
        directory.Append("app.log.2.gz", Gzip("old\n"));
        using var followed = new Followed(directory, "app.log*");
        directory.Append("app.log", "1\n");
        Assert.Equal(["1"], followed.Look());

        directory.Rename("app.log", "app.log.1");
        directory.Append("app.log.1.gz", Gzip("1\n"));
        directory.Delete("app.log.1");
        directory.Append("app.log", "2\n");

        Assert.Equal(["2"], followed.Look());
    }

    [Fact]
    public void From_the_beginning_compressed_files_are_read_first()
    {
        using var directory = new TestDirectory();
        directory.Append("app.log.2.gz", Gzip("1\n2\n"));
        directory.LetStampsPass();
        directory.Append("app.log", "3\n");
        using var followed = new Followed(
            directory, new SourceOptions { Logs = ["app.log*"], ReadFrom = ReadFrom.Beginning });

        Assert.Equal(["1", "2", "3"], followed.Look());
        directory.Append("app.log", "4\n");
        Assert.Equal(["4"], followed.Look());
    }

    internal static byte[] Gzip(string text)
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }

    static string[] ReadOnce(TestDirectory directory, out SourceStatus last, params string[] names)
    {
        using var sources = new RunningSources(
            new SourceOptions { Logs = [.. names.Select(name => directory[name])], Once = true });
        string[] lines = sources.TakeToEnd();
        last = sources.Status[^1];
        return lines;
    }
}
