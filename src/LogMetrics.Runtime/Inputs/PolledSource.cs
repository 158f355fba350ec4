using System.Diagnostics;
using LogMetrics.Runtime.Lines;

namespace LogMetrics.Runtime.Inputs;

/// <summary>A live source that can be asked whether there is something to read, so that its thread can be told to end.</summary>
abstract class PolledSource : LiveSource
{
    /// <summary>How long its thread waits at most before it looks whether it shall end.</summary>
    protected static readonly TimeSpan WaitTime = TimeSpan.FromMilliseconds(100);

    readonly TimeSpan _drainTime;
    readonly ManualResetEventSlim _ended = new();
    readonly ManualResetEventSlim _stopping = new();
    long _position;
    bool _isStarted;

    private protected PolledSource(string name, SourceParts parts)
        : base(name)
    {
        Parts = parts;
        _drainTime = parts.DrainTime;
        CountAs(name, parts.Events);
    }

    /// <summary>What it is made of.</summary>
    private protected SourceParts Parts { get; }

    /// <summary>Whether the engine is gone, and there is no use in reading on.</summary>
    protected bool IsAbandoned { get; private set; }

    /// <summary>What went wrong last, in words.</summary>
    protected string? LastError { get; set; }

    /// <inheritdoc/>
    internal sealed override bool HasEnded => _ended.IsSet;

    /// <inheritdoc/>
    internal sealed override SourceStatus Status => new(
        Name,
        HasEnded ? SourceState.Ended : LastError is null ? SourceState.Following : SourceState.Failing,
        Volatile.Read(ref _position),
        Volatile.Read(ref _position),
        Lines,
        LastError);

    /// <inheritdoc/>
    internal sealed override void Start()
    {
        _isStarted = true;
        new Thread(Run) { IsBackground = true, Name = $"read {Name}" }.Start();
    }

    /// <inheritdoc/>
    internal sealed override void WaitForEnd(CancellationToken stop) =>
        WaitHandle.WaitAny([_ended.WaitHandle, stop.WaitHandle]);

    /// <inheritdoc/>
    internal sealed override void RequestEnd() => _stopping.Set();

    /// <inheritdoc/>
    internal sealed override void Finish()
    {
        RequestEnd();
        if (_isStarted)
        {
            _ended.Wait();
        }
    }

    /// <inheritdoc/>
    public sealed override void Dispose()
    {
        Finish();
        Close();
        _ended.Dispose();
        _stopping.Dispose();
    }

    /// <summary>Waits for something to read, and reads it.</summary>
    /// <param name="wait">How long to wait at most.</param>
    /// <returns>Whether there was something, and there may be more.</returns>
    protected abstract bool Turn(TimeSpan wait);

    /// <summary>Whether it has come to its end by itself.</summary>
    protected virtual bool IsAtEnd => false;

    /// <summary>What was begun of a last line is one.</summary>
    protected abstract void PutLastLines();

    /// <summary>Records to which nothing was added for a while are complete.</summary>
    protected abstract void PutOldRecords();

    /// <summary>Gives back what it has of the operating system.</summary>
    protected abstract void Close();

    /// <summary>Waits without looking, but no longer than until it shall end.</summary>
    protected void Rest(TimeSpan time) => _stopping.Wait(time);

    /// <summary>Hands lines on, and tells how many bytes were received.</summary>
    protected void Put(LineBatch batch, int byteCount)
    {
        Volatile.Write(ref _position, _position + byteCount);
        IsAbandoned |= !TryPut(batch, Parts.Queue);
    }

    void Run()
    {
        try
        {
            while (!_stopping.IsSet && !IsAbandoned && !IsAtEnd)
            {
                Turn(WaitTime);
                if (Parts.Multiline is not null && !IsAbandoned)
                {
                    PutOldRecords();
                }
            }

            long start = Stopwatch.GetTimestamp();
            while (!IsAbandoned && !IsAtEnd && Stopwatch.GetElapsedTime(start) < _drainTime && Turn(TimeSpan.Zero))
            {
            }

            PutLastLines();
        }
#pragma warning disable CA1031 // One of three places: a defect that one source brings to light must not stop the others.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Parts.Events.SourceBroken(Name, exception);
        }
        finally
        {
            _ended.Set();
        }
    }
}
