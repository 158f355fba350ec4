using System.Globalization;
using LogMetrics.EndToEndTests.Processes;

namespace LogMetrics.EndToEndTests;

/// <summary>Every shipped program over its sample log, by mtail itself and by <c>logmetrics mtail</c>: the same output, byte
/// for byte, in both formats.</summary>
/// <remarks>Known differences, taken out before the comparison: <c>help</c> and <c>unit</c> of our declarations, which mtail
/// does not know; in JSON the time of what was changed now, which no two processes share, and hidden metrics, which the newest
/// mtail lists there and the one that Debian ships does not.</remarks>
public sealed class MtailDifferenceTests : IDisposable
{
    readonly Workspace _workspace = new();

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (string program in Directory.EnumerateFiles(Repository.Programs, "*.mtail").Order(StringComparer.Ordinal))
            {
                // mtail knows no grok patterns.
                if (File.ReadAllText(program).Contains("/ %{", StringComparison.Ordinal))
                {
                    continue;
                }

                cases.Add(Path.GetFileNameWithoutExtension(program), "prometheus");
                cases.Add(Path.GetFileNameWithoutExtension(program), "json");
            }

            return cases;
        }
    }

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_output_is_mtails(string name, string format)
    {
        Assert.SkipUnless(Tools.Mtail.IsInstalled, "mtail is not installed");
        string text = await File.ReadAllTextAsync(Path.Combine(Repository.Programs, name + ".mtail"), TestContext.Current.CancellationToken);
        string program = _workspace.Write(name + ".mtail", WithoutAdditions(text));
        string[] arguments =
        [
            "-one_shot", "-one_shot_format", format, "-progs", program, "-logs", Path.Combine(Repository.ProgramLogs, name + ".log"),
        ];
        long start = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1_000_000;
        Ended theirs = await RunningProcess.RunAsync(Tools.Mtail.Path, ["-port=0", "-address=127.0.0.1", .. arguments]);
        Ended ours = await Exporter.RunAsync(["mtail", .. arguments]);
        Assert.Equal(Comparable(theirs.Output, start), Comparable(ours.Output, start));
        Assert.Equal(theirs.ExitCode, ours.ExitCode);
    }

    static string WithoutAdditions(string program)
    {
        var lines = new List<string>();
        foreach (string line in program.Split('\n'))
        {
            string rest = line;
            foreach (string word in new[] { " help \"", " unit \"" })
            {
                bool declares = rest.StartsWith("counter ", StringComparison.Ordinal) || rest.StartsWith("gauge ", StringComparison.Ordinal)
                    || rest.StartsWith("histogram ", StringComparison.Ordinal) || rest.StartsWith("  ", StringComparison.Ordinal);
                int at = declares ? rest.IndexOf(word, StringComparison.Ordinal) : -1;
                if (at >= 0)
                {
                    int end = rest.IndexOf('"', at + word.Length);
                    rest = rest[..at] + rest[(end + 1)..];
                }
            }

            lines.Add(rest);
        }

        return string.Join('\n', lines);
    }

    static string Comparable(string output, long start) => WithoutHidden(WithoutPresentTimes(output, start));

    // In JSON each metric is a block of lines that ends with the bracket of its level.
    static string WithoutHidden(string output)
    {
        IEnumerable<string> blocks = output.Replace("\n  ],\n", "\n  ]\n", StringComparison.Ordinal).Split("\n  ]\n");
        return string.Join("\n", blocks.Where(block => !block.Contains("\"Hidden\": true", StringComparison.Ordinal)))
            .TrimStart('{', '\n');
    }

    static string WithoutPresentTimes(string output, long start)
    {
        const string Key = "\"Time\": ";
        IEnumerable<string> lines = output.Split('\n').Select(line =>
        {
            int at = line.IndexOf(Key, StringComparison.Ordinal);
            bool isPresent = at >= 0 && long.Parse(line.AsSpan(at + Key.Length).TrimEnd(','), CultureInfo.InvariantCulture) >= start;
            return isPresent ? line[..at] + Key + "now" : line;
        });
        return string.Join('\n', lines);
    }
}
