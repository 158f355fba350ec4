using System.Net;
using System.Net.Sockets;
using System.Text;
using LogMetrics.Runtime;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Lines;
using LogMetrics.Runtime.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogMetrics.Tests.Runtime.Inputs;

/// <summary>Sources that read on threads of their own, as in the process; the test takes what they put into the queue.</summary>
sealed class RunningSources : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly CancellationTokenSource _stop = new();
    readonly LineQueue _queue;
    readonly LogSources _sources;
    readonly Task _reader;

    internal RunningSources(SourceOptions options, Limits? limits = null)
    {
        // There is no engine: a test takes lines when it is ready for them.
        limits = (limits ?? Limits.Default) with { QueueCapacityBatches = 1_000_000 };
        _queue = new LineQueue(limits);
        _sources = LogSources.Open(
            options,
            _queue,
            new InputEvents(Own, NullLogger.Instance),
            limits,
            Waker.Every(options.PollInterval),
            TimeProvider.System);
        _reader = Task.Factory.StartNew(
            () => _sources.Run(_stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    internal RunningSources(params string[] logs)
        : this(new SourceOptions { Logs = logs, PollInterval = TimeSpan.FromMilliseconds(10) })
    {
    }

    internal OwnMetrics Own { get; } = new();

    /// <summary>Ends when everything was looked at once.</summary>
    internal Task Opened => _sources.Opened;

    internal IReadOnlyList<SourceStatus> Status => _sources.Status();

    /// <summary>Where a test can connect to the first source, which took a free port.</summary>
    internal EndPoint Place => new IPEndPoint(IPAddress.Loopback, new Uri(Status[0].Name).Port);

    /// <summary>Lines as they come, until there are so many.</summary>
    internal string[] Take(int count)
    {
        var lines = new List<string>();
        while (lines.Count < count)
        {
            Assert.True(_queue.Wait(Patience), $"{lines.Count} of {count} lines came: {string.Join('|', lines.Take(20))}");
            TakeReady(lines);
            Assert.False(_queue.IsFinished && lines.Count < count, $"ended after {string.Join('|', lines.Take(20))}");
        }

        return [.. lines];
    }

    /// <summary>All lines to the end, which the sources come to by themselves.</summary>
    internal string[] TakeToEnd()
    {
        var lines = new List<string>();
        while (!_queue.IsFinished)
        {
            Assert.True(_queue.Wait(Patience));
            TakeReady(lines);
        }

        return [.. lines];
    }

    /// <summary>What is there still when they are told to end.</summary>
    internal string[] Stop()
    {
        _stop.Cancel();
        return TakeToEnd();
    }

    internal static Socket Connect(EndPoint place)
    {
        var socket = new Socket(
            place.AddressFamily,
            SocketType.Stream,
            place.AddressFamily == AddressFamily.Unix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        socket.Connect(place);
        return socket;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _queue.Abandon();
        _reader.Wait(Patience);
        _sources.Dispose();
        _stop.Dispose();
    }

    void TakeReady(List<string> lines)
    {
        while (_queue.TryTake(out LineBatch? batch))
        {
            for (int index = 0; index < batch.Count; index++)
            {
                lines.Add(Encoding.Latin1.GetString(batch[index]));
            }

            _queue.Return(batch);
        }
    }
}
