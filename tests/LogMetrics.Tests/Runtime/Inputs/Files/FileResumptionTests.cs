using System.IO.Compression;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Inputs.Decoding;

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
