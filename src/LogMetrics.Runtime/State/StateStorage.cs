namespace LogMetrics.Runtime.State;

/// <summary>Where state files are kept, and the few things that are done with them.</summary>
/// <remarks>Every method throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> when the system
/// refuses. Belongs to whoever saves; one thread at a time.</remarks>
abstract class StateStorage : IDisposable
{
    /// <summary>How many bytes the mark can hold.</summary>
    internal const int FenceBytes = 64 * 1024;

    /// <summary>Where it is, for people.</summary>
    internal abstract string Place { get; }

    /// <summary>The numbers of the files, in no order.</summary>
    internal abstract IReadOnlyList<long> Sequences();

    /// <summary>The bytes of a file.</summary>
    internal abstract byte[] Read(long sequence);

    /// <summary>Writes a file aside and gives it its name when it is whole. It outlives the process at once, and the machine
    /// after <see cref="Sync"/>.</summary>
    internal abstract void Write(long sequence, ReadOnlySpan<byte> bytes);

    /// <summary>Waits until the disk has a file and its name.</summary>
    internal abstract void Sync(long sequence);

    /// <summary>Removes a file; a missing one is fine.</summary>
    internal abstract void Delete(long sequence);

    /// <summary>What was marked last; empty when nothing was.</summary>
    internal abstract byte[] ReadFence();

    /// <summary>Marks in place, in room that was taken when the storage was opened: so it succeeds on a full disk.</summary>
    internal abstract void WriteFence(ReadOnlySpan<byte> bytes);

    /// <inheritdoc/>
    public abstract void Dispose();
}
