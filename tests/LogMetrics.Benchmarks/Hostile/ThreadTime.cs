using System.Runtime.InteropServices;

namespace LogMetrics.Benchmarks.Hostile;

/// <summary>The processor time of this thread: what other processes do does not count, and neither does compiling in the
/// background.</summary>
static class ThreadTime
{
    const int ClockOfThread = 3;

    public static double Milliseconds
    {
        get
        {
            _ = ReadClock(ClockOfThread, out var time);
            return (time.Seconds * 1e3) + (time.Nanoseconds / 1e6);
        }
    }

    // The library's source generator would need unsafe code for this.
#pragma warning disable SYSLIB1054
    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int ReadClock(int clock, out Time time);
#pragma warning restore SYSLIB1054

    [StructLayout(LayoutKind.Sequential)]
    struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
