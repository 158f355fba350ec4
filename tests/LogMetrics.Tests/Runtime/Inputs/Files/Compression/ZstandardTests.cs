using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Inputs.Files;
using LogMetrics.Runtime.Inputs.Files.Compression;

namespace LogMetrics.Tests.Runtime.Inputs.Files.Compression;

public sealed class ZstandardTests : IDisposable
{
    readonly TestDirectory _directory = new();

    public ZstandardTests() => Zstd.SkipUnlessInstalled();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Once_reads_what_is_in_frames_whatever_the_files_are_called()
    {
        byte[] skipped = [0x51, 0x2A, 0x4D, 0x18, 2, 0, 0, 0, 7, 7];
        _directory.Append("app.log", [.. skipped, .. Zstd.Compress("3\n"), .. Zstd.Compress(""), .. skipped, .. Zstd.Compress("4\n5")]);
        _directory.Append("app.log.1.zst", Zstd.Compress("1\n2"));

        Assert.Equal(["1", "2", "3", "4", "5"], ReadOnce(out _, "app.log.1.zst", "app.log", "*.zst"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(19)]
    public void What_is_in_a_long_file_comes_whole(int level)
    {
        string[] lines = [.. Enumerable.Range(0, 200_000).Select(n => $"this is line {n * 7919}")];
        _directory.Append("app.zst", Zstd.Compress(string.Join('\n', lines) + "\n", level));

        Assert.Equal(lines, ReadOnce(out _, "app.zst"));
    }

    [Theory]
    [InlineData(9, 0)]
    [InlineData(150_000, 30_000)]
    [InlineData(299_000, 60_000)]
    public void The_lines_in_front_of_damage_are_counted_and_the_damage_is_told(int keptBytes, int fewest)
    {
        // Nothing to compress, so that what is kept of the file is kept of the lines, but for the block that is damaged.
        var random = new Random(1);
        string[] lines = [.. Enumerable.Range(0, 30_000).Select(_ => Convert.ToHexString(BitConverter.GetBytes(random.NextInt64())))];
        byte[] bytes = Zstd.Compress(string.Join('\n', lines) + "\n");
        Assert.InRange(bytes.Length, 250_000, 350_000);
        keptBytes = Math.Min(keptBytes, bytes.Length - 5);
        _directory.Append("cut.zst", bytes.AsSpan(0, keptBytes));
        for (int at = keptBytes; at < bytes.Length; at++)
        {
            bytes[at] = (byte)~bytes[at];
        }

        _directory.Append("bad.zst", bytes);

        foreach (string name in (string[])["cut.zst", "bad.zst"])
        {
            string[] read = ReadOnce(out SourceStatus status, name);
            Assert.Equal(FileError.Corrupt.Words(), status.LastError);
            Assert.Equal(SourceState.Ended, status.State);
            Assert.InRange(read.Length, fewest / 4, lines.Length);
            Assert.Equal(lines.Take(read.Length - 1), read.SkipLast(1));
        }
    }

    [Fact]
    public void Bytes_behind_the_last_frame_are_damage()
    {
        _directory.Append("app.zst", [.. Zstd.Compress("1\n2\n"), 1, 2, 3, 4, 5, 6]);

        Assert.Equal(["1", "2"], ReadOnce(out SourceStatus status, "app.zst"));
        Assert.Equal(FileError.Corrupt.Words(), status.LastError);
    }

    // Sixteen gigabytes that half a megabyte unpacks to would take too long: one gigabyte, from 32 KiB.
    [Fact]
    public void What_unpacks_to_a_gigabyte_costs_no_more_memory_than_what_does_not()
    {
        byte[] bomb = Zstd.Runs((byte)'x', count: 8192, length: 128 * 1024);
        Assert.InRange(bomb.Length, 0, 33_000);
        _directory.Append("bomb.zst", [.. bomb, .. Zstd.Compress("\nafter\n")]);

        using var sources = new RunningSources(new SourceOptions { Logs = [_directory["bomb.zst"]], Once = true });
        string[] lines = sources.TakeToEnd();
        Assert.Equal([1024 * 1024, 5], lines.Select(line => line.Length));
        Assert.Equal(1, sources.Own.Count("logmetrics_oversize_lines_total"));
    }

    [Fact]
    public void What_needs_more_memory_than_is_allowed_is_told_and_what_stands_before_it_is_counted()
    {
        _directory.Append("app.zst", [.. Zstd.Compress("1\n"), .. Zstd.Runs((byte)'x', 1, 100, Zstd.EightMegabytes + 1)]);

        Assert.Equal(["1"], ReadOnce(out SourceStatus status, "app.zst"));
        Assert.Equal("compressed with a window of more than 8 MiB (zstd --long or --ultra); unpack it into `-`", status.LastError);
    }

    [Fact]
    public void Random_changes_of_a_file_break_nothing()
    {
        string[] lines = [.. Enumerable.Range(0, 2_000).Select(n => $"this is line {n * 7919}")];
        byte[] whole = Zstd.Compress(string.Join('\n', lines) + "\n");
        var random = new Random(1);
        byte[] buffer = new byte[64 * 1024];
        for (int run = 0; run < 2_000; run++)
        {
            byte[] changed = [.. whole];
            for (int count = random.Next(1, 4); count > 0; count--)
            {
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            }

            using var stream = new ZstandardStream(ZstandardLibrary.OfThisSystem!, new MemoryStream(changed));
            try
            {
                while (stream.Read(buffer) > 0)
                {
                }
            }
            catch (InvalidDataException)
            {
            }
        }
    }

    [Fact]
    public void What_rotation_compresses_is_not_read_again()
    {
        _directory.Append("app.log.2.zst", Zstd.Compress("old\n"));
        using var followed = new Followed(_directory, "app.log*");
        _directory.Append("app.log", "1\n");
        Assert.Equal(["1"], followed.Look());

        _directory.Rename("app.log", "app.log.1");
        _directory.Append("app.log.1.zst", Zstd.Compress("1\n"));
        _directory.Delete("app.log.1");
        _directory.Append("app.log", "2\n");

        Assert.Equal(["2"], followed.Look());
    }

    [Fact]
    public void From_the_beginning_compressed_files_are_read_first()
    {
        _directory.Append("app.log.2.zst", Zstd.Compress("1\n2\n"));
        _directory.LetStampsPass();
        _directory.Append("app.log", "3\n");
        using var followed = new Followed(_directory, new SourceOptions { Logs = ["app.log*"], ReadFrom = ReadFrom.Beginning });

        Assert.Equal(["1", "2", "3"], followed.Look());
        _directory.Append("app.log", "4\n");
        Assert.Equal(["4"], followed.Look());
    }

    [Fact]
    public void Without_the_library_the_file_is_refused_by_what_is_missing()
    {
        Assert.Null(ZstandardLibrary.Load("libnowhere.so.1"));
        _directory.Append("app.zst", Zstd.Compress("1\n"));
        Assert.Equal(FileError.None, FileSystem.OfThisSystem.TryOpen(_directory["app.zst"], out OpenFile? file, out _));

        Assert.Equal(FileError.NoZstandard, Compressed.Open(file!, () => null, out OpenFile? readable));
        Assert.Null(readable);
        Assert.StartsWith(
            "compressed with zstd, and libzstd.so.1 is not installed (Debian: libzstd1)",
            FileError.NoZstandard.Words(),
            StringComparison.Ordinal);
    }

    string[] ReadOnce(out SourceStatus last, params string[] names)
    {
        using var sources = new RunningSources(
            new SourceOptions { Logs = [.. names.Select(name => _directory[name])], Once = true });
        string[] lines = sources.TakeToEnd();
        last = sources.Status[^1];
        return lines;
    }
}
