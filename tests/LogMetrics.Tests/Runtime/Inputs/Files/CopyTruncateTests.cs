using System.Globalization;
using System.Text;
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
    [InlineData("app.log")]
    [InlineData("app.log*")]
    public async Task What_is_in_the_log_or_in_a_copy_is_read_once(string glob)
    {
        using var directory = new TestDirectory();
        using var sources = new RunningSources(new SourceOptions { Logs = [directory[glob]], PollInterval = TimeSpan.FromMilliseconds(250) });
        await sources.Opened;

        using (var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(5)))
        {
            int number = 0;
            for (int tick = 1; tick <= (Rotations + 1) * TicksPerRotation; tick++)
            {
                directory.Append("app.log", Lines(ref number));
                if (tick % TicksPerRotation == 0 && tick / TicksPerRotation <= Rotations)
                {
                    directory.Copy("app.log", $"app.log.{tick / TicksPerRotation}");
                    directory.Append("app.log", Lines(ref number));
                    directory.Truncate("app.log");
                }

                await pace.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            }
        }

        var left = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(directory.Path))
        {
            left.UnionWith(await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken));
        }

        // What was read of the log before it was emptied may also be in no file any more.
        string[] read = sources.Stop();
        Assert.Equal(read.Length, read.Distinct().Count());
        Assert.Empty(left.Except(read));
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
