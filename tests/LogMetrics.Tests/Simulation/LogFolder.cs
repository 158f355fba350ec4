using System.IO.Compression;
using LogMetrics.Runtime.Inputs.Files;

namespace LogMetrics.Tests.Simulation;

/// <summary>What writers and rotators do to logs: on the disk, and in the book.</summary>
sealed class LogFolder(SimulatedDisk disk, LogBook book)
{
    internal string this[string name] => $"{disk.LogFolder}/{name}";

    /// <summary>The path of another name of a log.</summary>
    internal string LinkTo(string name) => $"{disk.LinkFolder}/{name}";

    internal bool Has(string path) => FileAt(path) is not null;

    /// <summary>Whether two paths name one file.</summary>
    internal bool AreOne(string path, string other) => FileAt(path) == FileAt(other);

    /// <summary>The file that a path names; links are followed.</summary>
    internal BookedFile? FileAt(string path) => book.FileAt(disk.Files.TargetOf(path));

    /// <summary>Opens a file to append, and makes it when it is missing.</summary>
    internal LogHandle Open(string path)
    {
        path = disk.Files.TargetOf(path);
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

    /// <summary>Gives a file one more name, in the place of whatever has that.</summary>
    internal void AddName(string path, string other)
    {
        path = disk.Files.TargetOf(path);
        string temporary = $"{disk.LinkFolder}/.new";
        disk.AddName(path, temporary);
        disk.Rename(temporary, other);
        book.Named(path, other);
    }

    /// <summary>Makes a symbolic link, or points one elsewhere, at one stroke.</summary>
    internal void PointLink(string link, string target)
    {
        string temporary = $"{disk.LinkFolder}/.new";
        disk.MakeLink(temporary, target);
        disk.Rename(temporary, link);
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

    /// <summary>Compresses a file as <c>gzip</c> does, bit by bit, and deletes it; time passes in between.</summary>
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
            byte[] written = buffer.ToArray();
            int half = written.Length / 2;
            file.Write(written.AsSpan(0, half));
            yield return pause();
            file.Write(written.AsSpan(half));
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
        foreach (string path in disk.Logs)
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

    internal bool IsOf(BookedFile? other) => file == other;

    internal void Write(ReadOnlySpan<byte> bytes)
    {
        appender.Write(bytes);
        file.Length += bytes.Length;
    }

    /// <summary>The last bytes that were written end this line, and all of it is here.</summary>
    internal void Complete(int line) => book.Completed(file, line);

    public void Dispose() => appender.Dispose();
}
