using System.IO.Compression;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Inputs.Decoding;
using LogMetrics.Runtime.Inputs.Files;

namespace LogMetrics.Tests.Runtime.Inputs.Files;

public sealed class FileResumptionTests : IDisposable
{
    readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    // A process that has counted the first lines of app.log, and was killed.
    Resuming Killed(params string[] globs)
    {
        Append("app.log", "1\n2\n");
        var life = new Resuming(_directory, new SourceOptions { Logs = globs, ReadFrom = ReadFrom.Beginning });
        life.Look();
        life.Save();
        life.Kill();
        return life;
    }

    void Append(string name, string text) => File.AppendAllText(_directory[name], text);

    [Fact]
    public void A_file_that_grew_is_read_from_where_it_was_left()
    {
        using Resuming life = Killed("app.log");
        Append("app.log", "3\n");
        life.Start();
        Assert.Equal(["3"], life.Look());
    }

    [Theory]
    [InlineData("app.log")]
    [InlineData("*.log")]
    [InlineData("app.log*")]
    public void Every_file_of_several_rotations_is_read(string glob)
    {
        using Resuming life = Killed(glob);
        Append("app.log", "3\n");
        for (int rotation = 0; rotation < 3; rotation++)
        {
            for (int number = rotation; number > 0; number--)
            {
                _directory.Rename($"app.log.{number}", $"app.log.{number + 1}");
            }

            _directory.Rename("app.log", "app.log.1");
            Append("app.log", $"r{rotation}\n");
        }

        life.Start();
        Assert.Equal(["3", "r0", "r1", "r2"], life.Look());
    }

    // Nothing was written for an hour when it was rotated, and its writer has not left it yet.
    [Fact]
    public void A_quiet_log_that_was_just_rotated_is_held_for_its_writer()
    {
        using Resuming life = Killed("app.log");
        File.SetLastWriteTimeUtc(_directory["app.log"], File.GetLastWriteTimeUtc(_directory["app.log"]).AddHours(-1));
        _directory.Rename("app.log", "app.log.1");
        Append("app.log", "");
        life.Start();
        Assert.Empty(life.Look());
        Append("app.log.1", "3\n");
        Assert.Equal(["3"], life.Look());
    }

    // A glob does not find the log at the start, because its writer has not made the next file yet.
    [Theory]
    [InlineData("app.log")]
    [InlineData("*.log")]
    [InlineData("**/*.log")]
    public void What_was_rotated_is_read_also_when_the_log_is_not_there_at_the_start(string glob)
    {
        using Resuming life = Killed(glob);
        _directory.Rename("app.log", "app.log.1");
        Append("app.log", "3\n");
        _directory.Rename("app.log.1", "app.log.2");
        _directory.Rename("app.log", "app.log.1");

        life.Start();
        Assert.Equal(["3"], life.Look());
        life.Save();
        life.Kill();
        life.Start();
        Append("app.log", "4\n");
        Assert.Equal(["4"], life.Look());
    }

    // The process before has found both files at one look, and counted nothing of them.
    [Fact]
    public void What_was_rotated_between_two_looks_comes_before_the_log_also_for_the_next_process()
    {
        using Resuming life = Killed("*.log");
        life.Start();
        life.Look();
        _directory.Rename("app.log", "app.log.1");
        Append("app.log", "3\n");
        _directory.Rename("app.log", "app.log.2");
        Append("app.log", "4\n");
        life.LookPartly(batches: 2);
        life.Save();
        life.Kill();
        life.Start();
        Assert.Equal(["3", "4"], life.Look());
    }

    // The folder of the link does not change when the log is made again, and by then its old file is no longer held.
    [Fact]
    public void A_link_that_leads_nowhere_for_long_is_still_the_same_log()
    {
        Directory.CreateDirectory(_directory["logs"]);
        Directory.CreateDirectory(_directory["links"]);
        Append("logs/app.log", "1\n");
        File.CreateSymbolicLink(_directory["links/app.log"], _directory["logs/app.log"]);
        using var life = new Resuming(_directory, new SourceOptions { Logs = ["links/*.log"], ReadFrom = ReadFrom.Beginning });
        Assert.Equal(["1"], life.Look());
        _directory.Rename("logs/app.log", "logs/app.log-1");
        Assert.Empty(life.Look());
        Assert.Empty(life.Wait(TimeSpan.FromMinutes(1)));
        Assert.Empty(life.Look());
        Append("logs/app.log", "2\n");
        _directory.Rename("logs/app.log", "logs/app.log-2");
        Append("logs/app.log", "3\n");
        Assert.Equal(["2", "3"], life.Look());
    }

    [Fact]
    public void A_file_that_was_emptied_is_read_from_its_first_byte()
    {
        using Resuming life = Killed("app.log");
        File.WriteAllText(_directory["app.log"], "4\n5\n6\n");
        life.Start();
        Assert.Equal(["4", "5", "6"], life.Look());
    }

    [Fact]
    public void A_copy_is_read_from_where_its_original_was_left()
    {
        using Resuming life = Killed("app.log");
        Append("app.log", "3\n");
        _directory.Copy("app.log", "app.log.1");
        File.WriteAllText(_directory["app.log"], "4\n");
        life.Start();
        Assert.Equal(["3", "4"], life.Look());
    }

    [Fact]
    public void A_file_that_was_compressed_meanwhile_is_read_from_where_it_was_left()
    {
        using Resuming life = Killed("app.log");
        Append("app.log", "3\n");
        using (FileStream archive = File.Create(_directory["app.log.1.gz"]))
        using (var gzip = new GZipStream(archive, CompressionMode.Compress))
        {
            gzip.Write(File.ReadAllBytes(_directory["app.log"]));
        }

        File.Delete(_directory["app.log"]);
        Append("app.log", "4\n");
        life.Start();
        Assert.Equal(["3", "4"], life.Look());
    }

    [Fact]
    public void A_file_that_was_compressed_by_zstd_meanwhile_is_read_from_where_it_was_left()
    {
        Compression.Zstd.SkipUnlessInstalled();
        using Resuming life = Killed("app.log");
        Append("app.log", "3\n");
        File.WriteAllBytes(_directory["app.log.1.zst"], Compression.Zstd.Compress(File.ReadAllBytes(_directory["app.log"])));
        File.Delete(_directory["app.log"]);
        Append("app.log", "4\n");
        life.Start();
        Assert.Equal(["3", "4"], life.Look());
    }

    // It was rotated before it was seen, so that its name is one that rotation gave it; and is rotated on and compressed.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_was_found_under_a_rotated_name_and_goes_on_to_the_next_is_not_read_again(bool isCompressed)
    {
        using var life = new Resuming(_directory, new SourceOptions { Logs = ["app.log*"], ReadFrom = ReadFrom.Beginning });
        Append("app.log", "1\n");
        Assert.Equal(["1"], life.Look());
        _directory.Rename("app.log", "app.log.1");
        Append("app.log", "2\n");
        _directory.Rename("app.log.1", "app.log.2");
        _directory.Rename("app.log", "app.log.1");
        Append("app.log", "3\n");
        Assert.Equal(["2", "3"], life.Look());
        life.Save();
        life.Kill();

        _directory.Rename("app.log.2", "app.log.3");
        if (isCompressed)
        {
            _directory.Append("app.log.2.gz", Compression.CompressedFileTests.Gzip("2\n"));
        }
        else
        {
            _directory.Copy("app.log.1", "app.log.2");
        }

        _directory.Delete("app.log.1");
        _directory.Rename("app.log", "app.log.1");
        Append("app.log", "4\n");
        life.Start();
        Assert.Equal(["4"], life.Look());
        Assert.Empty(life.Wait(TimeSpan.FromSeconds(60)));
    }

    // Stamps of what is made from then on are earlier than those of what was seen.
    [Fact]
    public void What_was_rotated_while_no_process_ran_after_the_clock_was_set_back_is_found()
    {
        var files = new FailingFileSystem();
        using var life = new Resuming(_directory, new SourceOptions { Logs = ["app.log"], ReadFrom = ReadFrom.Beginning }, files);
        Append("app.log", "1\n");
        Assert.Equal(["1"], life.Look());
        files.StampLag = TimeSpan.FromHours(5);
        Assert.Empty(life.Look());
        life.Save();
        life.Kill();

        for (int line = 2; line < 5; line++)
        {
            _directory.LetStampsPass();
            _directory.Rename("app.log", $"app.log.{line}");
            Append("app.log", $"{line}\n");
        }

        life.Start();
        Assert.Equal(["2", "3", "4"], life.Look());
    }

    // What was compressed before has stamps of a time to come.
    [Fact]
    public void What_was_compressed_before_the_clock_was_set_back_is_not_read_again()
    {
        var files = new FailingFileSystem();
        using var life = new Resuming(_directory, new SourceOptions { Logs = ["app.log"], ReadFrom = ReadFrom.Beginning }, files);
        Append("app.log", "1\n");
        Assert.Equal(["1"], life.Look());
        _directory.Rename("app.log", "app.log.1");
        Append("app.log", "2\n");
        Assert.Equal(["2"], life.Look());
        _directory.Append("app.log.1.gz", Compression.CompressedFileTests.Gzip("1\n"));
        Assert.Equal(FileError.None, files.Stat(_directory["app.log.1.gz"], out _));
        _directory.Delete("app.log.1");
        Assert.Empty(life.Wait(TimeSpan.FromMinutes(1)));
        files.StampLag = TimeSpan.FromHours(5);
        Assert.Empty(life.Look());
        life.Save();
        life.Kill();

        _directory.Rename("app.log", "app.log.2");
        Append("app.log", "3\n");
        life.Start();
        Assert.Equal(["3"], life.Look());
    }

    // Also when the clock comes to those stamps again.
    [Fact]
    public void What_was_left_alone_before_the_clock_was_set_back_is_not_read_when_its_time_comes_again()
    {
        var files = new FailingFileSystem();
        Append("app.log.7", "archive\n");
        Assert.Equal(FileError.None, files.Stat(_directory["app.log.7"], out _));
        _directory.LetStampsPass();
        using var life = new Resuming(_directory, new SourceOptions { Logs = ["app.log"], ReadFrom = ReadFrom.Beginning }, files);
        Append("app.log", "1\n");
        Assert.Equal(["1"], life.Look());
        _directory.Rename("app.log", "app.log.1");
        Append("app.log", "2\n");
        Assert.Equal(["2"], life.Look());
        _directory.Append("app.log.1.gz", Compression.CompressedFileTests.Gzip("1\n"));
        Assert.Equal(FileError.None, files.Stat(_directory["app.log.1.gz"], out _));
        _directory.Delete("app.log.1");
        Assert.Empty(life.Wait(TimeSpan.FromMinutes(1)));
        files.StampLag = TimeSpan.FromHours(5);
        Assert.Empty(life.Look());
        life.Save();
        life.Kill();

        life.Start();
        Assert.Empty(life.Look());
        life.Save();
        life.Kill();

        files.StampLag = TimeSpan.Zero;
        _directory.LetStampsPass();
        _directory.Rename("app.log", "app.log.2");
        Append("app.log", "3\n");
        life.Start();
        Assert.Equal(["3"], life.Look());
    }

    // As the kubelet has it: what is followed is a link to a file elsewhere, and beside that the rotated files are.
    [Theory]
    [InlineData(RotationBehindALink.Rename)]
    [InlineData(RotationBehindALink.Copy)]
    [InlineData(RotationBehindALink.Compress)]
    public void What_was_rotated_behind_a_link_while_no_process_ran_is_read_on(RotationBehindALink rotation)
    {
        Directory.CreateDirectory(_directory["logs"]);
        Append("logs/app.log", "1\n");
        File.CreateSymbolicLink(_directory["link.log"], _directory["logs/app.log"]);
        using var life = new Resuming(_directory, new SourceOptions { Logs = ["*.log"], ReadFrom = ReadFrom.Beginning });
        Assert.Equal(["1"], life.Look());
        life.Save();
        life.Kill();

        Append("logs/app.log", "2\n");
        switch (rotation)
        {
            case RotationBehindALink.Copy:
                _directory.Copy("logs/app.log", "logs/app.log.1");
                _directory.Truncate("logs/app.log");
                break;
            case RotationBehindALink.Compress:
                _directory.Append("logs/app.log.1.gz", Compression.CompressedFileTests.Gzip("1\n2\n"));
                _directory.Delete("logs/app.log");
                break;
            default:
                _directory.Rename("logs/app.log", "logs/app.log.1");
                break;
        }

        Append("logs/app.log", "3\n");
        life.Start();
        Assert.Equal(["2", "3"], life.Look());
        Assert.Empty(life.Wait(TimeSpan.FromSeconds(60)));
        Assert.Equal(0, life.Own.Count("logmetrics_lost_bytes_total", "reason"));
    }

    public enum RotationBehindALink
    {
        Rename,
        Copy,
        Compress,
    }

    [Fact]
    public void A_file_that_was_deleted_while_no_process_ran_and_has_another_name_elsewhere_is_read_on()
    {
        Directory.CreateDirectory(_directory["links"]);
        Append("app.log", "1\n");
        TestDirectory.AddName(_directory["app.log"], _directory["links/app.log"]);
        using var life = new Resuming(
            _directory, new SourceOptions { Logs = ["*.log", "links/*.log"], ReadFrom = ReadFrom.Beginning });
        Assert.Equal(["1"], life.Look());
        life.Save();
        life.Kill();

        Append("app.log", "2\n");
        _directory.Delete("app.log");
        Append("app.log", "3\n");
        life.Start();
        Assert.Equal(["2", "3"], life.Look().Order());
        Assert.Equal(0, life.Own.Count("logmetrics_lost_bytes_total", "reason"));
    }

    // Where the record starts is in front of what was read.
    [Theory]
    [InlineData("", "10: b\n x")]
    [InlineData(" y\n", "10: b\n x\n y")]
    public void A_begun_record_is_read_in_the_copy_of_a_file_that_was_emptied(string writtenBeforeTheCopy, string record)
    {
        Append("app.log", "10: a\n10: b\n x\n");
        using var life = new Resuming(
            _directory,
            new SourceOptions
            {
                Logs = ["app.log"],
                ReadFrom = ReadFrom.Beginning,
                Multiline = new MultilineOptions { Start = @"^\d" },
            });
        Assert.Equal(["10: a"], life.Look());
        life.Save();
        life.Kill();

        Append("app.log", writtenBeforeTheCopy);
        _directory.Copy("app.log", "app.log.1");
        _directory.Truncate("app.log");
        Append("app.log", "10: c\n");
        life.Start();

        Assert.Equal([record], life.Look());
        Assert.Equal(["10: c"], life.Wait(TimeSpan.FromSeconds(6)));
        Assert.Empty(life.Wait(TimeSpan.FromSeconds(60)));
    }

    // Lines of 25 bytes, forty in each look: what was lost is at most counted again three times more.
    [Theory]
    [InlineData(100, 0)]
    [InlineData(1_000, 0)]
    [InlineData(20_000, 0)]
    [InlineData(100, 1_000)]
    [InlineData(20_000, 10_000)]
    [InlineData(20_000, 30_000)]
    public void A_log_that_lost_its_end_when_the_machine_went_down_is_read_on_near_it(int lostBytes, int bytesWrittenSince)
    {
        const int LineBytes = 25;
        const int OldBytes = 100_000;
        using Resuming life = Grown(OldBytes);
        string[] since = [.. Enumerable.Range(0, bytesWrittenSince / LineBytes).Select(n => $"since {n:D18}")];
        Shorten("app.log", OldBytes - lostBytes);
        Append("app.log", string.Concat(since.Select(line => line + "\n")));
        life.CrashMachine();
        life.Start();

        string[] read = life.Look();
        Assert.Equal(since, read[^since.Length..]);
        int again = read.Length - since.Length;
        Assert.All(read[..again], line => Assert.Matches("^old [0-9]{20}$", line));
        Assert.InRange(again * LineBytes, 0, (3 * lostBytes) + 4096);
        Assert.Equal(1, life.Own.Count("logmetrics_log_truncations_total", "source"));

        Append("app.log", "next\n");
        Assert.Equal(["next"], life.Look());
    }

    [Theory]
    [InlineData(false, 80_000, 4_000)]
    [InlineData(true, 500, 4_000)]
    public void A_log_that_is_shorter_is_read_whole_unless_the_machine_went_down_and_its_beginning_is_the_same(
        bool isCrash, int leftBytes, int bytesOfOthers)
    {
        using Resuming life = Grown(100_000);
        Shorten("app.log", leftBytes);
        Append("app.log", string.Concat(Enumerable.Repeat("another line of 25 bytes\n", bytesOfOthers / 25)));
        if (isCrash)
        {
            life.CrashMachine();
        }

        life.Start();
        Assert.Equal((leftBytes + bytesOfOthers) / 25, life.Look().Length);
    }

    [Fact]
    public void A_log_that_was_emptied_and_filled_with_something_else_is_read_whole_after_the_machine_went_down()
    {
        using Resuming life = Grown(100_000);
        Shorten("app.log", 0);
        Append("app.log", string.Concat(Enumerable.Repeat("another line of 25 bytes\n", 2000)));
        life.CrashMachine();
        life.Start();
        Assert.Equal(2000, life.Look().Length);
    }

    [Fact]
    public void Records_of_a_log_that_lost_its_end_are_read_on_from_the_start_of_one()
    {
        var options = new SourceOptions
        {
            Logs = ["app.log"],
            ReadFrom = ReadFrom.Beginning,
            Multiline = new MultilineOptions { Start = "^[0-9]" },
        };
        using var life = new Resuming(_directory, options);
        for (int look = 0; look < 100; look++)
        {
            Append("app.log", string.Concat(Enumerable.Range(0, 10).Select(n => $"{look:D4} {n:D4} {new string('x', 80)}\n and its end\n")));
            life.Look();
        }

        life.Save();
        life.Kill();
        Shorten("app.log", 90 * 10 * 104);
        Append("app.log", "9999 fine\n");
        life.CrashMachine();
        life.Start();

        string[] read = [.. life.Look(), .. life.Wait(TimeSpan.FromSeconds(6))];
        Assert.Equal("9999 fine", read[^1]);
        Assert.All(read[..^1], record => Assert.EndsWith("x\n and its end", record, StringComparison.Ordinal));
        Assert.InRange(read.Length, 1, 400);
    }

    // A process that has counted a log while it grew to so many bytes, and was killed.
    Resuming Grown(int bytes)
    {
        var life = new Resuming(_directory, new SourceOptions { Logs = ["app.log"], ReadFrom = ReadFrom.Beginning });
        for (int line = 0; line < bytes / 25; line++)
        {
            Append("app.log", $"old {line:D20}\n");
            if (line % 40 == 39)
            {
                life.Look();
            }
        }

        life.Save();
        life.Kill();
        return life;
    }

    void Shorten(string name, long bytes)
    {
        using FileStream file = File.OpenWrite(_directory[name]);
        file.SetLength(bytes);
    }

    [Fact]
    public void What_is_gone_is_counted_as_lost()
    {
        using Resuming life = Killed("app.log");
        life.Start();
        Append("app.log", "half a line");
        life.Look();
        Append("app.log", ", and more");
        life.Look();
        Append("app.log", "\n");
        life.LookPartly(0);
        life.Save();
        life.Kill();
        long size = new FileInfo(_directory["app.log"]).Length;
        File.Delete(_directory["app.log"]);
        life.Start();
        Assert.Empty(life.Look());
        Assert.Equal(size - 4, life.Own.Count("logmetrics_lost_bytes_total", "reason"));
    }

    // Nobody can read it again: the record is what there is of it, and so is the line.
    [Theory]
    [InlineData("10: a\n x\n", "10: a\n x")]
    [InlineData("10: a\n x\nhalf a line", "10: a\n x\nhalf a line")]
    public void What_was_begun_in_a_deleted_file_counts_when_the_process_ends(string text, string record)
    {
        using Resuming life = new(_directory, Records);
        Append("app.log", text);
        Assert.Empty(life.Look());
        _directory.Delete("app.log");
        Assert.Equal([record], life.Finish());

        life.Start();
        Assert.Empty(life.Wait(TimeSpan.FromSeconds(10)));
        Assert.Equal(0, life.Own.Count("logmetrics_lost_bytes_total", "reason"));
    }

    // It goes on in the next file, if anywhere, and waits there.
    [Theory]
    [InlineData("", new[] { "10: a\n x" })]
    [InlineData(" y\n10: b\n z\nhal", new[] { "10: a\n x\n y" })]
    public void A_record_that_was_begun_in_a_deleted_copy_counts_when_the_process_ends(string next, string[] records)
    {
        using Resuming life = new(_directory, Records);
        Append("app.log", "10: a\n x\n");
        Assert.Empty(life.Look());
        _directory.Copy("app.log", "app.log.1");
        _directory.Truncate("app.log");
        Append("app.log", "");
        string[] seen = life.Look();
        _directory.Delete("app.log.1");
        Append("app.log", next);
        Assert.Equal(records, seen.Concat(life.Finish()));

        life.Start();
        Append("app.log", next.Length > 0 ? "f\n10: c\n" : "10: c\n");
        Assert.Equal(next.Length > 0 ? ["10: b\n z\nhalf"] : [], life.Look());
        Assert.Equal(0, life.Own.Count("logmetrics_lost_bytes_total", "reason"));
    }

    // All three move on with the batch that has it.
    [Fact]
    public void A_record_in_three_files_is_not_read_again()
    {
        using Resuming life = new(_directory, Records);
        Append("app.log", "10: a\n x\n");
        Assert.Empty(life.Look());
        _directory.Rename("app.log", "app.log.2");
        Append("app.log", " y\n");
        Assert.Empty(life.Look());
        _directory.Rename("app.log", "app.log.1");
        Append("app.log", " z\n10: b\n");
        Assert.Equal(["10: a\n x\n y\n z"], life.Look());
        life.Save();
        life.Kill();

        life.Start();
        Assert.Empty(life.Look());
        Assert.Equal(["10: b"], life.Wait(TimeSpan.FromSeconds(10)));
    }

    static SourceOptions Records => new()
    {
        Logs = ["app.log"],
        ReadFrom = ReadFrom.Beginning,
        Multiline = new MultilineOptions { Start = @"^\d\d:" },
    };

    // There is a copy, but of what was in it later.
    [Fact]
    public void What_was_emptied_is_counted_as_lost_also_where_there_is_a_copy_of_what_came_next()
    {
        using Resuming life = Killed("app.log");
        life.Start();
        life.Look();
        Append("app.log", "not counted\n");
        life.LookPartly(0);
        life.Save();
        life.Kill();

        _directory.Truncate("app.log");
        Append("app.log", "5\n");
        _directory.Copy("app.log", "app.log.1");
        _directory.Truncate("app.log");
        Append("app.log", "6\n");
        life.Start();
        Assert.Equal(["5", "6"], life.Look().Concat(life.Look()).Order());
        Assert.Equal("not counted\n".Length, life.Own.Count("logmetrics_lost_bytes_total", "reason"));
    }

    // A glob that finds the copy, too, has found it before the log is found to be emptied.
    [Theory]
    [InlineData("app.log")]
    [InlineData("app.log*")]
    public void What_is_in_a_copy_is_not_lost_also_where_that_was_found_before_the_log_was_emptied(string glob)
    {
        using Resuming life = Killed(glob);
        life.Start();
        life.Look();
        Append("app.log", "3\n");
        life.LookPartly(0);
        life.Save();
        life.Kill();

        _directory.Copy("app.log", "app.log.1");
        _directory.Truncate("app.log");
        Append("app.log", "4\n");
        life.Start();
        Assert.Equal(["3", "4"], life.Look());
        Assert.Equal(0, life.Own.Count("logmetrics_lost_bytes_total", "reason"));
    }

    // An empty file beside a log may be a copy that was begun. One that is there for long holds nothing back.
    [Fact]
    public void What_was_read_and_compressed_is_not_read_again_because_an_old_empty_copy_is_beside_it()
    {
        var files = new FailingFileSystem();
        using var life = new Resuming(_directory, new SourceOptions { Logs = ["app.log*"], ReadFrom = ReadFrom.Beginning }, files);
        Append("app.log", "1\n");
        Assert.Equal(["1"], life.Look());
        files.StampLag = TimeSpan.FromMinutes(5);
        Append("app.log.7", "");
        Assert.Equal(FileError.None, files.Stat(_directory["app.log.7"], out _));
        files.StampLag = TimeSpan.Zero;
        _directory.Rename("app.log", "app.log.1");
        Append("app.log", "2\n3\n");
        Assert.Equal(["2", "3"], life.Look());
        _directory.Append("app.log.1.gz", Compression.CompressedFileTests.Gzip("1\n"));
        _directory.Delete("app.log.1");
        Assert.Empty(life.Wait(TimeSpan.FromMinutes(1)));

        _directory.LetStampsPass();
        _directory.Copy("app.log", "app.log.2");
        _directory.Truncate("app.log");
        Append("app.log", "4\n");
        life.LookPartly(int.MaxValue);
        life.Save();
        life.Kill();

        _directory.Rename("app.log", "app.log.3");
        Append("app.log", "5\n");
        life.Start();
        Assert.Equal(["4", "5"], life.Look().Order());
    }

    // It is there as long as its compressed file is not whole, and is deleted when that is.
    [Theory]
    [InlineData("", false)]
    [InlineData("3\n", false)]
    [InlineData("3\n4\n", false)]
    [InlineData("3\n4\n", true)]
    public void What_is_compressed_when_a_process_starts_is_read_once(string compressed, bool isOverMeanwhile)
    {
        var files = new FailingFileSystem();
        using var life = new Resuming(_directory, new SourceOptions { Logs = ["app.log"], ReadFrom = ReadFrom.Beginning }, files);
        Append("app.log", "1\n2\n");
        Assert.Equal(["1", "2"], life.Look());
        life.Save();
        life.Kill();

        _directory.Rename("app.log", "app.log.2");
        Append("app.log.1", "3\n4\n");
        _directory.Append("app.log.1.gz", Compression.CompressedFileTests.Gzip(compressed));
        _directory.LetStampsPass();
        Append("app.log.0", "5\n");
        Append("app.log", "6\n");
        files.AfterOpen = path =>
        {
            if (path == _directory["app.log.1"] && isOverMeanwhile)
            {
                // It is open by then; and a name has changed, so that all of them are looked at again.
                files.AfterOpen = null;
                _directory.Delete("app.log.1");
                _directory.Rename("app.log.0", "app.log.3");
            }
        };
        life.Start();
        Assert.Equal(["3", "4", "5", "6"], life.Look().Order());
    }

    // Nothing tells that it is the same one, and so it is read from its first byte.
    [Fact]
    public void A_file_of_which_nothing_was_counted_and_that_was_compressed_since_is_read_and_not_lost()
    {
        using Resuming life = Killed("app.log");
        life.Start();
        life.Look();
        _directory.Rename("app.log", "app.log.1");
        Append("app.log", "3\n");
        life.LookPartly(1);
        life.Save();
        life.Kill();

        _directory.Append("app.log.1.gz", Compression.CompressedFileTests.Gzip("3\n4\n"));
        _directory.Rename("app.log.1", "app.log.2");
        _directory.Delete("app.log");
        Append("app.log", "5\n");
        life.Start();
        Assert.Equal(["3", "4", "5"], life.Look().Concat(life.Look()).Order());
        Assert.Equal(0, life.Own.Count("logmetrics_lost_bytes_total", "reason"));
    }

    // It is longer than what is in it.
    [Fact]
    public void A_compressed_file_that_was_read_and_is_deleted_has_lost_nothing()
    {
        using Resuming life = Killed("app.log");
        _directory.Append("app.log.1.gz", Compression.CompressedFileTests.Gzip(File.ReadAllText(_directory["app.log"]) + "3\n"));
        _directory.Delete("app.log");
        life.Start();
        Assert.Equal(["3"], life.Look());
        Assert.Empty(life.Look());
        life.Save();
        life.Kill();
        _directory.Delete("app.log.1.gz");
        life.Start();
        Assert.Empty(life.Look());
        Assert.Equal(0, life.Own.Count("logmetrics_lost_bytes_total", "reason"));
    }

    [Fact]
    public void A_file_that_is_new_to_a_known_path_is_read_from_its_first_byte_and_one_of_a_new_glob_as_at_a_first_start()
    {
        using var life = new Resuming(_directory, new SourceOptions { Logs = ["app.log"], ReadFrom = ReadFrom.End });
        Append("app.log", "1\n");
        life.Look();
        life.Save();
        life.Kill();
        Append("other.log", "old\n");
        File.Delete(_directory["app.log"]);
        Append("app.log", "2\n");
        life.Options = life.Options with { Logs = ["app.log", "other.log"] };
        life.Start();
        Assert.Equal(["2"], life.Look());
        Append("other.log", "new\n");
        Assert.Equal(["new"], life.Look());
    }

    [Fact]
    public void A_line_that_has_not_ended_is_counted_once_when_it_ends()
    {
        using Resuming life = Killed("app.log");
        Append("app.log", "half ");
        life.Start();
        Assert.Empty(life.Look());
        life.Save();
        life.Kill();
        Append("app.log", "a line\n");
        life.Start();
        Assert.Equal(["half a line"], life.Look());
    }
}
