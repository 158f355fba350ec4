using System.Globalization;
using System.Text;
using LogMetrics.EndToEndTests.Processes;

namespace LogMetrics.EndToEndTests;

/// <summary>Faults of the catalogue in tests/README.md that take a whole process, or a system of its own.</summary>
public sealed class ProcessFaultTests : IDisposable
{
    const string Count = "counter lines_total\n/./ { lines_total++ }\n";

    // A backlog of gigabytes and minutes of load, or what fits between two other tests.
    static readonly bool IsFull = Environment.GetEnvironmentVariable("LOGMETRICS_FULL") == "1";

    readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task A_process_that_stands_still_while_its_log_is_rotated_counts_everything_when_it_goes_on()
    {
        await using Exporter exporter = await ServeAsync();
        _workspace.Append("app.log", "x\n");
        await LinesAreAsync(exporter, 1);

        exporter.Process.Suspend();
        for (int rotation = 0; rotation < 5; rotation++)
        {
            for (int number = rotation; number > 0; number--)
            {
                File.Move(_workspace[$"app.log.{number}"], _workspace[$"app.log.{number + 1}"]);
            }

            _workspace.Append("app.log", $"second {rotation}\nthird {rotation}\n");
            File.Move(_workspace["app.log"], _workspace["app.log.1"]);
            _workspace.Append("app.log", $"first {rotation}\n");
        }

        exporter.Process.Resume();
        await LinesAreAsync(exporter, 16);
    }

    [Fact]
    public async Task A_process_that_is_killed_whenever_it_has_started_neither_drifts_nor_keeps_more_and_more()
    {
        int lines = 0;
        for (int start = 0; start < (IsFull ? 100 : 10); start++)
        {
            await using Exporter exporter = await ServeAsync("--state-dir", _workspace["state"]);
            _workspace.Append("app.log", "x\n");
            lines++;
            if (start % 3 == 0)
            {
                await LinesAreAsync(exporter, lines);
            }

            await exporter.Process.KillAsync();
            Assert.InRange(Directory.GetFiles(_workspace["state"], "state*").Length, 0, 3);
            Assert.InRange(Directory.GetFiles(_workspace["state"]).Sum(file => new FileInfo(file).Length), 0, 128 * 1024);
        }

        await using Exporter last = await ServeAsync("--state-dir", _workspace["state"]);
        await LinesAreAsync(last, lines);
    }

    // The limit is one of the user's, whom many pods share.
    [Fact]
    public async Task Where_no_inotify_instance_is_left_nothing_is_different_because_none_is_used()
    {
        Assert.SkipUnless(Tools.Unshare.IsInstalled, "unshare is not installed");
        const string NoInstances = "echo 0 > /proc/sys/user/max_inotify_instances && exec \"$@\"";
        string[] through = [Tools.Unshare.Path, "--user", "--map-root-user", "sh", "-c", NoInstances, "sh"];
        Ended probe = await RunningProcess.RunAsync(through[0], [.. through[1..], "true"]);
        Assert.SkipWhen(probe.ExitCode != 0, $"no user namespace can be made here: {probe.Error}");

        await using Exporter exporter = await ServeThroughAsync(through);
        _workspace.Append("app.log", "x\n");
        await LinesAreAsync(exporter, 1);
        Assert.DoesNotContain("anon_inode:inotify", exporter.Process.OpenFiles);
        _workspace.Write("programs/b.mtail", "counter more_total\n/./ { more_total++ }\n");
        exporter.Process.Signal(System.Runtime.InteropServices.PosixSignal.SIGHUP);
        await Eventually.Equal("0", () => exporter.SampleAsync("more_total"));
    }

    // Nobody is notified when the lower layer of an overlay changes, as when another machine writes to a file server.
    [Fact]
    public async Task On_a_file_system_that_notifies_nobody_lines_are_counted()
    {
        Assert.SkipUnless(
            Environment.IsPrivilegedProcess && Tools.Unshare.IsInstalled, "needs root and unshare, to mount an overlay");
        Directory.CreateDirectory(_workspace["lower/a"]);
        Directory.CreateDirectory(_workspace["lower/b"]);
        Directory.CreateDirectory(_workspace["overlay"]);
        _workspace.Append("lower/a/app.log", "");
        string mount = $"mount -t overlay none -o lowerdir={_workspace["lower/a"]}:{_workspace["lower/b"]} {_workspace["overlay"]}";
        string[] through = [Tools.Unshare.Path, "--mount", "sh", "-c", $"{mount} && exec \"$@\"", "sh"];
        Ended probe = await RunningProcess.RunAsync(through[0], [.. through[1..], "true"]);
        Assert.SkipWhen(probe.ExitCode != 0, $"no overlay can be mounted here: {probe.Error}");

        await using Exporter exporter = await ServeThroughAsync(through, _workspace["overlay/app.log"]);
        for (int line = 1; line <= 3; line++)
        {
            _workspace.Append("lower/a/app.log", "x\n");
            await LinesAreAsync(exporter, line);
        }
    }

    [Fact]
    public async Task Lines_that_are_torn_on_a_full_disk_are_what_the_file_says_and_the_complete_ones_count()
    {
        await using SmallDisk disk = await SmallDisk.MountAsync(_workspace["disk"], kilobytes: 512);
        await File.WriteAllTextAsync(disk["app.log"], "", TestContext.Current.CancellationToken);
        await using Exporter exporter = await ServeThroughAsync(disk.Entrance, _workspace["disk/app.log"]);
        byte[] line = Encoding.ASCII.GetBytes($"{new string('x', 98)}\n");
        int refused = 0;
        for (int round = 0; round < 3; round++)
        {
            // Each time there is some more room.
            await using (FileStream filler = File.Create(disk["filler"]))
            {
                filler.Write(new byte[100 * 1024 * (3 - round)]);
            }

            await using var log = new FileStream(disk["app.log"], FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            for (int written = 0; written < 2000 && refused <= 5 * (round + 1); written++)
            {
                try
                {
                    log.Write(line);
                }
                catch (IOException)
                {
                    refused++;
                }
            }
        }

        Assert.NotEqual(0, refused);
        byte[] all = await File.ReadAllBytesAsync(disk["app.log"], TestContext.Current.CancellationToken);
        Assert.Contains(Encoding.ASCII.GetString(all).Split('\n'), text => text.Length is > 98 or (> 0 and < 98));
        await LinesAreAsync(exporter, all.Count(letter => letter == '\n'));
    }

    [Fact]
    public async Task A_log_that_is_written_faster_than_it_is_read_is_counted_whole_in_memory_that_does_not_grow()
    {
        // A program that takes its time with each line.
        string slow = string.Concat(Enumerable.Range(0, 200).Select(n => $"/x{n % 10}.*(?P<rest>\\d+)$/ {{ slow_total[$rest]++ }}\n"));
        _workspace.Write("programs/slow.mtail", "counter slow_total by rest\n" + slow);
        await using Exporter exporter = await ServeAsync();
        await Eventually.Equal("0", () => exporter.SampleAsync("lines_total"));
        long written = 0;
        double mostLag = 0;
        double mostMemory = 0;
        long end = Environment.TickCount64 + 600_000;
        for (int round = 0; IsFull ? Environment.TickCount64 < end : written < 400_000; round++)
        {
            // Each file has its own text: one that nobody saw, and that says the same as another, would be a copy.
            byte[] block = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 1000).Select(n =>
                string.Create(CultureInfo.InvariantCulture, $"x{n % 10} text of {round:D6} that is as long as lines are {new string('y', 40)} {n % 7}\n"))));
            await using (var log = new FileStream(_workspace["app.log"], FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0))
            {
                for (int count = 0; count < 50; count++)
                {
                    log.Write(block);
                    written += 1000;
                }
            }

            if (round % 4 == 3)
            {
                File.Move(_workspace["app.log"], _workspace[$"app.log.{round}"]);
            }

            mostLag = Math.Max(mostLag, await NumberAsync(exporter, $"logmetrics_source_lag_bytes{{source=\"{_workspace["app.log"]}\"}}"));
            mostMemory = Math.Max(mostMemory, exporter.Process.ResidentBytes);
        }

        await Eventually.True(
            async () => await NumberAsync(exporter, "lines_total") >= written,
            () => $"of {written}: {exporter.Process.Error}",
            patience: TimeSpan.FromMinutes(IsFull ? 60 : 3));
        Assert.Equal(written, await NumberAsync(exporter, "lines_total"));
        Assert.InRange(mostMemory, 1, 250.0 * 1024 * 1024);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{written} lines; behind by {mostLag / 1048576:F0} MiB at most, resident {mostMemory / 1048576:F0} MiB at most");
    }

    // Beyond the two gigabytes that a signed number of 32 bits can say; a hole takes no room on the disk.
    [Fact]
    public async Task A_backlog_of_gigabytes_is_counted_from_its_first_byte_also_when_it_is_rotated_meanwhile()
    {
        const long HoleBytes = 2_200_000_000;
        byte[] block = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat($"{new string('x', 99)}\n", 10_000)));
        int blocks = IsFull ? 2_200 : 20;
        using (var log = new FileStream(_workspace["app.log"], FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0))
        {
            for (int count = 0; count < blocks; count++)
            {
                log.Write(block);
            }

            log.SetLength(log.Length + (IsFull ? 0 : HoleBytes));
            log.Seek(0, SeekOrigin.End);
            log.Write("behind it\n"u8);
        }

        await using Exporter exporter = await ServeAsync("--state-dir", _workspace["state"]);
        File.Move(_workspace["app.log"], _workspace["app.log.1"]);
        _workspace.Append("app.log", "x\n");
        await Eventually.True(
            async () => await NumberAsync(exporter, "lines_total") >= (10_000L * blocks) + 2,
            () => exporter.Process.Error,
            patience: TimeSpan.FromMinutes(10));
        Assert.Equal((10_000L * blocks) + 2, await NumberAsync(exporter, "lines_total"));
    }

    static async Task<double> NumberAsync(Exporter exporter, string series) =>
        double.Parse(await exporter.SampleAsync(series) ?? "0", CultureInfo.InvariantCulture);

    static Task LinesAreAsync(Exporter exporter, int count) =>
        Eventually.Equal(count.ToString(CultureInfo.InvariantCulture), () => exporter.SampleAsync("lines_total"));

    Task<Exporter> ServeAsync(params string[] more) => ServeThroughAsync([], _workspace["app.log"], more);

    Task<Exporter> ServeThroughAsync(string[] through, string? log = null, params string[] more)
    {
        _workspace.Write("programs/count.mtail", Count);
        return Exporter.StartThroughAsync(
            through,
            [
                "run", "--listen", "127.0.0.1:0", "--poll-interval", "20ms", "--programs", _workspace["programs"],
                "--logs", log ?? _workspace["app.log"], "--read-from", "beginning", .. more,
            ]);
    }
}
