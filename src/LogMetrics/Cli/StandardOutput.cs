using System.Text;
using Microsoft.Win32.SafeHandles;

namespace LogMetrics.Cli;

/// <summary>Standard output that notices when nobody reads it any more.</summary>
/// <remarks>The console's own stream takes writes to a closed pipe for successful, so that <c>yes | logmetrics match y | head</c>
/// would never end. Only a pipe is written to directly: a file may be shared, and its position must move for all.</remarks>
static class StandardOutput
{
    const int BrokenPipe = 32;

    /// <summary>Lets <see cref="Console.Out"/> write through <see cref="Open"/>, each text at once.</summary>
    public static void Adopt()
    {
        if (Console.IsOutputRedirected)
        {
            Console.SetOut(new StreamWriter(Open(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true });
        }
    }

    /// <summary>A stream without a buffer; a write to a pipe that nobody reads throws what <see cref="IsClosed"/> recognises.</summary>
    public static Stream Open()
    {
        if (!OperatingSystem.IsWindows() && Console.IsOutputRedirected)
        {
            var direct = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            if (!direct.CanSeek)
            {
                return direct;
            }
        }

        return Console.OpenStandardOutput();
    }

    /// <summary>Whether writing failed because the reader has gone, as <c>head</c> does when it has enough.</summary>
    public static bool IsClosed(IOException exception) => exception.HResult == BrokenPipe;
}
