using LogMetrics.Runtime.Telemetry;

namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>How many log files may be open at once, and how many are.</summary>
/// <remarks>Never more than the process may have beside what else it opens: connections, programs, its own libraries. When the
/// system refuses all the same, it becomes less.</remarks>
sealed class OpenFileBudget(int max)
{
    const int Fewest = 8;

    // What is opened later than the logs: connections, and libraries, which each keep a descriptor.
    const int KeptForOthers = 128;

    /// <summary>How many are open.</summary>
    internal int Open { get; set; }

    /// <summary>How many may be.</summary>
    internal int Max { get; private set; } = max;

    /// <summary>Whether one has to be closed before another is opened.</summary>
    internal bool IsUsedUp => Open >= Max;

    /// <summary>The system has refused to open one more: some room is left to others.</summary>
    internal void Shrink() => Max = Math.Min(Max, Math.Max(Fewest, Open - Fewest));

    /// <summary>As many as are wanted, or as the process may have now.</summary>
    internal static OpenFileBudget OfThisProcess(int wanted)
    {
        if (OpenFileLimit.OfThisProcess() is not { } limit)
        {
            return new OpenFileBudget(wanted);
        }

        long room = limit - FileSystem.OfThisSystem.Names("/proc/self/fd").Count - KeptForOthers;
        return new OpenFileBudget((int)Math.Max(Fewest, Math.Min(wanted, room)));
    }
}
