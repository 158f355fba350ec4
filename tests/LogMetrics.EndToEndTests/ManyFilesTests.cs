using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using LogMetrics.EndToEndTests.Processes;

namespace LogMetrics.EndToEndTests;

/// <summary>More files than one looks after by hand. Smaller than life, unless <c>LOGMETRICS_FULL=1</c> asks for all of it.</summary>
public sealed class ManyFilesTests : IDisposable
{
    const int Fewest = 64;

    static readonly bool IsFull = Environment.GetEnvironmentVariable("LOGMETRICS_FULL") == "1";

    readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    // Of a thousand files each gets three lines every second, and is rotated every ten; the fourth rotated file is deleted. With
    // few descriptors, most of the files are closed when they are rotated.
    [Theory]
    [InlineData(0)]
    [InlineData(256)]
    [InlineData(Fewest)]
    public async Task Every_line_of_many_files_that_are_rotated_again_and_again_counts_once(int descriptors)
    {
        int files = IsFull ? 1000 : 100;
        int ticks = IsFull ? 6000 : 250;
        Directory.CreateDirectory(_workspace["logs"]);
        var logs = new FileStream[files];
        for (int file = 0; file < files; file++)
        {
            logs[file] = Open(file);
        }

        await using Exporter exporter = await ServeAsync(descriptors);
        double cpuBefore = await NumberAsync(exporter, "process_cpu_seconds_total");
        long start = Stopwatch.GetTimestamp();
        long lines = 0;
        int rotations = 0;
        using (var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100)))
        {
            for (int tick = 0; tick < ticks; tick++)
            {
                for (int file = tick % 10; file < files; file += 10)
                {
                    Write(logs[file], count: 3);
                }

                for (int file = tick % 100; file < files; file += 100)
                {
                    Shift(file);
                    Write(logs[file], count: 1);
                    await logs[file].DisposeAsync();
                    logs[file] = Open(file);
                    rotations++;
                }

                await pace.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            }
        }

        TimeSpan time = Stopwatch.GetElapsedTime(start);
        double cpu = (await NumberAsync(exporter, "process_cpu_seconds_total") - cpuBefore) / time.TotalSeconds;
        await Eventually.True(
            async () => await NumberAsync(exporter, "lines_total") >= lines,
            () => $"not all of {lines} lines were counted");
        double resident = await NumberAsync(exporter, "process_resident_memory_bytes") / (1024 * 1024);
        foreach (FileStream log in logs)
        {
            await log.DisposeAsync();
        }

        Assert.Equal(lines, await NumberAsync(exporter, "lines_total"));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{files} files, {rotations} rotations, {lines} lines in {time.TotalSeconds:F0} s: {cpu:P1} of a core, {resident:F0} MiB"));

        void Write(FileStream log, int count)
        {
            var text = new StringBuilder();
            for (int line = 0; line < count; line++)
            {
                text.Append(CultureInfo.InvariantCulture, $"line {lines++}\n");
            }

            log.Write(Encoding.ASCII.GetBytes(text.ToString()));
        }
    }

    [Fact]
    public async Task With_too_few_descriptors_it_says_how_many_it_needs()
    {
        Ended ended = await RunningProcess.RunAsync(
            "/bin/sh", [.. Exporter.WithDescriptors(60)[1..], Exporter.Binary, "run", "--listen", "127.0.0.1:0", .. Arguments()]);
        Assert.Equal(3, ended.ExitCode);
        Assert.Contains($"it may have 60 files open at once, and needs {Fewest}", ended.Error, StringComparison.Ordinal);
    }

    // A library that cannot be loaded then would be the end of the process.
    [Fact]
    public async Task With_the_fewest_descriptors_it_outlives_more_clients_than_it_has_descriptors()
    {
        Directory.CreateDirectory(_workspace["logs"]);
        await using Exporter exporter = await ServeAsync(Fewest);
        var clients = new List<TcpClient>();
        for (int client = 0; client < 200; client++)
        {
            clients.Add(new TcpClient());
            await clients[^1].ConnectAsync(IPAddress.Loopback, exporter.Client.BaseAddress!.Port, TestContext.Current.CancellationToken);
        }

        clients.ForEach(client => client.Dispose());
        await File.WriteAllTextAsync(_workspace["logs/a.log"], "line 1\n", TestContext.Current.CancellationToken);
        await Eventually.Equal("1", () => exporter.SampleAsync("lines_total"));
    }

    [Fact]
    public async Task A_soft_limit_is_no_obstacle_because_the_runtime_raises_it()
    {
        Directory.CreateDirectory(_workspace["logs"]);
        await File.WriteAllTextAsync(_workspace["logs/a.log"], "line 1\n", TestContext.Current.CancellationToken);
        await using Exporter exporter = await Exporter.StartThroughAsync(
            ["/bin/sh", "-c", "ulimit -S -n 64; exec \"$@\"", "sh"], ["run", "--listen", "127.0.0.1:0", .. Arguments()]);
        await Eventually.Equal("1", () => exporter.SampleAsync("lines_total"));
    }

    Task<Exporter> ServeAsync(int descriptors) => descriptors == 0
        ? Exporter.ServeAsync(Arguments())
        : Exporter.StartThroughAsync(Exporter.WithDescriptors(descriptors), ["run", "--listen", "127.0.0.1:0", .. Arguments()]);

    string[] Arguments() =>
    [
        "--programs", _workspace.Write("lines.mtail", "counter lines_total\n/^line \\d+$/ { lines_total++ }\n"),
        "--logs", _workspace["logs/*.log"],
        "--read-from", "beginning",
    ];

    static async Task<double> NumberAsync(Exporter exporter, string series) =>
        double.Parse(await exporter.SampleAsync(series) ?? "0", CultureInfo.InvariantCulture);

    FileStream Open(int file) =>
        new(PathOf(file), FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    string PathOf(int file) => _workspace[$"logs/{file}.log"];

    void Shift(int file)
    {
        string path = PathOf(file);
        for (int number = 3; number >= 1; number--)
        {
            if (File.Exists($"{path}.{number}"))
            {
                File.Move($"{path}.{number}", $"{path}.{number + 1}", overwrite: true);
            }
        }

        File.Move(path, $"{path}.1");
    }
}
