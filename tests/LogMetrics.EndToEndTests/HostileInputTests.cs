using System.Diagnostics;
using System.Globalization;
using LogMetrics.EndToEndTests.Processes;

namespace LogMetrics.EndToEndTests;

/// <summary>Input that nobody writes by accident. Smaller than life, unless <c>LOGMETRICS_FULL=1</c> asks for all of it.</summary>
public sealed class HostileInputTests : IDisposable
{
    static readonly bool IsFull = Environment.GetEnvironmentVariable("LOGMETRICS_FULL") == "1";

    readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task A_million_label_values_are_bounded_and_their_sum_is_exact()
    {
        const int Count = 1_000_000;
        string program = _workspace.Write("ids.mtail", "counter ids_total by id\n/^(?P<id>\\S+)$/ { ids_total[$id]++ }\n");
        await File.WriteAllLinesAsync(
            _workspace["ids.log"],
            Enumerable.Range(0, Count).Select(id => string.Create(CultureInfo.InvariantCulture, $"id-{id}")),
            TestContext.Current.CancellationToken);
        await using Exporter exporter = await Exporter.ServeAsync(
            "--programs", program, "--logs", _workspace["ids.log"], "--read-from", "beginning");
        await Eventually.Equal(
            "1e+06",
            () => exporter.SampleAsync("logmetrics_program_lines_total{program=\"ids.mtail\"}"));

        long start = Stopwatch.GetTimestamp();
        string page = await exporter.GetAsync("/metrics");
        TimeSpan time = Stopwatch.GetElapsedTime(start);

        string[] series = [.. page.Split('\n').Where(line => line.StartsWith("ids_total{", StringComparison.Ordinal))];
        Assert.Equal(Count, series.Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture)));
        Assert.Equal(10_001, series.Length);
        Assert.Contains("ids_total{id=\"__other__\"} 990000", page, StringComparison.Ordinal);
        Assert.InRange(time, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        double resident = double.Parse(
            (await exporter.SampleAsync("process_resident_memory_bytes"))!, CultureInfo.InvariantCulture);
        Assert.InRange(resident, 1, 200.0 * 1024 * 1024);
        TestContext.Current.TestOutputHelper?.WriteLine($"scrape {time.TotalMilliseconds:F0} ms, resident {resident / 1048576:F0} MiB");
    }

    [Fact]
    public async Task Random_bytes_break_nothing_and_every_line_is_counted()
    {
        int seed = Environment.TickCount;
        var random = new Random(seed);
        string program = _workspace.Write(
            "any.mtail",
            "counter lines_total\ncounter words_total by word\n/^/ { lines_total++ }\n/(?P<word>[\\x80-\\x{10FFFF}a-f]+).*(?P<n>\\d+)/ { words_total[$word] += $n }\n");
        int count = IsFull ? 10_000_000 : 100_000;
        using (var file = new BufferedStream(File.Create(_workspace["random.log"]), 1 << 20))
        {
            byte[] line = new byte[400];
            for (int written = 0; written < count; written++)
            {
                Span<byte> bytes = line.AsSpan(0, random.Next(400));
                random.NextBytes(bytes);
                bytes.Replace((byte)'\n', (byte)' ');

                // Nothing but NUL bytes at the start of a file is a hole, and no line.
                file.Write("x"u8);
                file.Write(bytes);
                file.WriteByte((byte)'\n');
            }
        }

        Ended ended = await Exporter.RunAsync("once", "--programs", program, "--logs", _workspace["random.log"]);

        Assert.True(ended.ExitCode == 0, $"seed {seed}: {ended.Error}");
        string total = Assert.Single(ended.Output.Split('\n'), line => line.StartsWith("lines_total ", StringComparison.Ordinal));
        Assert.Equal(count, double.Parse(total.Split(' ')[1], CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_line_that_never_ends_comes_by_a_pipe_and_the_next_one_is_counted()
    {
        long bytes = (IsFull ? 10L : 1L) * 1024 * 1024 * 1024;
        string program = _workspace.Write("lines.mtail", "counter lines_total\n/^/ { lines_total++ }\n");
        Ended ended = await RunningProcess.RunAsync(
            "/bin/sh",
            [
                "-c",
                $"(head -c {bytes.ToString(CultureInfo.InvariantCulture)} /dev/zero | tr '\\0' x; printf '\\nnext\\n') | \"$0\" once --programs \"$1\" --logs - --stats",
                Exporter.Binary,
                program,
            ]);

        Assert.Contains("lines_total 2\n", ended.Output, StringComparison.Ordinal);
        Assert.Contains($"\"bytes\":{bytes + 6}", ended.Error, StringComparison.Ordinal);
    }
}
