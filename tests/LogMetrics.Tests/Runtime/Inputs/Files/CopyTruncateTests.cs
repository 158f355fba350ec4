using System.Globalization;
using System.Text;
using LogMetrics.Runtime;
using LogMetrics.Runtime.Inputs;

namespace LogMetrics.Tests.Runtime.Inputs.Files;

/// <summary>A log that is copied and emptied under a busy writer, in real time.</summary>
public class CopyTruncateTests
{
    const int Rotations = 20;
    const int TicksPerRotation = 40;
    const int LinesPerTick = 100;

    // 20,000 lines a second: a hundred every five milliseconds. What the writer adds between the copy and the truncation is
    // in neither, and nobody can have it.
    [Theory]
    [InlineData("app.log", true)]
    [InlineData("app.log*", true)]
    [InlineData("app.log", false)]
    [InlineData("app.log*", false)]
    public async Task What_is_in_the_log_or_in_a_copy_is_read_once(string glob, bool writerAppends)
    {
        using var directory = new TestDirectory();
        using var sources = new RunningSources(new SourceOptions { Logs = [directory[glob]], PollInterval = TimeSpan.FromMilliseconds(250) });
        await sources.Opened;

        // A writer that does not append goes on at its own offset, and leaves a hole in front of that.
        using var writer = new FileStream(
            directory["app.log"],
            writerAppends ? FileMode.Append : FileMode.Create,
            FileAccess.Write,
            FileShare.ReadWrite | FileShare.Delete,
            bufferSize: 0);

        using (var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(5)))
        {
            int number = 0;
            for (int tick = 1; tick <= (Rotations + 1) * TicksPerRotation; tick++)
            {
                writer.Write(Lines(ref number));
                if (tick % TicksPerRotation == 0 && tick / TicksPerRotation <= Rotations)
                {
                    directory.Copy("app.log", $"app.log.{tick / TicksPerRotation}");
                    writer.Write(Lines(ref number));
                    directory.Truncate("app.log");
                }

                await pace.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            }
        }

        var left = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(directory.Path))
        {
            string[] lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
            left.UnionWith(lines.Select(line => line.TrimStart('\0')));
        }

        // What was read of the log before it was emptied may also be in no file any more.
        string[] read = sources.Stop();
        Assert.Equal(read.Length, read.Distinct().Count());
        Assert.Empty(left.Except(read));
    }

    // The log was emptied after it was read, and before that is noticed somebody begins to copy what it holds now.
    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 7)]
    [InlineData(false, 0)]
    [InlineData(false, 1500)]
    public void A_copy_that_is_being_made_of_an_emptied_log_is_no_copy_of_what_the_log_held_before(bool writerAppends, int seen)
    {
        using var directory = new TestDirectory();
        using var followed = new Followed(directory, "app.log*");
        using var writer = new FileStream(
            directory["app.log"],
            writerAppends ? FileMode.Append : FileMode.Create,
            FileAccess.Write,
            FileShare.ReadWrite | FileShare.Delete,
            bufferSize: 0);
        int number = 0;
        writer.Write(Lines(ref number));
        Assert.Equal(LinesPerTick, followed.Look().Length);

        directory.Truncate("app.log");
        writer.Write("one\ntwo\nthree\n"u8);
        byte[] copied = File.ReadAllBytes(directory["app.log"]);
        directory.Append("app.log.1", copied.AsSpan(0, seen));
        Assert.Equal(["one", "two", "three"], followed.Look());

        directory.Append("app.log.1", copied.AsSpan(seen));
        Assert.Empty(followed.Look());
        directory.Truncate("app.log");
        writer.Write("four\n"u8);
        Assert.Equal(["four"], followed.Look());
    }

    // It is emptied again after one has looked for copies of what it held, and before what it holds is read.
    [Theory]
    [InlineData("app.log")]
    [InlineData("app.log*")]
    public void A_log_that_is_copied_and_emptied_between_looking_for_copies_and_reading_is_read_from_the_copy(string glob)
    {
        using var directory = new TestDirectory();
        var files = new FailingFileSystem();
        using var followed = new Followed(directory, new SourceOptions { Logs = [glob] }, Limits.Default, files: files);
        directory.Append("app.log", "one\n");
        Assert.Equal(["one"], followed.Look());

        CopyTruncate(1, "two\n");
        files.BeforeRead = count =>
        {
            if (count == Limits.Default.ReadBufferBytes)
            {
                files.BeforeRead = null;
                CopyTruncate(2, "three\n");
            }
        };
        Assert.Equal(["three", "two"], followed.Look().Concat(followed.Look()).Order(StringComparer.Ordinal));
        Assert.Null(files.BeforeRead);

        void CopyTruncate(int number, string next)
        {
            directory.Copy("app.log", $"app.log.{number}");
            directory.Truncate("app.log");
            directory.Append("app.log", next);
        }
    }

    // A log that is new is looked at, and before anything of it was read it is copied and emptied.
    [Theory]
    [InlineData("app.log", "")]
    [InlineData("app.log", "four\nfive\nsix\n")]
    [InlineData("app.log*", "four\nfive\nsix\n")]
    public void A_new_log_that_is_copied_and_emptied_before_it_was_ever_read_is_read_from_the_copy(string glob, string next)
    {
        using var directory = new TestDirectory();
        var files = new FailingFileSystem();
        using var followed = new Followed(directory, new SourceOptions { Logs = [glob] }, Limits.Default, files: files);
        directory.Append("app.log", "one\n");
        Assert.Equal(["one"], followed.Look());

        directory.Rename("app.log", "app.log.1");
        directory.Append("app.log", "two\nthree\n");
        files.BeforeRead = count =>
        {
            if (count == Limits.Default.ReadBufferBytes)
            {
                files.BeforeRead = null;
                directory.Copy("app.log", "app.log.2");
                directory.Truncate("app.log");
                directory.Append("app.log", next);
            }
        };
        string[] lines = [.. followed.Look(), .. followed.Look()];
        directory.Append("app.log", "last\n");
        Assert.Equal(
            ["five", "four", "last", "six", "three", "two"],
            lines.Concat(followed.Look()).Concat(next.Length > 0 ? [] : ["four", "five", "six"]).Order(StringComparer.Ordinal));
        Assert.Null(files.BeforeRead);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_left_of_an_emptied_log_is_read_in_the_copy_also_behind_a_link(bool isSymbolic)
    {
        using var directory = new TestDirectory();
        Directory.CreateDirectory(directory["logs"]);
        using var followed = new Followed(directory, "*.log", "logs/*.log");
        directory.Append("logs/app.log", "one\n");
        if (isSymbolic)
        {
            File.CreateSymbolicLink(directory["link.log"], directory["logs/app.log"]);
        }
        else
        {
            TestDirectory.AddName(directory["logs/app.log"], directory["link.log"]);
        }

        Assert.Equal(["one"], followed.Look());
        for (int copy = 1; copy < 4; copy++)
        {
            directory.Append("logs/app.log", $"old {copy}\n");
            directory.Copy("logs/app.log", $"logs/app.log.{copy}");
            directory.Truncate("logs/app.log");
            directory.Append("logs/app.log", $"new {copy}\n");
            Assert.Equal([$"old {copy}", $"new {copy}"], followed.Look());
        }

        Assert.Empty(followed.Wait(TimeSpan.FromSeconds(60)));
    }

    static byte[] Lines(ref int number)
    {
        var text = new StringBuilder();
        for (int line = 0; line < LinesPerTick; line++)
        {
            text.Append(CultureInfo.InvariantCulture, $"line {number++:D8} of a log that is copied and emptied\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
