using System.Runtime.InteropServices;
using LogMetrics.Runtime.Inputs.Files;
using Microsoft.Win32.SafeHandles;

namespace LogMetrics.Runtime.Inputs.Pipes;

/// <summary>What a look at a pipe found.</summary>
enum PipeState
{
    /// <summary>Nothing to read yet.</summary>
    Waiting,

    /// <summary>There are bytes.</summary>
    Readable,

    /// <summary>No bytes, and no writer any more.</summary>
    WriterGone,
}

/// <summary>A named pipe that is open for reading, by system calls: .NET's own way to open one waits for a writer.</summary>
sealed partial class LinuxPipe : IDisposable
{
    // O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC; the same numbers on x64 and arm64.
    const int ReadWithoutWaiting = 0x800 | 0x100 | 0x80000;

    const short ReadableEvent = 0x1;
    const int TryAgain = 11;

    readonly SafeFileHandle _handle;

    LinuxPipe(SafeFileHandle handle) => _handle = handle;

    /// <summary>Opens the pipe; there need not be a writer.</summary>
    internal static FileError TryOpen(string path, out LinuxPipe? pipe)
    {
        int descriptor;
        do
        {
            descriptor = Open(path, ReadWithoutWaiting);
        }
        while (descriptor < 0 && Marshal.GetLastPInvokeError() == LinuxErrors.Interrupted);

        pipe = descriptor < 0 ? null : new LinuxPipe(new SafeFileHandle(descriptor, ownsHandle: true));
        return descriptor < 0 ? LinuxErrors.FromNumber(Marshal.GetLastPInvokeError()) : FileError.None;
    }

    /// <summary>Waits until there is something to read or the last writer is gone.</summary>
    internal PipeState Wait(TimeSpan time)
    {
        var look = new Look { Descriptor = (int)_handle.DangerousGetHandle(), Wanted = ReadableEvent };
        return Poll(ref look, 1, (int)time.TotalMilliseconds) <= 0 ? PipeState.Waiting
            : (look.Found & ReadableEvent) != 0 ? PipeState.Readable
            : PipeState.WriterGone;
    }

    /// <summary>Reads what is there.</summary>
    /// <param name="buffer">Where to.</param>
    /// <param name="count">How many bytes; 0 when there are none at the moment, or no writer.</param>
    internal FileError Read(Span<byte> buffer, out int count)
    {
        nint result;
        do
        {
            result = Read((int)_handle.DangerousGetHandle(), ref MemoryMarshal.GetReference(buffer), buffer.Length);
        }
        while (result < 0 && Marshal.GetLastPInvokeError() == LinuxErrors.Interrupted);

        count = (int)Math.Max(0, result);
        return result >= 0 || Marshal.GetLastPInvokeError() == TryAgain
            ? FileError.None
            : LinuxErrors.FromNumber(Marshal.GetLastPInvokeError());
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref Look look, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int descriptor, ref byte buffer, nint count);

    // struct pollfd of poll.h.
    [StructLayout(LayoutKind.Sequential)]
    struct Look
    {
        public int Descriptor;
        public short Wanted;
        public short Found;
    }
}
