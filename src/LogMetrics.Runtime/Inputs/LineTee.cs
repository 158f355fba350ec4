namespace LogMetrics.Runtime.Inputs;

/// <summary>Copies the lines of all sources, as they came, to a stream such as standard output.</summary>
/// <remarks>
/// Readers put whole lines into a bounded buffer, once for each read; a thread of its own writes it out. When the stream is
/// slower than they are, they wait, as they do for the engine, which itself never does. When nobody reads the stream any
/// more, that is said once, and everything else goes on. A process that reads lines again after it was killed copies them
/// again.
/// </remarks>
public sealed class LineTee(Stream output) : IDisposable
{
    const int BufferBytes = 1024 * 1024;

    readonly object _gate = new();
    readonly ManualResetEventSlim _ended = new();
    byte[] _filling = [];
    byte[] _writing = [];
    int _count;
    bool _isFinished;
    bool _isClosed;

    /// <summary>Begins to write.</summary>
    internal void Start(InputEvents events) =>
        new Thread(() => Write(events)) { IsBackground = true, Name = "tee" }.Start();

    /// <summary>Takes bytes that end with a line; waits while there is no room.</summary>
    /// <param name="begun">What was read of the first line before.</param>
    /// <param name="rest">What follows it, to the end of a line.</param>
    internal void Put(ReadOnlySpan<byte> begun, ReadOnlySpan<byte> rest)
    {
        int count = begun.Length + rest.Length;
        lock (_gate)
        {
            while (_count > 0 && _count + count > BufferBytes && !_isClosed && !_isFinished)
            {
                Monitor.Wait(_gate);
            }

            if (_isClosed || _isFinished)
            {
                return;
            }

            if (_filling.Length < _count + count)
            {
                Array.Resize(ref _filling, Math.Max(BufferBytes, _count + count));
            }

            begun.CopyTo(_filling.AsSpan(_count));
            rest.CopyTo(_filling.AsSpan(_count + begun.Length));
            _count += count;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Writes what is there still, but waits no longer than so for a stream that takes nothing.</summary>
    internal void Finish(TimeSpan time)
    {
        lock (_gate)
        {
            _isFinished = true;
            Monitor.PulseAll(_gate);
        }

        _ended.Wait(time);
    }

    /// <inheritdoc/>
    public void Dispose() => output.Dispose();

    void Write(InputEvents events)
    {
        try
        {
            while (TryTake(out int count))
            {
                output.Write(_writing, 0, count);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            events.TeeClosed(exception.Message);
        }
        finally
        {
            lock (_gate)
            {
                _isClosed = true;
                Monitor.PulseAll(_gate);
            }

            _ended.Set();
        }
    }

    bool TryTake(out int count)
    {
        lock (_gate)
        {
            while (_count == 0 && !_isFinished)
            {
                Monitor.Wait(_gate);
            }

            (_filling, _writing) = (_writing, _filling);
            count = _count;
            _count = 0;
            Monitor.PulseAll(_gate);
            return count > 0;
        }
    }
}
