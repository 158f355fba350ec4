using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LogMetrics.Runtime.State;

/// <summary>The system calls that .NET does not offer and that a state folder needs: links are not followed, a folder can be
/// synced, and a lock belongs to the open file.</summary>
static partial class StateCalls
{
    internal const int ReadOnly = 0;
    internal const int WriteOnly = 1;
    internal const int ReadWrite = 2;
    internal const int Create = 0x40;
    internal const int Exclusive = 0x80;

    const int CloseOnExec = 0x80000;
    const int LockExclusiveWithoutWaiting = 2 | 4;
    const int NoLock = 8;
    const int WouldBlock = 11;
    const int NoSuchFile = 2;
    const int LoopOrLink = 40;
    const int CurrentDirectory = -100;
    const int NoFollowLinks = 0x100;
    const int TypeModeAndOwner = 0x1 | 0x2 | 0x8;

    // The two architectures disagree about these.
    static readonly int Directory = IsArm ? 0x4000 : 0x10000;
    static readonly int NoFollow = IsArm ? 0x8000 : 0x20000;

    static bool IsArm => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;

    /// <summary>The user that the process acts as.</summary>
    internal static uint EffectiveUser => GetEffectiveUser();

    /// <summary>Opens a file that is no link; what is made is for its owner alone.</summary>
    internal static SafeFileHandle Open(string path, int flags)
    {
        int descriptor = Open(path, flags | CloseOnExec | NoFollow, 0x180);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Failure(path);
    }

    /// <summary>Waits until the disk has the names in a folder.</summary>
    internal static void SyncFolder(string path)
    {
        int descriptor = Open(path, ReadOnly | Directory | CloseOnExec | NoFollow, 0);
        if (descriptor < 0)
        {
            throw Failure(path);
        }

        using var folder = new SafeFileHandle(descriptor, ownsHandle: true);
        if (Sync(folder) != 0)
        {
            throw Failure(path);
        }
    }

    /// <summary>Takes the lock of an open file.</summary>
    /// <returns>False when another process has it.</returns>
    internal static bool TryLock(SafeFileHandle file, string path)
    {
        if (Lock(file, LockExclusiveWithoutWaiting) == 0)
        {
            return true;
        }

        return Marshal.GetLastPInvokeError() == WouldBlock ? false : throw Failure(path);
    }

    /// <summary>Gives the lock back, also where a process that is just being started still has a copy of the descriptor.</summary>
    internal static void Unlock(SafeFileHandle file) => _ = Lock(file, NoLock);

    /// <summary>What a path names, links not followed; null when nothing.</summary>
    internal static PathFacts? FactsOf(string path)
    {
        if (Stat(CurrentDirectory, path, NoFollowLinks, TypeModeAndOwner, out StatBuffer buffer) != 0)
        {
            return Marshal.GetLastPInvokeError() == NoSuchFile ? null : throw Failure(path);
        }

        return new PathFacts(buffer.Mode, buffer.Owner);
    }

    static IOException Failure(string path)
    {
        int error = Marshal.GetLastPInvokeError();
        string words = error == LoopOrLink ? "is a symbolic link" : new Win32Exception(error).Message;
        return new IOException($"{path}: {words}", error);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Lock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUser();

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(int directory, string path, int flags, uint mask, out StatBuffer buffer);

    /// <summary>What a path is, and whose.</summary>
    internal readonly record struct PathFacts(ushort Mode, uint Owner)
    {
        internal bool IsFolder => (Mode & 0xF000) == 0x4000;

        internal bool IsLink => (Mode & 0xF000) == 0xA000;

        internal bool OthersMayWrite => (Mode & 0x12) != 0;
    }

    // struct statx of linux/stat.h, as far as it is needed.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    struct StatBuffer
    {
        [FieldOffset(20)]
        public uint Owner;

        [FieldOffset(28)]
        public ushort Mode;
    }
}
