namespace LogMetrics.Runtime.State;

/// <summary>Which start of the machine this is: what was written to files outlives a process, but not always that.</summary>
static class BootIdentity
{
    /// <summary>The kernel's name for it; empty where there is none.</summary>
    internal static string Read()
    {
        try
        {
            return OperatingSystem.IsLinux() ? File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim() : "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
