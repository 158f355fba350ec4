using System.Diagnostics.CodeAnalysis;

namespace LogMetrics.Runtime.Lines;

/// <summary>The one place where threads meet: readers put batches in, the engine takes them out, in order.</summary>
/// <remarks>
/// Bounded. When it is full the readers wait, and the file is the buffer. Batches are pooled here, so that a steady flow
/// allocates nothing. The engine sleeps in <see cref="Wait"/> and nowhere else: whoever wants something of it between two
/// lines leaves its request where the engine looks, and calls <see cref="Wake"/>.
/// </remarks>
public sealed class LineQueue(Limits limits)
{
    // A lock once for each batch of a quarter megabyte; a line never meets it.
    readonly object _gate = new();
    readonly Queue<LineBatch> _filled = new(limits.QueueCapacityBatches);
    readonly Stack<LineBatch> _free = new();
    bool _complete;
    bool _abandoned;
    bool _woken;

    /// <summary>Whether no batch is left and none will come.</summary>
    public bool IsFinished
    {
        get
        {
            lock (_gate)
            {
                return _complete && _filled.Count == 0;
            }
        }
    }

    /// <summary>How many batches wait for the engine.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _filled.Count;
            }
        }
    }

    /// <summary>How many lines wait for the engine.</summary>
    public int LineCount
    {
        get
        {
            lock (_gate)
            {
                return _filled.Sum(batch => batch.Count);
            }
        }
    }

    /// <summary>An empty batch for a reader to fill; it goes back by <see cref="Put"/> or <see cref="Return"/>.</summary>
    public LineBatch Rent()
    {
        lock (_gate)
        {
            return _free.TryPop(out LineBatch? batch) ? batch : new LineBatch();
        }
    }

    /// <summary>Hands a batch to the engine; waits while the queue is full.</summary>
    /// <returns>False when the engine is gone: the batch was dropped, and there is no use in reading on.</returns>
    public bool Put(LineBatch batch)
    {
        lock (_gate)
        {
            while (_filled.Count >= limits.QueueCapacityBatches && !_abandoned)
            {
                Monitor.Wait(_gate);
            }

            if (_abandoned)
            {
                return false;
            }

            _filled.Enqueue(batch);
            Monitor.PulseAll(_gate);
            return true;
        }
    }

    /// <summary>Says that no further batch will come.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _complete = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>The next batch, when there is one; the engine owns it until it gives it back by <see cref="Return"/>.</summary>
    public bool TryTake([NotNullWhen(true)] out LineBatch? batch)
    {
        lock (_gate)
        {
            if (!_filled.TryDequeue(out batch))
            {
                return false;
            }

            Monitor.PulseAll(_gate);
            return true;
        }
    }

    /// <summary>Waits until there is a batch, the queue is finished, somebody calls <see cref="Wake"/>, or the time is over.</summary>
    /// <param name="timeout">How long at most; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    /// <returns>False when the time is over and nothing else happened.</returns>
    public bool Wait(TimeSpan timeout)
    {
        lock (_gate)
        {
            if (_filled.Count == 0 && !_complete && !_woken)
            {
                // A wake-up without a reason only makes the engine look once more.
                _ = Monitor.Wait(_gate, timeout);
            }

            bool hasReason = _filled.Count > 0 || _complete || _woken;
            _woken = false;
            return hasReason;
        }
    }

    /// <summary>Ends the present or the next <see cref="Wait"/>. From any thread.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            _woken = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Gives a batch back to be filled again.</summary>
    public void Return(LineBatch batch)
    {
        batch.Clear();
        lock (_gate)
        {
            // One is with the engine and one with each reader; more in the pool would never be used.
            if (_free.Count < limits.QueueCapacityBatches + 2)
            {
                _free.Push(batch);
            }
        }
    }

    /// <summary>Says that the engine takes no more; readers that wait are let go.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _abandoned = true;
            Monitor.PulseAll(_gate);
        }
    }
}
