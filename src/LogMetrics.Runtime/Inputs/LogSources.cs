using System.Net.Sockets;
using LogMetrics.Runtime.Inputs.Files;
using LogMetrics.Runtime.Inputs.Pipes;
using LogMetrics.Runtime.Inputs.Sockets;
using LogMetrics.Runtime.Lines;

namespace LogMetrics.Runtime.Inputs;

/// <summary>All sources of a process, and the thread that reads them into the queue.</summary>
public sealed class LogSources : IDisposable
{
    readonly SourceOptions _options;
    readonly SourceAddress[] _addresses;
    readonly LineQueue _queue;
    readonly InputEvents _events;
    readonly Waker _waker;
    readonly TimeProvider _time;
    readonly FollowedFiles? _followed;
    readonly FilesOnce? _once;
    readonly FileGlob[] _globs;
    readonly Dictionary<SourceAddress, LiveSource> _live = [];
    readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    LogSources(
        SourceOptions options,
        SourceAddress[] addresses,
        LineQueue queue,
        InputEvents events,
        Limits limits,
        Waker waker,
        TimeProvider time,
        FileSystem files,
        InputCheckpoint? resume)
    {
        _options = options;
        _addresses = addresses;
        _queue = queue;
        _events = events;
        _waker = waker;
        _time = time;
        _globs = [.. addresses.OfType<SourceAddress.Files>().Select(address => address.Glob)];
        if (options.Once)
        {
            _once = new FilesOnce(options, queue, events, limits, time);
        }
        else
        {
            _followed = new FollowedFiles(options, _globs, queue, events, limits, time, files, resume);
        }

        var parts = new SourceParts(queue, events, limits, options.DrainTime, options.Once, options, time);
        foreach ((SourceAddress address, string log) in addresses.Zip(options.Logs))
        {
            if (!_live.ContainsKey(address) && OpenLive(address, parts with { Multiline = options.MultilineOf(log) }) is { } source)
            {
                _live.Add(address, source);
            }
        }

        Requests = options.Requests is { } name ? new RequestSource(name, queue, events, limits) : null;
        events.Observe(
            () => Files.Count(tail => tail.IsOpen),
            () => Sum(status => status.LagBytes),
            () => Sum(status => status.PositionBytes),
            () => _live.Values.OfType<ConnectionSource>().Select(
                source => (new[] { source.Label }, (double)source.ConnectionCount)));
    }

    /// <summary>Works out what the operator's words mean; nothing is read yet.</summary>
    /// <param name="options">What to read.</param>
    /// <param name="queue">Where lines go; it is completed when there will be no more.</param>
    /// <param name="events">What is told of what happens.</param>
    /// <param name="limits">Bounds on lines, buffers and open files.</param>
    /// <param name="waker">What the reader sleeps in when there is nothing to read.</param>
    /// <param name="time">The clock that waiting is measured by.</param>
    /// <param name="resume">Where another process ended; null begins anew.</param>
    /// <exception cref="SourceUsageException">A word is malformed or not supported; the message names it and its flag.</exception>
    /// <exception cref="SourceUnavailableException">A socket cannot be listened on.</exception>
    public static LogSources Open(
        SourceOptions options,
        LineQueue queue,
        InputEvents events,
        Limits limits,
        Waker waker,
        TimeProvider time,
        InputCheckpoint? resume = null) =>
        Open(options, queue, events, limits, waker, time, FileSystem.OfThisSystem, resume);

    /// <summary>The same with files of another system.</summary>
    internal static LogSources Open(
        SourceOptions options,
        LineQueue queue,
        InputEvents events,
        Limits limits,
        Waker waker,
        TimeProvider time,
        FileSystem files,
        InputCheckpoint? resume)
    {
        string directory = Directory.GetCurrentDirectory();
        SourceAddress[] addresses =
            [.. options.Logs.Select(word => SourceAddress.Parse(word, options.LogsFlag, directory))];
        return new LogSources(options, addresses, queue, events, limits, waker, time, files, resume);
    }

    /// <summary>Where lines that come by requests go; null when none do.</summary>
    public RequestSource? Requests { get; }

    FileTail[] Files => _followed?.Tails ?? _once!.Tails;

    /// <summary>Ends when every path and glob was looked at once: what is there by then was there at the start, and what comes
    /// later is read from its first byte.</summary>
    public Task Opened => _opened.Task;

    /// <summary>The paths and globs of files, made absolute.</summary>
    public IEnumerable<string> Globs => _globs.Select(glob => glob.Text);

    /// <summary>What every source is doing at the moment; from any thread.</summary>
    public IReadOnlyList<SourceStatus> Status() =>
    [
        .. _followed?.Status ?? _once!.Status,
        .. _live.Values.Select(source => source.Status),
        .. Requests is { } requests ? [requests.Status] : Array.Empty<SourceStatus>(),
    ];

    /// <summary>Reads, on the calling thread, until all sources have ended or it is told to stop, and then what is already
    /// readable; completes the queue in any case.</summary>
    public void Run(CancellationToken stop)
    {
        _options.Tee?.Start(_events);
        try
        {
            if (_options.Once)
            {
                ReadOnce(stop);
            }
            else
            {
                Follow(stop);
            }
        }
        finally
        {
            _options.Tee?.Finish(_options.DrainTime);
            _opened.TrySetResult();
            _queue.Complete();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _followed?.Dispose();
        _once?.Dispose();
        foreach (LiveSource source in _live.Values)
        {
            source.Dispose();
        }
    }

    void ReadOnce(CancellationToken stop)
    {
        foreach (SourceAddress address in _addresses)
        {
            switch (address)
            {
                case SourceAddress.Files files when !_once!.Read(files.Glob, stop):
                    return;
                case not SourceAddress.Files when _live.TryGetValue(address, out LiveSource? source) && !source.HasEnded:
                    source.Start();
                    source.WaitForEnd(stop);
                    source.Finish();
                    break;
            }
        }
    }

    void Follow(CancellationToken stop)
    {
        foreach (LiveSource source in _live.Values)
        {
            source.Start();
        }

        bool hasFiles = Requests is not null || _addresses.Any(address => address is SourceAddress.Files);
        while (!stop.IsCancellationRequested
            && !_followed!.IsAbandoned
            && (hasFiles || _live.Values.Any(source => !source.HasEnded)))
        {
            bool isProgress = _followed.Turn();
            FinishOldRecords();
            _opened.TrySetResult();
            if (!isProgress && !_followed.IsAbandoned)
            {
                _waker.Wait(stop);
            }
        }

        Drain();
    }

    void FinishOldRecords()
    {
        if (_options.Multiline is not null || _options.MultilineBySource.Count > 0)
        {
            foreach (LiveSource source in _live.Values)
            {
                source.FinishOldRecords();
            }
        }
    }

    void Drain()
    {
        foreach (LiveSource source in _live.Values)
        {
            source.RequestEnd();
        }

        long start = _time.GetTimestamp();
        bool isFirst = true;
        while (_followed!.Turn(all: isFirst) && _time.GetElapsedTime(start) < _options.DrainTime)
        {
            isFirst = false;
        }

        _followed.Finish();
        foreach (LiveSource source in _live.Values)
        {
            source.Finish();
        }
    }

    LiveSource? OpenLive(SourceAddress address, SourceParts parts) => address switch
    {
        // Whatever it is called, there is one standard input.
        SourceAddress.StandardInput input when !_live.Keys.Any(known => known is SourceAddress.StandardInput) =>
            new StreamSource(
                input.Name, Console.OpenStandardInput(), parts.Queue, parts.Events, parts.Limits, parts.NewDecoding()),
        SourceAddress.Pipe pipe => new PipeSource(pipe.Path, parts),
        SourceAddress.Listener { Word.IsDatagram: true } listener => new DatagramSource(Bind(listener.Word, parts.Events), parts),
        SourceAddress.Listener listener => new ConnectionSource(Bind(listener.Word, parts.Events), parts),
        _ => null,
    };

    SocketBinding Bind(SocketWord word, InputEvents events)
    {
        try
        {
            var binding = SocketBinding.Open(word);
            events.SocketBound(binding.Name);
            return binding;
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException or UnauthorizedAccessException)
        {
            Dispose();
            throw new SourceUnavailableException(
                $"{_options.LogsFlag} {word.NameWith(word.Port)}: cannot listen there: {SocketBinding.WhyNot(word, exception)}", exception);
        }
    }

    IEnumerable<(string[] LabelValues, double Value)> Sum(Func<SourceStatus, long> value) =>
        Files.GroupBy(tail => tail.Label, StringComparer.Ordinal)
            .Select(group => (new[] { group.Key }, (double)group.Sum(tail => value(tail.Status))));
}
