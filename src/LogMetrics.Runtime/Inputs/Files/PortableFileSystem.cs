using Microsoft.Win32.SafeHandles;

namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>Files by what .NET offers everywhere: a file is told from another by the time it was made and by its path.</summary>
sealed class PortableFileSystem : NativeFileSystem
{
    const FileAttributes NotRegular = FileAttributes.Directory | FileAttributes.Device;

    /// <inheritdoc/>
    internal override FileError Stat(string path, out FileStat stat)
    {
        stat = default;
        try
        {
            // A link is followed to what it names at the moment.
            var file = new FileInfo(path);
            if (file.LinkTarget is not null)
            {
                file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            }

            if (!file.Exists)
            {
                return Directory.Exists(path) ? Found(out stat) : FileError.NotFound;
            }

            long born = UnixNanoseconds(file.CreationTimeUtc);
            stat = new FileStat(
                new FileIdentity(0, PathNumber(file.FullName), born),
                (file.Attributes & NotRegular) == 0 ? FileKind.Regular : FileKind.Other,
                file.Length,
                LinkCount: 1,
                UnixNanoseconds(file.LastWriteTimeUtc),
                UnixNanoseconds(file.LastWriteTimeUtc));
            return FileError.None;
        }
        catch (IOException exception)
        {
            return LinuxErrors.FromException(exception);
        }
        catch (UnauthorizedAccessException)
        {
            return FileError.PermissionDenied;
        }
    }

    /// <inheritdoc/>
    internal override FileError TryOpen(string path, out OpenFile? file, out FileStat stat)
    {
        file = null;
        FileError error = Stat(path, out stat);
        if (error != FileError.None || !stat.IsRegular)
        {
            return error == FileError.None ? FileError.NotRegular : error;
        }

        try
        {
            SafeFileHandle handle = File.OpenHandle(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file = new PortableFile(handle, stat);
            return FileError.None;
        }
        catch (IOException exception)
        {
            return LinuxErrors.FromException(exception);
        }
        catch (UnauthorizedAccessException)
        {
            return FileError.PermissionDenied;
        }
    }

    static FileError Found(out FileStat directory)
    {
        directory = default;
        return FileError.None;
    }

    // FNV-1a: the same in every process, which string.GetHashCode is not.
    static ulong PathNumber(string path)
    {
        ulong hash = 14695981039346656037;
        foreach (char letter in path)
        {
            hash = (hash ^ letter) * 1099511628211;
        }

        return hash;
    }

    static long UnixNanoseconds(DateTime time) => (time - DateTime.UnixEpoch).Ticks * 100;

    sealed class PortableFile(SafeFileHandle handle, FileStat opened) : HandleFile(handle)
    {
        /// <inheritdoc/>
        internal override FileError Stat(out FileStat stat)
        {
            stat = opened with { SizeBytes = RandomAccess.GetLength(Handle) };
            return FileError.None;
        }
    }
}
