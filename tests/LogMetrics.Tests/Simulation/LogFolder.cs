using System.IO.Compression;
using LogMetrics.Runtime.Inputs.Files;

namespace LogMetrics.Tests.Simulation;

/// <summary>What writers and rotators do to logs: on the disk, and in the book.</summary>
sealed class LogFolder(SimulatedDisk disk, LogBook book)
{
    internal string this[string name] => $"{disk.LogFolder}/{name}";

    internal bool Has(string path) => book.FileAt(path) is not null;

    /// <summary>Opens a file to append, and makes it when it is missing.</summary>
    internal LogHandle Open(string path)
    {
        Appender appender = disk.OpenToAppend(path);
        if (book.FileAt(path) is not { } file)
        {
            disk.Files.Stat(path, out FileStat stat);
            file = book.Made(path, stat.Identity);
        }

        return new LogHandle(appender, file, book);
    }

    internal void Rename(string from, string to)
    {
        disk.Rename(from, to);
        book.Renamed(from, to);
    }

    internal void Delete(string path)
    {
        disk.Delete(path);
        book.Deleted(path);
    }

    internal void DeleteIfThere(string path)
    {
        if (Has(path))
        {
            Delete(path);
        }
    }

    /// <summary>Whether the last line of a file has no end.</summary>
    internal bool HasTornEnd(string path) => Has(path) && disk.Read(path) is [.., not (byte)'\n'];

    /// <summary>Compresses a file as <c>gzip</c> does, and deletes it; time passes in between.</summary>
    internal IEnumerable<TimeSpan> Compress(string path, Func<TimeSpan> pause)
    {
        string compressed = $"{path}.gz";
        byte[] bytes = disk.Read(path);
        var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        using (LogHandle file = Open(compressed))
        {
            file.Write(buffer.ToArray());
        }

        yield return pause();
        book.Copied(book.FileAt(path)!, book.FileAt(compressed)!, bytes.Length);
        disk.CopyTime(path, compressed);
        yield return pause();
        Delete(path);
    }

    /// <summary>The machine went down and is up again: what is on the disk is all there is.</summary>
    internal void Recover()
    {
        Dictionary<FileIdentity, BookedFile> before = book.Clear();
        foreach (string path in disk.Logs.Select(name => this[name]))
        {
            disk.Files.Stat(path, out FileStat stat);
            book.Found(path, stat.Identity, disk.Read(path), before.GetValueOrDefault(stat.Identity));
        }

        book.ExcuseWhatIsGone();
    }

    internal void Truncate(string path)
    {
        disk.Truncate(path);
        book.Emptied(path);
    }

    /// <summary>Copies as <c>cp</c> does, in several reads until one finds nothing more; time passes in between.</summary>
    internal IEnumerable<TimeSpan> Copy(string from, string to, Func<TimeSpan> pause)
    {
        const int ChunkBytes = 128 * 1024;
        using LogHandle copy = Open(to);
        long copied = 0;
        while (true)
        {
            byte[] bytes = disk.Read(from);
            int count = (int)Math.Min(ChunkBytes, bytes.Length - copied);
            if (count <= 0)
            {
                break;
            }

            copy.Write(bytes.AsSpan((int)copied, count));
            copied += count;
            yield return pause();
        }

        book.Copied(book.FileAt(from)!, book.FileAt(to)!, copied);
    }
}

/// <summary>A log that is open to append.</summary>
sealed class LogHandle(Appender appender, BookedFile file, LogBook book) : IDisposable
{
    /// <summary>Changes when it is emptied: a line that was begun before then is cut in two.</summary>
    internal int Generation => file.Generation;

    internal void Write(ReadOnlySpan<byte> bytes)
    {
        appender.Write(bytes);
        file.Length += bytes.Length;
    }

    /// <summary>The last bytes that were written end this line, and all of it is here.</summary>
    internal void Complete(int line) => book.Completed(file, line);

    public void Dispose() => appender.Dispose();
}
