namespace LogMetrics.Runtime.Inputs;

/// <summary>A source that hands over each byte once and cannot be read again: a stream, a pipe, a socket.</summary>
/// <remarks>Each reads on a thread of its own, because it may have to wait where others have something to say; what it reads
/// goes the same way into the queue.</remarks>
abstract class LiveSource(string name) : LineSource(name), IDisposable
{
    /// <summary>Whether nothing more will come.</summary>
    internal abstract bool HasEnded { get; }

    /// <summary>Begins to read, on a thread of its own that the process does not wait for.</summary>
    internal abstract void Start();

    /// <summary>Waits until it has ended, or until <paramref name="stop"/> is asked for.</summary>
    internal abstract void WaitForEnd(CancellationToken stop);

    /// <summary>Asks it to read what is there already, and to end; does not wait for it.</summary>
    internal virtual void RequestEnd()
    {
    }

    /// <summary>Records to which nothing was added for a while are complete; for sources that cannot tell when that is.</summary>
    internal virtual void FinishOldRecords()
    {
    }

    /// <summary>Ends it: what was read of a last line is one, and what comes later counts no more.</summary>
    internal abstract void Finish();

    /// <inheritdoc/>
    public abstract void Dispose();
}
