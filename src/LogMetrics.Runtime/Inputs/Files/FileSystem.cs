namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>The few calls that following files is made of.</summary>
/// <remarks>None of them throws for what the operating system answers, and none blocks on what a path turns out to name.</remarks>
abstract class FileSystem
{
    /// <summary>The one of the system this process runs on.</summary>
    internal static FileSystem OfThisSystem { get; } =
        OperatingSystem.IsLinux() ? new LinuxFileSystem() : new PortableFileSystem();

    /// <summary>The present on the clock that stamps files, or a little before, in nanoseconds since 1970: nothing that is made
    /// after this was asked has an earlier stamp.</summary>
    /// <remarks>That clock goes in steps, and on a busy machine falls behind the one that programs ask by more than a step.</remarks>
    /// <param name="time">The clock that programs ask.</param>
    internal virtual long StampNanoseconds(TimeProvider time) =>
        ((time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick) - 20_000_000;

    /// <summary>What a path names at the moment, symbolic links followed.</summary>
    internal abstract FileError Stat(string path, out FileStat stat);

    /// <summary>Opens a regular file for reading; others may write, rename and delete it meanwhile.</summary>
    internal abstract FileError TryOpen(string path, out OpenFile? file, out FileStat stat);
}

/// <summary>A file that is open for reading.</summary>
abstract class OpenFile : IDisposable
{
    /// <summary>Whether it shows what is in a compressed file: then the size of the file says nothing about offsets.</summary>
    internal virtual bool IsCompressed => false;

    /// <summary>What is wrong with the compressed data where what was read last has ended.</summary>
    internal virtual FileError Damage => FileError.None;

    /// <summary>What it is at the moment.</summary>
    internal abstract FileError Stat(out FileStat stat);

    /// <summary>Reads bytes at an offset; fewer than asked for only at the end of the file.</summary>
    internal abstract FileError Read(Span<byte> buffer, long offset, out int count);

    /// <inheritdoc/>
    public abstract void Dispose();
}
