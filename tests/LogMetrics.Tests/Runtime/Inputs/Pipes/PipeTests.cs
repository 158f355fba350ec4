using System.Diagnostics;
using LogMetrics.Runtime.Inputs;

namespace LogMetrics.Tests.Runtime.Inputs.Pipes;

public class PipeTests
{
    [Fact]
    public void Writers_of_a_pipe_come_and_go_and_what_each_begun_last_is_a_line()
    {
        using var directory = new TestDirectory();
        MakePipe(directory["p"]);
        using var sources = new RunningSources(directory["p"]);

        File.WriteAllText(directory["p"], "1\n2");
        Assert.Equal(["1", "2"], sources.Take(2));
        File.WriteAllText(directory["p"], "3\n");
        Assert.Equal(["3"], sources.Take(1));
        Assert.Equal(SourceState.Following, sources.Status[0].State);
    }

    [Fact]
    public void A_pipe_is_read_to_its_last_byte_when_reading_stops()
    {
        using var directory = new TestDirectory();
        MakePipe(directory["p"]);
        using var sources = new RunningSources(directory["p"]);
        using FileStream writer = File.OpenWrite(directory["p"]);
        writer.Write("1\n"u8);
        writer.Flush();
        Assert.Equal(["1"], sources.Take(1));

        writer.Write("2\nhalf"u8);
        writer.Flush();
        Assert.Equal(["2", "half"], sources.Stop());
    }

    [Fact]
    public void Once_reads_a_pipe_until_its_writer_is_gone()
    {
        using var directory = new TestDirectory();
        MakePipe(directory["p"]);
        directory.Append("app.log", "0\n");
        using var sources = new RunningSources(
            new SourceOptions { Logs = [directory["app.log"], directory["p"], directory["app.log"]], Once = true });

        File.WriteAllText(directory["p"], "1\n2");

        Assert.Equal(["0", "1", "2"], sources.TakeToEnd());
    }

    [Fact]
    public void Another_pipe_in_its_place_is_read()
    {
        using var directory = new TestDirectory();
        MakePipe(directory["p"]);
        using var sources = new RunningSources(directory["p"]);
        File.WriteAllText(directory["p"], "1\n");
        Assert.Equal(["1"], sources.Take(1));

        directory.Delete("p");
        MakePipe(directory["p"]);
        File.WriteAllText(directory["p"], "2\n");

        Assert.Equal(["2"], sources.Take(1));
    }

    [Fact]
    public void A_pipe_that_a_glob_finds_is_left_alone()
    {
        using var directory = new TestDirectory();
        MakePipe(directory["p.log"]);
        directory.Append("app.log", "1\n");
        using var sources = new RunningSources(new SourceOptions { Logs = [directory["*.log"]], ReadFrom = ReadFrom.Beginning });

        Assert.Equal(["1"], sources.Take(1));
    }

    static void MakePipe(string path)
    {
        using Process process = Process.Start("mkfifo", [path]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
