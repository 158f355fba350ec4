namespace LogMetrics.Runtime.State;

/// <summary>The generations of the state: the newest, the one before, and the last one that the disk is known to have.</summary>
/// <remarks>Writing belongs to whoever holds the keeper's lock; <see cref="Sync"/> runs beside it, because a disk may take
/// seconds.</remarks>
sealed class SavedFiles(StateStorage storage, long lastSequence)
{
    readonly Lock _syncing = new();
    readonly Lock _numbers = new();
    long _newest;
    long _before;
    long _synced;
    long _inSync;

    /// <summary>The number of the next file.</summary>
    internal long Next { get; private set; } = lastSequence + 1;

    /// <summary>Whether the newest file is the last one of a process that ends in order.</summary>
    internal bool IsFinal { get; private set; }

    /// <summary>Writes the next generation and removes what is no longer needed.</summary>
    internal void Write(ReadOnlySpan<byte> bytes, bool isFinal)
    {
        storage.Write(Next, bytes);
        IsFinal = isFinal;
        lock (_numbers)
        {
            _before = _newest == 0 ? Newest(storage.Sequences().Where(number => number < Next)) : _newest;
            _newest = Next++;
            foreach (long number in storage.Sequences())
            {
                if (number != _newest && number != _before && number != _synced && number != _inSync)
                {
                    storage.Delete(number);
                }
            }
        }
    }

    /// <summary>Waits until the disk has the newest generation.</summary>
    internal void Sync()
    {
        lock (_syncing)
        {
            long number;
            lock (_numbers)
            {
                if (_newest == _synced)
                {
                    return;
                }

                _inSync = number = _newest;
            }

            try
            {
                storage.Sync(number);
            }
            finally
            {
                lock (_numbers)
                {
                    _inSync = 0;
                }
            }

            lock (_numbers)
            {
                _synced = number;
            }
        }
    }

    static long Newest(IEnumerable<long> numbers) => numbers.DefaultIfEmpty(0).Max();
}
