using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace LogMetrics.Runtime.State;

/// <summary>State files in a folder that belongs to one process at a time.</summary>
/// <remarks>On Linux with everything that a folder in a shared place needs; elsewhere without the checks of owner and links,
/// which those systems do otherwise.</remarks>
sealed class StateFolder : StateStorage
{
    const string Prefix = "state-";
    const string TemporaryName = "state.tmp";
    const string FenceName = "exposed";
    const string LockName = "lock";

    readonly string _path;
    readonly SafeFileHandle _lock;
    readonly SafeFileHandle _fence;

    StateFolder(string path, SafeFileHandle lockFile, SafeFileHandle fence)
    {
        _path = path;
        _lock = lockFile;
        _fence = fence;
    }

    /// <inheritdoc/>
    internal override string Place => _path;

    /// <summary>Makes the folder when it is missing, checks whose it is, and takes it for this process.</summary>
    /// <exception cref="StateUnavailableException">It cannot be had; the message says why and what to do.</exception>
    internal static StateFolder Open(string path)
    {
        path = Path.GetFullPath(path);
        try
        {
            MakeFolder(path);
            SafeFileHandle lockFile = TakeLock(path);
            try
            {
                return new StateFolder(path, lockFile, OpenFence(path));
            }
            catch
            {
                lockFile.Dispose();
                throw;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StateUnavailableException($"{path}: cannot be used for the state: {exception.Message}");
        }
    }

    /// <summary>The numbers of the state files in a folder, without taking it.</summary>
    internal static IReadOnlyList<long> SequencesIn(string path) =>
    [
        .. Directory.EnumerateFiles(path, $"{Prefix}*")
            .Select(file => Path.GetFileName(file)[Prefix.Length..])
            .Where(number => long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(number => long.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture)),
    ];

    /// <summary>The bytes of a state file in a folder, without taking it.</summary>
    internal static byte[] ReadIn(string path, long sequence) => ReadFile(PathOf(path, sequence));

    /// <inheritdoc/>
    internal override IReadOnlyList<long> Sequences() => SequencesIn(_path);

    /// <inheritdoc/>
    internal override byte[] Read(long sequence) => ReadFile(PathOf(_path, sequence));

    /// <inheritdoc/>
    internal override void Write(long sequence, ReadOnlySpan<byte> bytes)
    {
        string temporary = Path.Combine(_path, TemporaryName);
        try
        {
            File.Delete(temporary);
            using (SafeFileHandle file = OpenToWrite(temporary, isNew: true))
            {
                WriteAll(file, bytes);
            }

            File.Move(temporary, PathOf(_path, sequence), overwrite: true);
        }
        catch
        {
            // What did fit on a full disk is given back.
            TryDelete(temporary);
            throw;
        }
    }

    /// <inheritdoc/>
    internal override void Sync(long sequence)
    {
        using (SafeFileHandle file = OpenToWrite(PathOf(_path, sequence), isNew: false))
        {
            RandomAccess.FlushToDisk(file);
        }

        if (OperatingSystem.IsLinux())
        {
            StateCalls.SyncFolder(_path);
        }
    }

    /// <inheritdoc/>
    internal override void Delete(long sequence) => File.Delete(PathOf(_path, sequence));

    /// <inheritdoc/>
    internal override byte[] ReadFence()
    {
        byte[] bytes = new byte[FenceBytes];
        int count = RandomAccess.Read(_fence, bytes, 0);
        return bytes.AsSpan(0, count).ContainsAnyExcept((byte)0) ? bytes : [];
    }

    /// <inheritdoc/>
    internal override void WriteFence(ReadOnlySpan<byte> bytes) => WriteAll(_fence, bytes);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _fence.Dispose();
        if (OperatingSystem.IsLinux() && !_lock.IsClosed)
        {
            StateCalls.Unlock(_lock);
        }

        _lock.Dispose();
    }

    static void MakeFolder(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            Directory.CreateDirectory(path);
            return;
        }

        if (StateCalls.FactsOf(path) is null)
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        StateCalls.PathFacts facts = StateCalls.FactsOf(path) ?? throw new IOException("it was removed again");
        string? problem = facts.IsLink ? "is a symbolic link; give the folder itself"
            : !facts.IsFolder ? "is no folder"
            : facts.Owner != StateCalls.EffectiveUser
            ? $"belongs to user {facts.Owner}, and this is user {StateCalls.EffectiveUser}; give a folder inside it, which is then made"
            : facts.OthersMayWrite ? "may be written by others; use `chmod 700`, or give a folder inside it, which is then made"
            : null;
        if (problem is not null)
        {
            throw new StateUnavailableException($"{path}: {problem}");
        }
    }

    static SafeFileHandle TakeLock(string path)
    {
        string name = Path.Combine(path, LockName);
        if (!OperatingSystem.IsLinux())
        {
            return File.OpenHandle(name, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }

        SafeFileHandle file = StateCalls.Open(name, StateCalls.ReadWrite | StateCalls.Create);
        if (StateCalls.TryLock(file, name))
        {
            SignLock(file);
            return file;
        }

        byte[] holder = new byte[32];
        int count = RandomAccess.Read(file, holder, 0);
        file.Dispose();
        string number = Encoding.ASCII.GetString(holder, 0, count).Trim();
        throw new StateUnavailableException(
            $"{path}: another process uses it{(number.Length > 0 ? $" (process {number})" : "")}; "
            + "stop that one, or give each its own folder");
    }

    // Who has the lock is for people to read: a full disk is no reason not to start.
    static void SignLock(SafeFileHandle file)
    {
        try
        {
            RandomAccess.SetLength(file, 0);
            WriteAll(file, Encoding.ASCII.GetBytes($"{Environment.ProcessId}\n"));
        }
        catch (IOException)
        {
            // The lock is that of the system.
        }
    }

    static SafeFileHandle OpenFence(string path)
    {
        string name = Path.Combine(path, FenceName);
        SafeFileHandle file = OperatingSystem.IsLinux()
            ? StateCalls.Open(name, StateCalls.ReadWrite | StateCalls.Create)
            : File.OpenHandle(name, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        if (RandomAccess.GetLength(file) < FenceBytes)
        {
            // Bytes, not a length: a hole would need room when it is filled.
            WriteAll(file, new byte[FenceBytes]);
            RandomAccess.FlushToDisk(file);
        }

        return file;
    }

    static SafeFileHandle OpenToWrite(string path, bool isNew) => OperatingSystem.IsLinux()
        ? StateCalls.Open(path, StateCalls.WriteOnly | (isNew ? StateCalls.Create | StateCalls.Exclusive : 0))
        : File.OpenHandle(path, isNew ? FileMode.CreateNew : FileMode.Open, FileAccess.Write);

    // .NET has an exception of its own for the limit on the size of files.
    static void WriteAll(SafeFileHandle file, ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(file, bytes, 0);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw new IOException("the file is larger than this process or its file system may have it", exception);
        }
    }

    static byte[] ReadFile(string path)
    {
        using SafeFileHandle file = OperatingSystem.IsLinux()
            ? StateCalls.Open(path, StateCalls.ReadOnly)
            : File.OpenHandle(path);
        byte[] bytes = new byte[RandomAccess.GetLength(file)];
        int count = 0;
        while (count < bytes.Length)
        {
            int read = RandomAccess.Read(file, bytes.AsSpan(count), count);
            if (read == 0)
            {
                break;
            }

            count += read;
        }

        return bytes[..count];
    }

    static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next attempt begins with it.
        }
    }

    static string PathOf(string path, long sequence) =>
        Path.Combine(path, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{sequence}"));
}
