using System.Runtime.InteropServices;

namespace LogMetrics.Runtime.Telemetry;

/// <summary>How many files the process may have open at once.</summary>
public static partial class OpenFileLimit
{
    const int OpenFilesResource = 7;

    /// <summary>The limit that holds now, which the runtime has raised to the hard one when it started (getrlimit(2), RLIMIT_NOFILE);
    /// null where it is not known.</summary>
    public static long? OfThisProcess() =>
        OperatingSystem.IsLinux() && GetLimit(OpenFilesResource, out ResourceLimit limit) == 0
            ? (long)Math.Min(limit.Soft, long.MaxValue)
            : null;

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out ResourceLimit limit);

    // struct rlimit of sys/resource.h.
    [StructLayout(LayoutKind.Sequential)]
    struct ResourceLimit
    {
        public ulong Soft;
        public ulong Hard;
    }
}
