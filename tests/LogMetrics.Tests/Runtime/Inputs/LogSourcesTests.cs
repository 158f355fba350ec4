using System.Text;
using LogMetrics.Runtime;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Inputs.Decoding;
using LogMetrics.Runtime.Lines;
using LogMetrics.Runtime.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogMetrics.Tests.Runtime.Inputs;

public class LogSourcesTests
{
    static readonly Limits NeverFull = Limits.Default with { QueueCapacityBatches = 1_000_000 };

    [Fact]
    public void Once_reads_every_source_to_its_end_in_the_order_given_and_finishes()
    {
        using var directory = new TestDirectory();
        directory.Append("b.log", "1\n2");
        directory.Append("a.log", "3\n");
        directory.Append("c.log", "4\r\n");
        File.CreateSymbolicLink(directory["d.log"], directory["b.log"]);

        string[] lines = ReadOnce(
            out IReadOnlyList<SourceStatus> status, directory["b.log"], directory["*.log"], directory["a.log"]);

        Assert.Equal(["1", "2", "3", "4"], lines);
        Assert.Equal(["b.log", "a.log", "c.log"], status.Select(source => Path.GetFileName(source.Name)));
        Assert.All(status, source => Assert.Equal((SourceState.Ended, 0), (source.State, source.LagBytes)));
    }

    [Fact]
    public void Once_tells_which_sources_it_could_not_read()
    {
        using var directory = new TestDirectory();
        directory.Append("app.log", "1\n");

        string[] lines = ReadOnce(
            out IReadOnlyList<SourceStatus> status, directory["missing"], directory["*.none"], directory.Path, directory["app.log"]);

        Assert.Equal(["1"], lines);
        Assert.Equal(
            ["no such file", "no file matches", $"a folder; name its files with a quoted glob such as '{directory["*.log"]}'"],
            status.Where(source => source.State != SourceState.Ended).Select(source => source.LastError));
    }

    // The reader has a thread of its own, and a waker that the test holds: while it sleeps, it has read all there is.
    [Fact]
    public async Task Following_reads_on_each_time_it_is_woken_and_drains_when_it_is_stopped()
    {
        using var directory = new TestDirectory();
        using var stop = new CancellationTokenSource();
        using var waker = new ManualWaker();
        var time = new ManualTimeProvider();
        var queue = new LineQueue(NeverFull);
        using LogSources sources = Open(directory["*.log"], queue, waker, time);
        Task reader = Task.Run(() => sources.Run(stop.Token), TestContext.Current.CancellationToken);
        waker.WaitUntilAsleep();

        directory.Append("app.log", "1\n");
        time.Advance(TimeSpan.FromSeconds(1));
        waker.Wake();
        waker.WaitUntilAsleep();
        Assert.Equal(["1"], Take(queue));

        directory.Append("app.log", "2\nhalf");
        directory.Append("new.log", "3\n");
        await stop.CancelAsync();
        await reader;
        Assert.Equal(["2", "3", "half"], Take(queue));
        Assert.True(queue.IsFinished);
    }

    [Fact]
    public async Task When_the_engine_is_gone_reading_ends()
    {
        using var directory = new TestDirectory();
        using var waker = new ManualWaker();
        var time = new ManualTimeProvider();
        var queue = new LineQueue(NeverFull);
        using LogSources sources = Open(directory["*.log"], queue, waker, time);
        Task reader = Task.Run(() => sources.Run(CancellationToken.None), TestContext.Current.CancellationToken);
        waker.WaitUntilAsleep();

        queue.Abandon();
        directory.Append("app.log", "1\n");
        time.Advance(TimeSpan.FromSeconds(1));
        waker.Wake();
        await reader;
    }

    [Fact]
    public void A_stream_is_read_to_its_end()
    {
        var queue = new LineQueue(NeverFull);
        var text = new MemoryStream(Encoding.ASCII.GetBytes("1\n2\nhalf"));
        var events = new InputEvents(new OwnMetrics(), NullLogger.Instance);
        var decoding = new LineDecoding(new SourceOptions { Logs = ["-"] }, null, NeverFull, events, TimeProvider.System);
        using var stream = new StreamSource("-", text, queue, events, NeverFull, decoding);

        stream.ReadToEnd();

        Assert.Equal(["1", "2", "half"], Take(queue));
        Assert.Equal(new SourceStatus("-", SourceState.Ended, 8, 8, 3, null), stream.Status);
    }

    [Fact]
    public void Counters_are_by_source_up_to_a_limit()
    {
        using var directory = new TestDirectory();
        using var followed = new Followed(
            directory, new SourceOptions { Logs = ["*.log"] }, Limits.Default with { MaxLabelledSources = 2 });
        foreach (string name in new[] { "a.log", "b.log", "c.log", "d.log" })
        {
            directory.Append(name, "1\n2\n");
        }

        followed.Look();
        OwnCounter lines = followed.Own.AddCounter("logmetrics_log_lines_total", "", "source");

        Assert.Equal(3, lines.Cells.Count());
        Assert.Equal(4, lines.With("__other__").Value);
        Assert.Equal(16, followed.Own.Count("logmetrics_log_bytes_total", "source"));
    }

    static string[] ReadOnce(out IReadOnlyList<SourceStatus> status, params string[] logs)
    {
        var queue = new LineQueue(NeverFull);
        using LogSources sources = LogSources.Open(
            new SourceOptions { Logs = logs, Once = true },
            queue,
            new InputEvents(new OwnMetrics(), NullLogger.Instance),
            NeverFull,
            Waker.Every(TimeSpan.FromSeconds(1)),
            TimeProvider.System);
        sources.Run(CancellationToken.None);
        status = sources.Status();
        return Take(queue);
    }

    static LogSources Open(string glob, LineQueue queue, Waker waker, TimeProvider time) => LogSources.Open(
        new SourceOptions { Logs = [glob] },
        queue,
        new InputEvents(new OwnMetrics(), NullLogger.Instance),
        NeverFull,
        waker,
        time);

    static string[] Take(LineQueue queue)
    {
        var lines = new List<string>();
        while (queue.TryTake(out LineBatch? batch))
        {
            for (int index = 0; index < batch.Count; index++)
            {
                lines.Add(Encoding.ASCII.GetString(batch[index]));
            }

            queue.Return(batch);
        }

        return [.. lines];
    }

    sealed class ManualWaker : Waker, IDisposable
    {
        readonly SemaphoreSlim _asleep = new(0);
        readonly SemaphoreSlim _woken = new(0);

        public override void Wait(CancellationToken stop)
        {
            _asleep.Release();
            try
            {
                _woken.Wait(stop);
            }
            catch (OperationCanceledException)
            {
                // Being stopped is a reason to wake.
            }
        }

        public void Dispose()
        {
            _asleep.Dispose();
            _woken.Dispose();
        }

        internal void Wake() => _woken.Release();

        internal void WaitUntilAsleep() => _asleep.Wait();
    }
}
