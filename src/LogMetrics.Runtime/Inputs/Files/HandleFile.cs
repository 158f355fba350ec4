using Microsoft.Win32.SafeHandles;

namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>An open file behind a handle of the operating system; how it is asked what it is differs by system.</summary>
abstract class HandleFile(SafeFileHandle handle) : OpenFile
{
    /// <summary>The handle.</summary>
    protected SafeFileHandle Handle => handle;

    /// <inheritdoc/>
    internal sealed override FileError Read(Span<byte> buffer, long offset, out int count)
    {
        count = 0;
        try
        {
            while (count < buffer.Length)
            {
                int read = RandomAccess.Read(handle, buffer[count..], offset + count);
                if (read == 0)
                {
                    break;
                }

                count += read;
            }

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
    public sealed override void Dispose() => handle.Dispose();
}
