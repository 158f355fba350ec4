namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>The few calls that following files is made of.</summary>
/// <remarks>None of them throws for what the operating system answers, and none blocks on what a path turns out to name.</remarks>
abstract class FileSystem
{
    /// <summary>The one of the system this process runs on.</summary>
    internal static FileSystem OfThisSystem { get; } =
        OperatingSystem.IsLinux() ? new LinuxFileSystem() : new PortableFileSystem();

    /// <summary>The clock that moves as its stamps do, for those who wait until a stamp is surely in the past.</summary>
    internal virtual TimeProvider Clock => TimeProvider.System;

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

    /// <summary>Tells what is in a directory, in no order. One that is missing or may not be read holds nothing, for the time
    /// being.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="wants">Which names are of interest.</param>
    /// <param name="visit">Is told of the entries with these names, and of no other.</param>
    internal abstract void List(string directory, NameFilter wants, EntryVisitor visit);

    /// <summary>Why a directory cannot be listed.</summary>
    internal abstract FileError Probe(string directory);

    /// <summary>What a path leads to when it is a link, else the path.</summary>
    internal abstract string TargetOf(string path);

    /// <summary>The names of all entries of a directory.</summary>
    internal List<string> Names(string directory)
    {
        var names = new List<string>();
        List(directory, static _ => true, (name, _) => names.Add(name.ToString()));
        return names;
    }
}

/// <summary>Whether a name in a directory is of interest.</summary>
delegate bool NameFilter(ReadOnlySpan<char> name);

/// <summary>Is told of one entry of a directory.</summary>
/// <param name="name">Its name; valid during the call.</param>
/// <param name="isDirectory">Whether it is a directory, or a link to one.</param>
delegate void EntryVisitor(ReadOnlySpan<char> name, bool isDirectory);

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
