using LogMetrics.Runtime.Inputs.Decoding;
using LogMetrics.Runtime.Lines;

namespace LogMetrics.Runtime.Inputs;

/// <summary>Reads a stream from where it is to its end: standard input.</summary>
/// <remarks>A stream cannot be asked whether it has something to read, so each has a thread of its own that waits in it; what
/// it reads goes the same way into the queue. The lock is held while bytes are cut into lines, never while waiting for
/// them, so that at shutdown another thread can take the last line of a stream that does not end.</remarks>
sealed class StreamSource : LiveSource
{
    readonly Stream _stream;
    readonly LineQueue _queue;
    readonly InputEvents _events;
    readonly Limits _limits;
    readonly LineSplitter _splitter;
    readonly Lock _gate = new();
    readonly ManualResetEventSlim _ended = new();
    long _position;
    volatile string? _error;

    internal StreamSource(string name, Stream stream, LineQueue queue, InputEvents events, Limits limits, LineDecoding decoding)
        : base(name)
    {
        _stream = stream;
        _queue = queue;
        _events = events;
        _limits = limits;
        _splitter = decoding.NewSplitter(skipsHoles: false);
        CountAs(name, events);
    }

    /// <summary>Whether it was read to its end.</summary>
    internal override bool HasEnded => _ended.IsSet;

    /// <inheritdoc/>
    internal override SourceStatus Status => new(
        Name,
        HasEnded ? SourceState.Ended : SourceState.Following,
        Volatile.Read(ref _position),
        Volatile.Read(ref _position),
        Lines,
        _error);

    /// <summary>Reads on a thread of its own. That may wait in the stream for ever, and the process does not wait for it.</summary>
    internal override void Start() =>
        new Thread(ReadToEnd) { IsBackground = true, Name = $"read {Name}" }.Start();

    /// <summary>Waits until it has ended, or until <paramref name="stop"/> is asked for.</summary>
    internal override void WaitForEnd(CancellationToken stop) => WaitHandle.WaitAny([_ended.WaitHandle, stop.WaitHandle]);

    /// <summary>Reads until the stream ends, or nobody takes lines any more.</summary>
    internal void ReadToEnd()
    {
        bool isTaken = true;
        while (isTaken && !HasEnded)
        {
            LineBatch batch = _queue.Rent();
            batch.Reserve(_limits.ReadBufferBytes, 0);
            int count = Read(batch.Buffer.AsSpan(0, _limits.ReadBufferBytes));
            if (count == 0)
            {
                _queue.Return(batch);
                Finish();
                return;
            }

            lock (_gate)
            {
                isTaken = !HasEnded && TrySplit(batch, count);
            }
        }
    }

    /// <inheritdoc/>
    internal override void FinishOldRecords()
    {
        lock (_gate)
        {
            if (!HasEnded)
            {
                LineBatch batch = _queue.Rent();
                _splitter.FinishOld(batch);
                TryPut(batch, _queue);
            }
        }
    }

    /// <summary>Ends it: what was read of a last line is one, and what is read later counts no more.</summary>
    internal override void Finish()
    {
        lock (_gate)
        {
            if (HasEnded)
            {
                return;
            }

            _ended.Set();
            LineBatch batch = _queue.Rent();
            _splitter.Finish(batch);
            TryPut(batch, _queue);
        }
    }

    /// <inheritdoc/>
    public override void Dispose() => _ended.Dispose();

    bool TrySplit(LineBatch batch, int count)
    {
        _splitter.Split(batch, 0, count);
        Volatile.Write(ref _position, _splitter.ReadPosition);
        return TryPut(batch, _queue);
    }

    int Read(Span<byte> buffer)
    {
        try
        {
            return _stream.Read(buffer);
        }
        catch (IOException exception)
        {
            _error = exception.Message;
            _events.ReadGivenUp(Name, Files.FileError.InputOutput);
            return 0;
        }
    }
}
