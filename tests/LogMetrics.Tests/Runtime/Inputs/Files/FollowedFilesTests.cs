using System.Text;
using LogMetrics.Runtime;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Inputs.Files;

namespace LogMetrics.Tests.Runtime.Inputs.Files;

public class FollowedFilesTests
{
    [Fact]
    public void A_file_that_is_there_at_the_start_is_followed_from_its_end()
    {
        using var directory = new TestDirectory();
        directory.Append("app.log", "before\n");
        using var followed = new Followed(directory, "app.log");

        Assert.Empty(followed.Look());
        directory.Append("app.log", "after\n");
        Assert.Equal(["after"], followed.Look());
    }

    [Fact]
    public void From_the_beginning_a_file_is_read_whole()
    {
        using var directory = new TestDirectory();
        directory.Append("app.log", "one\ntwo\n");
        using var followed = new Followed(
            directory, new SourceOptions { Logs = ["app.log"], ReadFrom = ReadFrom.Beginning });

        Assert.Equal(["one", "two"], followed.Look());
    }

    [Theory]
    [InlineData("app.log")]
    [InlineData("*.log")]
    [InlineData("sub/*/a?p.log")]
    [InlineData("**/app.log")]
    public void A_file_that_appears_later_is_read_from_its_first_byte(string glob)
    {
        using var directory = new TestDirectory();
        using var followed = new Followed(directory, glob);
        Assert.Empty(followed.Look());

        string name = glob.Contains('/', StringComparison.Ordinal) ? "sub/deep/app.log" : "app.log";
        Directory.CreateDirectory(Path.GetDirectoryName(directory[name])!);
        directory.Append(name, "first\nsecond\n");

        Assert.Equal(["first", "second"], followed.Look());
    }

    [Fact]
    public void A_line_is_delivered_when_it_ends()
    {
        using var directory = new TestDirectory();
        using var followed = new Followed(directory, "app.log");

        directory.Append("app.log", "fir");
        Assert.Empty(followed.Look());
        directory.Append("app.log", "st\r");
        Assert.Empty(followed.Look());
        directory.Append("app.log", "\nsecond");
        Assert.Equal(["first"], followed.Look());
        Assert.Equal(["second"], followed.Finish());
    }

    // The writer keeps the old file open after the rename, and the new one is written to as well.
    [Fact]
    public void A_rotated_file_is_read_to_its_end_before_the_new_one()
    {
        using var directory = new TestDirectory();
        using var followed = new Followed(directory, "app.log");
        using FileStream old = directory.OpenForAppend("app.log");
        old.Write("1\n"u8);
        Assert.Equal(["1"], followed.Look());

        old.Write("2\n"u8);
        directory.Rename("app.log", "app.log.1");
        directory.Append("app.log", "4\n");
        old.Write("3\n"u8);
        Assert.Equal(["2", "3", "4"], followed.Look());

        for (int n = 5; n < 50; n++)
        {
            old.Write(Encoding.ASCII.GetBytes($"old {n}\n"));
            Assert.Equal([$"old {n}"], followed.Wait(TimeSpan.FromSeconds(20)));
        }

        Assert.Equal("app.log", followed.LastSource);
        Assert.Equal(1, followed.Own.Count("logmetrics_log_rotations_total", "source"));
    }

    [Fact]
    public void A_rotated_file_is_closed_when_it_was_quiet_for_long_enough_and_its_last_line_is_complete_then()
    {
        using var directory = new TestDirectory();
        using var followed = new Followed(directory, "app.log");
        directory.Append("app.log", "1\nhalf");
        Assert.Equal(["1"], followed.Look());
        directory.Rename("app.log", "app.log.1");
        directory.Append("app.log", "2\n");

        Assert.Equal(["2"], followed.Look());
        Assert.Contains(followed.Status, source => source.State == SourceState.Rotated);
        Assert.Empty(followed.Wait(TimeSpan.FromSeconds(10)));
        Assert.Equal(["half"], followed.Wait(TimeSpan.FromSeconds(30)));
        Assert.Equal(SourceState.Following, Assert.Single(followed.Status).State);
    }

    [Fact]
    public void Rotated_names_that_the_glob_matches_are_not_read_again()
    {
        using var directory = new TestDirectory();
        using var followed = new Followed(directory, "app.log*");
        directory.Append("app.log", "1\nhal");
        Assert.Equal(["1"], followed.Look());

        directory.Rename("app.log", "app.log.1");
        directory.Append("app.log.1", "f\n");
        directory.Append("app.log", "2\n");
        Assert.Equal(["half", "2"], followed.Look());

        directory.Rename("app.log.1", "app.log.2");
        directory.Rename("app.log", "app.log.1");
        directory.Append("app.log", "3\n");
        Assert.Equal(["3"], followed.Look());
        Assert.Empty(followed.Wait(TimeSpan.FromMinutes(2)));
        directory.Append("app.log.2", "late\n");
        Assert.Equal(["late"], followed.Look());
    }

    [Fact]
    public void A_file_that_was_moved_away_and_comes_back_is_read_on()
    {
        using var directory = new TestDirectory();
        using var followed = new Followed(directory, "app.log");
        directory.Append("app.log", "1\n");
        Assert.Equal(["1"], followed.Look());

        directory.Rename("app.log", "elsewhere");
        Assert.Empty(followed.Wait(TimeSpan.FromMinutes(5)));
        directory.Append("elsewhere", "2\n");
        directory.Rename("elsewhere", "app.log");
        Assert.Equal(["2"], followed.Look());
    }

    [Fact]
    public void Several_rotations_between_two_looks_lose_nothing()
    {
        using var directory = new TestDirectory();
        using var followed = new Followed(directory, "app.log");
        directory.Append("app.log", "0\n");
        Assert.Equal(["0"], followed.Look());

        for (int rotation = 1; rotation <= 5; rotation++)
        {
            for (int number = 5; number > 1; number--)
            {
                if (File.Exists(directory[$"app.log.{number - 1}"]))
                {
                    directory.Rename($"app.log.{number - 1}", $"app.log.{number}");
                }
            }

            directory.Rename("app.log", "app.log.1");
            directory.Append("app.log", $"{rotation}\n");
        }

        Assert.Equal(["1", "2", "3", "4", "5"], followed.Look());
        Assert.Empty(followed.Wait(TimeSpan.FromMinutes(1)));
    }

    // A look may fall between the renaming of a log and its new file; a glob then finds no such name.
    [Theory]
    [InlineData("app.log")]
    [InlineData("*.log")]
    public void A_log_that_was_not_there_for_a_moment_and_is_rotated_again_has_lost_nothing(string glob)
    {
        using var directory = new TestDirectory();
        using var followed = new Followed(directory, glob);
        directory.Append("app.log", "1\n");
        Assert.Equal(["1"], followed.Look());

        directory.Rename("app.log", "app.log.1");
        Assert.Empty(followed.Look());

        directory.Append("app.log", "2\n");
        directory.Rename("app.log.1", "app.log.2");
        directory.Rename("app.log", "app.log.1");
        directory.Append("app.log", "3\n");
        Assert.Equal(["2", "3"], followed.Look());
    }

    // Eleven hundred lines, most of which were rotated away five times before anybody looked.
    [Fact]
    public void Eleven_hundred_lines_in_five_rotations_within_one_look_are_eleven_hundred()
    {
        using var directory = new TestDirectory();
        using var followed = new Followed(directory, "app.log");
        int number = 0;
        Write(100);
        Assert.Equal(100, followed.Look().Length);

        for (int rotation = 0; rotation < 5; rotation++)
        {
            Write(180);
            for (int old = 5; old >= 1; old--)
            {
                if (File.Exists(directory[$"app.log.{old}"]))
                {
                    directory.Rename($"app.log.{old}", $"app.log.{old + 1}");
                }
            }

            directory.Rename("app.log", "app.log.1");
        }

        Write(100);
        string[] lines = followed.Look();
        Assert.Equal(Enumerable.Range(100, 1000).Select(line => $"line {line}"), lines);

        void Write(int count)
        {
            directory.Append("app.log", string.Concat(Enumerable.Range(number, count).Select(line => $"line {line}\n")));
            number += count;
        }
    }

    // The file had the log's name only between two looks, was emptied after it was copied, and is found under its rotated
    // name; its writer still holds it. That it says nothing that another file does not say makes it no copy.
    [Fact]
    public void A_file_that_was_emptied_and_rotated_between_two_looks_is_read_when_its_writer_goes_on()
    {
        using var directory = new TestDirectory();
        using var followed = new Followed(directory, "app.log");
        directory.Append("app.log", "1\n");
        Assert.Equal(["1"], followed.Look());

        directory.Rename("app.log", "app.log.3");
        using FileStream writer = directory.OpenForAppend("app.log");
        writer.Write("2\n"u8);
        directory.Copy("app.log", "app.log.2");
        directory.Truncate("app.log");
        directory.Rename("app.log", "app.log.1");
        Assert.Equal(["2"], followed.Look());
        directory.LetStampsPass();
        Assert.Empty(followed.Look());

        writer.Write("3\n"u8);
        Assert.Equal(["3"], followed.Look());
    }

    [Fact]
    public void A_truncated_file_is_read_from_its_first_byte_and_its_begun_line_is_complete()
    {
        using var directory = new TestDirectory();
        using var followed = new Followed(directory, "app.log");
        directory.Append("app.log", "1\n2\nhalf");
        Assert.Equal(["1", "2"], followed.Look());

        directory.Truncate("app.log");
        Assert.Equal(["half"], followed.Look());
        directory.Append("app.log", "3\n");
        Assert.Equal(["3"], followed.Look());
        Assert.Equal(1, followed.Own.Count("logmetrics_log_truncations_total", "source"));
    }

    [Theory]
    [InlineData("new 1\nnew 2\nnew 3\n")] // past the old position
    [InlineData("neu 1\n")] // to the same length
    public void A_file_that_was_emptied_and_filled_again_between_two_looks_is_read_whole(string content)
    {
        using var directory = new TestDirectory();
        using var followed = new Followed(directory, "app.log");
        directory.Append("app.log", "old 1\n");
        Assert.Equal(["old 1"], followed.Look());

        directory.Truncate("app.log");
        directory.Append("app.log", content);
        Assert.Equal(content.Split('\n')[..^1], followed.Look());
    }

    [Theory]
    [InlineData("app.log")]
    [InlineData("app.log*")]
    public void Lines_that_are_only_left_in_the_copy_of_an_emptied_file_are_read_there(string glob)
    {
        using var directory = new TestDirectory();
        using var followed = new Followed(directory, glob);
        directory.Append("app.log", "1\n2\nha");
        Assert.Equal(["1", "2"], followed.Look());

        directory.Append("app.log", "lf\n3\n");
        directory.Copy("app.log", "app.log.1");
        directory.Truncate("app.log");
        directory.Append("app.log", "4\n");

        Assert.Equal(["half", "3", "4"], followed.Look());
        Assert.Empty(followed.Wait(TimeSpan.FromMinutes(1)));
        Assert.Empty(followed.Finish());
    }

    [Fact]
    public void A_copy_that_is_seen_before_its_original_is_emptied_is_not_read_again()
    {
        using var directory = new TestDirectory();
        using var followed = new Followed(directory, "app.log*");
        directory.Append("app.log", "1\n2\n3\n");
        Assert.Equal(["1", "2", "3"], followed.Look());

        directory.Append("app.log.1", "1\n");
        Assert.Empty(followed.Look());
        directory.Append("app.log.1", "2\n3\n");
        Assert.Empty(followed.Look());
        directory.Append("app.log", "4\n");
        Assert.Equal(["4"], followed.Look());
        directory.Truncate("app.log");
        directory.Append("app.log", "5\n");
        Assert.Equal(["5"], followed.Look());
        Assert.Empty(followed.Wait(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void A_file_that_begins_like_another_is_read_whole()
    {
        using var directory = new TestDirectory();
        using var followed = new Followed(directory, "app*.log");
        string banner = string.Concat(Enumerable.Range(0, 500).Select(n => $"banner {n}\n"));
        directory.Append("app.log", banner);
        Assert.Equal(500, followed.Look().Length);

        directory.Append("app-other.log", banner);
        Assert.Equal(500, followed.Look().Length);

        // By its name this may be a copy of the first, until it shows that it is not.
        directory.Append("app-20261121.log", banner);
        Assert.Empty(followed.Look());
        directory.Append("app-20261121.log", "its own\n");
        Assert.Equal(501, followed.Look().Length);
    }

    [Fact]
    public void A_deleted_file_is_read_on_while_its_writer_writes_and_the_one_that_follows_it_is_read_whole()
    {
        using var directory = new TestDirectory();
        using var followed = new Followed(directory, "app.log");
        using FileStream old = directory.OpenForAppend("app.log");
        old.Write("1\n"u8);
        Assert.Equal(["1"], followed.Look());

        directory.Delete("app.log");
        old.Write("2\n"u8);
        Assert.Equal(["2"], followed.Look());
        old.Write("3\n"u8);
        directory.Append("app.log", "1\n4\n");
        Assert.Equal(["3", "1", "4"], followed.Look());
    }

    // The name and the beginning are the same, and often the inode number is, too.
    [Fact]
    public void A_file_that_is_deleted_and_made_again_with_the_same_text_is_read_again()
    {
        using var directory = new TestDirectory();
        using var followed = new Followed(directory, "app.log");
        for (int round = 0; round < 20; round++)
        {
            directory.Append("app.log", "same\n");
            Assert.Equal(["same"], followed.Look());
            directory.Delete("app.log");
            if (round % 2 == 0)
            {
                Assert.Empty(followed.Wait(TimeSpan.FromMinutes(1)));
            }
        }
    }

    [Fact]
    public void A_file_that_is_replaced_atomically_by_one_with_the_same_lines_is_read_on()
    {
        using var directory = new TestDirectory();
        using var followed = new Followed(directory, "app.log");
        directory.Append("app.log", "1\n2\nha");
        Assert.Equal(["1", "2"], followed.Look());

        directory.Append("temp", "1\n2\nhalf\n3\n");
        WaitForAnotherTimestamp(directory, "temp");
        directory.Rename("temp", "app.log");
        Assert.Equal(["half", "3"], followed.Look());
        Assert.Empty(followed.Wait(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Links_and_overlapping_globs_name_one_file()
    {
        using var directory = new TestDirectory();
        using var followed = new Followed(directory, "app.log", "*.log", directory["./app.log"], "**/*.log");
        File.CreateSymbolicLink(directory["link.log"], directory["app.log"]);
        directory.Append("app.log", "1\n");
        TestDirectory.AddName(directory["app.log"], directory["hard.log"]);
        Assert.Equal(["1"], followed.Look());

        directory.Append("app.log", "2\n");
        Assert.Equal(["2"], followed.Look());
        Assert.Equal("app.log", followed.LastSource);
        Assert.Single(followed.Status);

        directory.Delete("app.log");
        directory.Append("app.log", "3\n");
        directory.Append("hard.log", "4\n");
        Assert.Equal(["3", "4"], followed.Look().Order());
    }

    [Fact]
    public void When_a_link_is_pointed_elsewhere_both_targets_are_read_whole()
    {
        using var directory = new TestDirectory();
        using var followed = new Followed(directory, "current");
        directory.Append("one", "1\n");
        File.CreateSymbolicLink(directory["current"], directory["one"]);
        Assert.Equal(["1"], followed.Look());

        directory.Append("one", "2\n");
        directory.Append("two", "3\n");
        File.CreateSymbolicLink(directory["next"], directory["two"]);
        directory.Rename("next", "current");
        Assert.Equal(["2", "3"], followed.Look());
        directory.Append("one", "late\n");
        Assert.Equal(["late"], followed.Look());
    }

    [Fact]
    public void A_directory_may_be_moved_away_and_made_again()
    {
        using var directory = new TestDirectory();
        Directory.CreateDirectory(directory["logs"]);
        using var followed = new Followed(directory, "logs/*.log");
        directory.Append("logs/app.log", "1\n");
        Assert.Equal(["1"], followed.Look());

        Directory.Move(directory["logs"], directory["away"]);
        Assert.Empty(followed.Look());
        Directory.CreateDirectory(directory["logs"]);
        directory.Append("away/app.log", "2\n");
        directory.Append("logs/app.log", "3\n");
        Assert.Equal(["2", "3"], followed.Look());
    }

    [Fact]
    public void A_hole_that_a_writer_leaves_after_truncation_is_skipped()
    {
        using var directory = new TestDirectory();
        using var followed = new Followed(directory, "app.log");
        using var writer = new FileStream(
            directory["app.log"], FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        writer.Write("1\n2\n"u8);
        Assert.Equal(["1", "2"], followed.Look());

        directory.Truncate("app.log");
        writer.Write("3\n"u8);
        Assert.Equal(["3"], followed.Look());
        Assert.Equal(4, followed.Own.Count("logmetrics_hole_bytes_total"));
    }

    [Fact]
    public void A_preallocated_file_is_read_as_it_is_filled()
    {
        using var directory = new TestDirectory();
        using var followed = new Followed(directory, "app.log");
        using var writer = new FileStream(
            directory["app.log"], FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        writer.SetLength(1_000_000);
        Assert.Empty(followed.Look());

        writer.Write("1\n2\n"u8);
        Assert.Equal(["1", "2"], followed.Look());
        writer.Write("3\n"u8);
        Assert.Equal(["3"], followed.Look());
        Assert.Empty(followed.Finish());
    }

    [Fact]
    public void A_file_that_loses_its_last_line_is_not_read_again()
    {
        using var directory = new TestDirectory();
        using var followed = new Followed(directory, "app.log");
        string text = string.Concat(Enumerable.Range(0, 100).Select(n => $"line {n}\n"));
        directory.Append("app.log", text);
        Assert.Equal(100, followed.Look().Length);

        using (var file = new FileStream(directory["app.log"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(text.Length - "line 99\n".Length);
        }

        Assert.Empty(followed.Look());
        directory.Append("app.log", "next\n");
        Assert.Equal(["next"], followed.Look());
    }

    [Fact]
    public void A_file_that_may_not_be_read_is_read_once_it_may()
    {
        using var directory = new TestDirectory();
        directory.Append("old.log", "1\n");
        var files = new FailingFileSystem();
        files.Refused["old.log"] = FileError.PermissionDenied;
        files.Refused["new.log"] = FileError.PermissionDenied;
        using var followed = new Followed(directory, new SourceOptions { Logs = ["*.log"] }, files: files);
        directory.Append("old.log", "2\n");
        directory.Append("new.log", "3\n");
        Assert.Empty(followed.Look());
        Assert.All(followed.Status, source => Assert.Equal((SourceState.Failing, "permission denied"), (source.State, source.LastError)));
        Assert.Equal(3, followed.Own.Count("logmetrics_log_read_errors_total", "reason"));

        followed.Files.Refused.Clear();
        Assert.Equal(["2", "3"], followed.Look());
        Assert.All(followed.Status, source => Assert.Equal(SourceState.Following, source.State));
    }

    [Fact]
    public void When_the_system_has_no_descriptor_left_another_file_gives_its_own()
    {
        using var directory = new TestDirectory();
        using var followed = new Followed(directory, "*.log");
        directory.Append("a.log", "1\n");
        Assert.Equal(["1"], followed.Look());

        followed.Files.Refused["b.log"] = FileError.TooManyOpenFiles;
        directory.Append("b.log", "2\n");
        Assert.Empty(followed.Look());
        followed.Files.Refused.Clear();
        directory.Append("a.log", "3\n");
        Assert.Equal(["2", "3"], followed.Look().Order());
    }

    [Fact]
    public void Whatever_is_no_regular_file_is_left_alone()
    {
        using var directory = new TestDirectory();
        Directory.CreateDirectory(directory["a.log"]);
        File.CreateSymbolicLink(directory["b.log"], "/dev/zero");
        File.CreateSymbolicLink(directory["c.log"], directory["c.log"]);
        File.CreateSymbolicLink(directory["d.log"], directory["missing"]);
        File.CreateSymbolicLink(directory["e.log"], "/");
        using var followed = new Followed(directory, "*.log", "**/*.log");
        Assert.Empty(followed.Look());

        directory.Append("f.log", "1\n");
        directory.Append("missing", "2\n");
        Assert.Equal(["1", "2"], followed.Look().Order());
    }

    [Fact]
    public void Ignored_names_are_not_read()
    {
        using var directory = new TestDirectory();
        using var followed = new Followed(
            directory, new SourceOptions { Logs = ["*"], IgnoredNamePattern = @"\.gz$|^tmp" });
        directory.Append("app.log.gz", "1\n");
        directory.Append("tmp.log", "2\n");
        directory.Append("app.log", "3\n");

        Assert.Equal(["3"], followed.Look());
    }

    [Fact]
    public void A_firehose_does_not_keep_a_hundred_quiet_files_waiting()
    {
        // What was quiet for long is looked at once in a second: each fourth time.
        const int QuietFiles = 100;
        const int MostLooks = 4;
        const int BufferBytes = 4096;
        using var directory = new TestDirectory();
        using var followed = new Followed(
            directory, new SourceOptions { Logs = ["*.log"] }, Limits.Default with { ReadBufferBytes = BufferBytes });
        string[] quiet = [.. Enumerable.Range(0, QuietFiles).Select(file => $"{(file % 2 == 0 ? "after" : "zero")}{file}.log")];
        Array.ForEach(quiet, name => directory.Append(name, ""));
        directory.Append("firehose.log", Enumerable.Repeat((byte)'\n', 300 * BufferBytes).ToArray());
        followed.Time.Advance(TimeSpan.FromSeconds(1));
        followed.Turn();

        var random = new Random(1);
        var waiting = new Dictionary<string, int>();
        var looksOfEach = new Dictionary<string, int>();
        for (int look = 0; look < 250; look++)
        {
            string[] written = [.. quiet.Where(name => random.Next(20) == 0 && waiting.TryAdd(name, look))];
            Array.ForEach(written, name => directory.Append(name, "hello\n"));
            followed.Time.Advance(new SourceOptions { Logs = [] }.PollInterval);
            List<(string Name, int Count)> batches = followed.Turn();

            Assert.Contains(("firehose.log", BufferBytes), batches);
            foreach ((string name, int count) in batches.Where(batch => batch.Name != "firehose.log"))
            {
                Assert.Equal(1, count);
                Assert.True(waiting.Remove(name, out int writtenBefore));
                looksOfEach[name] = Math.Max(looksOfEach.GetValueOrDefault(name), look - writtenBefore + 1);
            }
        }

        Assert.Equal(QuietFiles, looksOfEach.Count);
        Assert.All(looksOfEach, file => Assert.InRange(file.Value, 1, MostLooks));
        Assert.All(waiting, file => Assert.InRange(file.Value, 250 - MostLooks, 249));
    }

    [Fact]
    public void More_files_than_may_be_open_are_all_read()
    {
        using var directory = new TestDirectory();
        using var followed = new Followed(
            directory, new SourceOptions { Logs = ["*.log"] }, Limits.Default with { MaxOpenFiles = 5 });
        for (int round = 0; round < 5; round++)
        {
            for (int file = 0; file < 50; file++)
            {
                directory.Append($"{file}.log", $"{file} {round}\n");
            }

            Assert.Equal(50, followed.Look().Distinct().Count());
        }

        Assert.Empty(followed.Finish());
    }

    [Fact]
    public void Following_allocates_nothing_for_a_line()
    {
        using var directory = new TestDirectory();
        using var followed = new Followed(directory, "app.log");
        byte[] lines = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 10_000).Select(n => $"line {n}\n")));
        using FileStream writer = directory.OpenForAppend("app.log");
        for (int round = 0; round < 5; round++)
        {
            writer.Write(lines);
            followed.Time.Advance(TimeSpan.FromSeconds(1));
            followed.TurnAndCount();
        }

        writer.Write(lines);
        followed.Time.Advance(TimeSpan.FromSeconds(1));
        long before = GC.GetAllocatedBytesForCurrentThread();
        long count = followed.TurnAndCount();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(10_000, count);
        Assert.InRange(allocated, 0, 9_000);
    }

    [Fact]
    public void Nothing_is_kept_of_files_that_were_rotated_and_deleted()
    {
        using var directory = new TestDirectory();
        using var followed = new Followed(directory, "app.log");
        for (int round = 0; round < 100; round++)
        {
            directory.Append("app.log", $"{round}\n");
            Assert.Equal([$"{round}"], followed.Look());
            File.Delete(directory["app.log"]);
            followed.Wait(TimeSpan.FromMinutes(1));
        }

        GC.Collect();
        int kept = followed.Sources.Select(source => source.Target).OfType<object>().Distinct().Count();
        Assert.InRange(kept, 0, 30);
    }

    // Time stamps of files move in steps of some milliseconds, and two files made within one step cannot be told apart.
    static void WaitForAnotherTimestamp(TestDirectory directory, string name)
    {
        DateTime made = File.GetLastWriteTimeUtc(directory[name]);
        do
        {
            directory.Append("clock", ".");
        }
        while (File.GetLastWriteTimeUtc(directory["clock"]) <= made);
    }
}
