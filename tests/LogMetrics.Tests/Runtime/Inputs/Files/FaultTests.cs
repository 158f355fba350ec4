using System.Diagnostics;
using System.Text;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Inputs.Files;

namespace LogMetrics.Tests.Runtime.Inputs.Files;

/// <summary>Faults of the catalogue in tests/README.md that no other class holds.</summary>
public sealed class FaultTests : IDisposable
{
    readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_writer_that_stays_with_its_renamed_file_for_a_minute_loses_nothing()
    {
        using var followed = new Followed(_directory, "app.log");
        using FileStream old = _directory.OpenForAppend("app.log");
        old.Write("first\n"u8);
        Assert.Equal(["first"], followed.Look());
        _directory.Rename("app.log", "app.log.1");
        _directory.Append("app.log", "new\n");
        Assert.Equal(["new"], followed.Look());

        for (int second = 0; second < 60; second += 20)
        {
            old.Write(Encoding.ASCII.GetBytes($"old {second}\n"));
            Assert.Equal([$"old {second}"], followed.Wait(TimeSpan.FromSeconds(20)));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(3600)]
    public void A_file_that_is_made_some_time_after_the_rotation_with_many_lines_at_once_is_read_whole(int seconds)
    {
        using var followed = new Followed(_directory, "app.log");
        _directory.Append("app.log", "first\n");
        Assert.Equal(["first"], followed.Look());

        _directory.Append("app.log", "last\n");
        _directory.Rename("app.log", "app.log.1");
        Assert.Equal(["last"], followed.Look());
        Assert.Empty(followed.Wait(TimeSpan.FromSeconds(seconds)));
        string[] lines = [.. Enumerable.Range(0, 500).Select(n => $"line {n}")];
        _directory.Append("app.log", string.Join('\n', lines) + "\n");
        Assert.Equal(lines, followed.Look());
    }

    [Theory]
    [InlineData("1\n2\n")]
    [InlineData("1\n2\nand more\n")]
    [InlineData("x\n")]
    public void A_file_that_gets_the_number_of_the_one_that_was_deleted_while_no_process_ran_is_read_whole(string text)
    {
        _directory.Append("app.log", "1\n2\n");
        using var life = new Resuming(_directory, new SourceOptions { Logs = ["app.log"], ReadFrom = ReadFrom.Beginning });
        Assert.Equal(["1", "2"], life.Look());
        life.Save();
        life.Kill();
        FileIdentity old = IdentityOf("app.log");

        _directory.Delete("app.log");
        _directory.Append("app.log", text);
        for (int others = 0; IdentityOf("app.log").Inode != old.Inode; others++)
        {
            // Somebody else got the number first; what it holds meanwhile keeps its own.
            Assert.SkipWhen(others == 1000, "this file system does not give numbers of deleted files to new ones");
            _directory.Rename("app.log", $"other{others}");
            _directory.Append("app.log", text);
        }

        Assert.SkipWhen(old.BornNanoseconds == 0, "this file system keeps no times of birth");
        life.Start();
        Assert.Equal(text.TrimEnd('\n').Split('\n'), life.Look());
    }

    [Fact]
    public void A_file_that_is_rotated_to_another_file_system_is_read_to_its_end()
    {
        using var other = new OtherFileSystem(_directory.Path);
        using var followed = new Followed(_directory, "app.log");
        _directory.Append("app.log", "1\n");
        Assert.Equal(["1"], followed.Look());

        // What mv does there: copy, then delete. The writer reopens.
        _directory.Append("app.log", "2\n");
        File.Copy(_directory["app.log"], Path.Combine(other.Path, "app.log.1"));
        _directory.Delete("app.log");
        _directory.Append("app.log", "3\n");
        Assert.Equal(["2", "3"], followed.Look());
        Assert.Empty(followed.Wait(TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public void Files_that_lie_on_another_device_after_a_restart_are_read_on()
    {
        using var other = new OtherFileSystem(_directory.Path);
        string log = Path.Combine("logs", "app.log");
        Directory.CreateDirectory(_directory["first"]);
        File.CreateSymbolicLink(_directory["logs"], _directory["first"]);
        _directory.Append(log, "1\n2\n");
        using var life = new Resuming(_directory, new SourceOptions { Logs = [log], ReadFrom = ReadFrom.Beginning });
        Assert.Equal(["1", "2"], life.Look());
        life.Save();
        life.Kill();

        // As when a volume is mounted anew: numbers of devices and files are other ones, what they hold is the same.
        File.Copy(_directory[log], Path.Combine(other.Path, "app.log"));
        Directory.Delete(_directory["logs"]);
        File.CreateSymbolicLink(_directory["logs"], other.Path);
        _directory.Append(log, "3\n");
        life.Start();
        Assert.Equal(["3"], life.Look());
    }

    [Fact]
    public void The_mark_in_front_of_a_text_in_utf8_is_no_part_of_its_first_line()
    {
        _directory.Append("app.log", "\uFEFFfirst\n\uFEFFsecond\n");
        _directory.Append("empty.log", "\uFEFF\n");
        using var sources = new RunningSources(
            new SourceOptions { Logs = [_directory["app.log"], _directory["empty.log"]], Once = true });

        Assert.Equal(["first", Encoding.Latin1.GetString("\uFEFFsecond"u8), ""], sources.TakeToEnd());
    }

    // Its lines are counted, one for each line end; what they say has to be converted before.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_text_in_utf16_breaks_nothing_and_has_as_many_lines(bool isBigEndian)
    {
        var encoding = new UnicodeEncoding(isBigEndian, byteOrderMark: true);
        _directory.Append("app.log", [.. encoding.GetPreamble(), .. encoding.GetBytes("one\ntwo\nthree\n")]);
        using var sources = new RunningSources(new SourceOptions { Logs = [_directory["app.log"]], Once = true });

        Assert.Equal(3, sources.TakeToEnd().Length);
    }

    [Fact]
    public void Bytes_that_are_overwritten_in_what_was_read_are_not_read_again()
    {
        using var followed = new Followed(_directory, "app.log");
        string[] lines = [.. Enumerable.Range(0, 1000).Select(n => $"line {n:D6}")];
        _directory.Append("app.log", string.Join('\n', lines) + "\n");
        Assert.Equal(lines, followed.Look());

        Overwrite("app.log", 100, "OVERWRITTEN");
        _directory.Append("app.log", "next\n");
        Assert.Equal(["next"], followed.Look());
        Assert.Equal(0, followed.Own.Count("logmetrics_log_truncations_total", "source"));
    }

    [Fact]
    public void When_the_bytes_that_were_read_last_are_overwritten_the_file_is_another_and_that_is_counted()
    {
        using var followed = new Followed(_directory, "app.log");
        _directory.Append("app.log", "one\ntwo\n");
        Assert.Equal(["one", "two"], followed.Look());

        Overwrite("app.log", 4, "TWO");
        _directory.Append("app.log", "three\n");
        Assert.Equal(["one", "TWO", "three"], followed.Look());
        Assert.Equal(1, followed.Own.Count("logmetrics_log_truncations_total", "source"));
    }

    // The kernel answers EIO to whoever reads the first page of a process' memory.
    [Fact]
    public void An_error_of_the_disk_is_told_and_counted_and_other_files_are_read()
    {
        Assert.SkipUnless(File.Exists("/proc/self/mem"), "there is no file that cannot be read");
        _directory.Append("app.log", "1\n");
        using var sources = new RunningSources(new SourceOptions { Logs = ["/proc/self/mem", _directory["app.log"]], Once = true });

        Assert.Equal(["1"], sources.TakeToEnd());
        Assert.Contains(sources.Status, status => status is { State: SourceState.Failing, LastError: "reading failed" });
        Assert.Equal(1, sources.Own.Count("logmetrics_log_read_errors_total", "reason"));
    }

    [Theory]
    [InlineData(nameof(FileError.InputOutput))]
    [InlineData(nameof(FileError.Stale))]
    public void A_file_that_cannot_be_read_for_a_while_is_read_on_from_where_it_was_left(string name)
    {
        FileError error = Enum.Parse<FileError>(name);
        using var followed = new Followed(_directory, "app.log");
        _directory.Append("app.log", "1\n");
        Assert.Equal(["1"], followed.Look());

        followed.Files.Refused["app.log"] = error;
        followed.Files.FailReads = error;
        _directory.Append("app.log", "2\n");
        for (int look = 0; look < 10; look++)
        {
            Assert.Empty(followed.Look());
        }

        Assert.InRange(followed.Own.Count("logmetrics_log_read_errors_total", "reason"), 1, 20);
        followed.Files.FailReads = FileError.None;
        followed.Files.Refused.Clear();
        Assert.Equal(["2"], followed.Wait(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Names_may_hold_what_names_may_hold_and_one_that_is_not_utf8_is_told()
    {
        string[] names = ["new\nline.log", "quo\"te\\.log", "esc\u001b[31m.log", "brack[et*?].log", $"{new string('x', 251)}.log"];
        using var followed = new Followed(_directory, "*.log");
        foreach (string name in names)
        {
            _directory.Append(name, $"{Array.IndexOf(names, name)}\n");
        }

        Shell("printf 'lost\\n' > bad$(printf '\\377').log");
        Assert.Equal(["0", "1", "2", "3", "4"], followed.Look().Order());
        SourceStatus bad = Assert.Single(followed.Status, status => status.State == SourceState.Failing);
        Assert.Equal("its name is not UTF-8, so it cannot be opened; rename it", bad.LastError);
        Shell("rm bad*");
    }

    // .NET cannot say a name that is not UTF-8.
    void Shell(string command)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { WorkingDirectory = _directory.Path })!;
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
    }

    void Overwrite(string name, long offset, string text)
    {
        using var file = new FileStream(_directory[name], FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        file.Position = offset;
        file.Write(Encoding.ASCII.GetBytes(text));
    }

    FileIdentity IdentityOf(string name)
    {
        Assert.Equal(FileError.None, FileSystem.OfThisSystem.Stat(_directory[name], out FileStat stat));
        return stat.Identity;
    }

    /// <summary>A folder on another file system than one that is given; where there is none, the test is skipped.</summary>
    sealed class OtherFileSystem : IDisposable
    {
        const string InMemory = "/dev/shm";

        internal OtherFileSystem(string folder)
        {
            Assert.SkipUnless(
                Directory.Exists(InMemory) && DeviceOf(InMemory) != DeviceOf(folder), "there is no other file system to write to");
            Path = System.IO.Path.Combine(InMemory, System.IO.Path.GetFileName(folder));
            Directory.CreateDirectory(Path);
        }

        internal string Path { get; }

        public void Dispose() => Directory.Delete(Path, recursive: true);

        static ulong DeviceOf(string folder)
        {
            Assert.Equal(FileError.None, FileSystem.OfThisSystem.Stat(folder, out FileStat stat));
            return stat.Identity.Device;
        }
    }
}
