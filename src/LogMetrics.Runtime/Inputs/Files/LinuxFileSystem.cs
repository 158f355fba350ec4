using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>Files on Linux, by system calls: .NET knows no inode numbers, and its own way to open a file waits on pipes and
/// takes a lock that another .NET program would respect.</summary>
sealed partial class LinuxFileSystem : NativeFileSystem
{
    const int CoarseRealTime = 5;
    const int CurrentDirectory = -100;
    const int EmptyPath = 0x1000;
    const uint BasicStatsAndBirth = 0xFFF;
    const uint BirthKnown = 0x800;
    const int FormatMask = 0xF000;
    const int RegularFormat = 0x8000;
    const int PipeFormat = 0x1000;

    // O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC; the same numbers on x64 and arm64.
    const int ReadWithoutWaiting = 0x800 | 0x100 | 0x80000;

    /// <inheritdoc/>
    internal override long StampNanoseconds(TimeProvider time) =>
        GetTime(CoarseRealTime, out TimeValue now) == 0
            ? ((long)now.Seconds * 1_000_000_000) + now.Fraction
            : base.StampNanoseconds(time);

    /// <inheritdoc/>
    internal override FileError Stat(string path, out FileStat stat)
    {
        int result = GetStat(CurrentDirectory, path, 0, BasicStatsAndBirth, out StatBuffer buffer);
        return Told(ToStat(result, buffer, out stat), path);
    }

    /// <inheritdoc/>
    internal override FileError TryOpen(string path, out OpenFile? file, out FileStat stat)
    {
        file = null;
        stat = default;
        int descriptor;
        do
        {
            descriptor = Open(path, ReadWithoutWaiting);
        }
        while (descriptor < 0 && Marshal.GetLastPInvokeError() == LinuxErrors.Interrupted);

        if (descriptor < 0)
        {
            return Told(LinuxErrors.FromNumber(Marshal.GetLastPInvokeError()), path);
        }

        var opened = new LinuxFile(new SafeFileHandle(descriptor, ownsHandle: true));
        FileError error = opened.Stat(out stat);
        if (error == FileError.None && !stat.IsRegular)
        {
            error = FileError.NotRegular;
        }

        if (error != FileError.None)
        {
            opened.Dispose();
            return error;
        }

        file = opened;
        return FileError.None;
    }

    // .NET puts this character where a name in a directory is not UTF-8, and no file has the name that comes of it.
    static FileError Told(FileError error, string path) =>
        error == FileError.NotFound && path.Contains('\uFFFD', StringComparison.Ordinal) ? FileError.UnreadableName : error;

    static FileError ToStat(int result, in StatBuffer buffer, out FileStat stat)
    {
        if (result != 0)
        {
            stat = default;
            return LinuxErrors.FromNumber(Marshal.GetLastPInvokeError());
        }

        stat = new FileStat(
            new FileIdentity(
                ((ulong)buffer.DeviceMajor << 32) | buffer.DeviceMinor,
                buffer.Inode,
                (buffer.Mask & BirthKnown) == 0 ? 0 : buffer.Born.Nanoseconds),
            (buffer.Mode & FormatMask) switch
            {
                RegularFormat => FileKind.Regular,
                PipeFormat => FileKind.Pipe,
                _ => FileKind.Other,
            },
            (long)buffer.Size,
            buffer.LinkCount,
            buffer.Modified.Nanoseconds,
            buffer.Changed.Nanoseconds);
        return FileError.None;
    }

    sealed class LinuxFile(SafeFileHandle handle) : HandleFile(handle)
    {
        /// <inheritdoc/>
        internal override FileError Stat(out FileStat stat)
        {
            int result = GetStat(
                (int)Handle.DangerousGetHandle(), "", EmptyPath, BasicStatsAndBirth, out StatBuffer buffer);
            return ToStat(result, buffer, out stat);
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GetStat(int directory, string path, int flags, uint mask, out StatBuffer buffer);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeValue now);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    // struct statx of linux/stat.h.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    struct StatBuffer
    {
        [FieldOffset(0)]
        public uint Mask;

        [FieldOffset(16)]
        public uint LinkCount;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(40)]
        public ulong Size;

        [FieldOffset(80)]
        public Timestamp Born;

        [FieldOffset(96)]
        public Timestamp Changed;

        [FieldOffset(112)]
        public Timestamp Modified;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }

    // struct timespec of time.h.
    [StructLayout(LayoutKind.Sequential)]
    struct TimeValue
    {
        public nint Seconds;
        public nint Fraction;
    }

    [StructLayout(LayoutKind.Sequential, Size = 16)]
    struct Timestamp
    {
        public long WholeSeconds;
        public uint Fraction;

        public readonly long Nanoseconds => (WholeSeconds * 1_000_000_000) + Fraction;
    }
}
