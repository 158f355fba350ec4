using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace LogMetrics.Runtime.Telemetry;

/// <summary>The families <c>process_*</c> and <c>dotnet_*</c>, and which build this is.</summary>
/// <remarks>The names are those of the Prometheus client libraries. Where an operating system does not tell something,
/// the family has no series.</remarks>
public static class ProcessMetrics
{
    /// <summary>Adds them all.</summary>
    /// <param name="own">Where to.</param>
    /// <param name="version">The version of this build.</param>
    public static void Add(OwnMetrics own, string version)
    {
        own.AddInfo(
            "logmetrics_build_info",
            "Which build this is.",
            ("version", version),
            ("runtime", RuntimeInformation.FrameworkDescription),
            ("architecture", RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()));
        AddProcess(own);
        AddDotnet(own);
    }

    static void AddProcess(OwnMetrics own)
    {
        own.AddCounter(
            "process_cpu_seconds_total",
            "Processor time used, in user and kernel mode, in seconds.",
            [],
            () => One(Environment.CpuUsage.TotalTime.TotalSeconds));
        own.AddGauge(
            "process_resident_memory_bytes",
            "Memory of the process that is in RAM, in bytes.",
            [],
            () => One(Environment.WorkingSet));
        own.AddGauge(
            "process_virtual_memory_bytes",
            "Address space of the process, in bytes.",
            [],
            () => OneIfKnown(ProcFiles.VirtualMemoryBytes()));
        own.AddGauge(
            "process_open_fds",
            "Open file descriptors.",
            [],
            () => OneIfKnown(ProcFiles.OpenDescriptors()));
        own.AddGauge(
            "process_max_fds",
            "The most file descriptors that may be open.",
            [],
            () => OneIfKnown(OpenFileLimit.OfThisProcess() is { } limit ? limit == long.MaxValue ? double.PositiveInfinity : limit : null));
        double started = StartSeconds();
        own.AddGauge(
            "process_start_time_seconds",
            "When the process started, in seconds since 1970.",
            [],
            () => One(started));
    }

    static void AddDotnet(OwnMetrics own)
    {
        own.AddCounter(
            "dotnet_gc_collections_total",
            "Garbage collections of each generation.",
            ["generation"],
            () => Enumerable.Range(0, GC.MaxGeneration + 1).Select(generation =>
                (new[] { generation.ToString(CultureInfo.InvariantCulture) }, (double)GC.CollectionCount(generation))));
        own.AddCounter(
            "dotnet_gc_allocated_bytes_total",
            "Bytes allocated on the managed heap.",
            [],
            () => One(GC.GetTotalAllocatedBytes()));
        own.AddCounter(
            "dotnet_gc_pause_seconds_total",
            "Time for which garbage collections stopped all threads, in seconds.",
            [],
            () => One(GC.GetTotalPauseDuration().TotalSeconds));
        own.AddGauge(
            "dotnet_gc_heap_bytes",
            "Size of the managed heap, garbage included, in bytes.",
            [],
            () => One(GC.GetTotalMemory(forceFullCollection: false)));
        own.AddGauge(
            "dotnet_thread_pool_threads",
            "Threads of the thread pool.",
            [],
            () => One(ThreadPool.ThreadCount));
    }

    static double StartSeconds()
    {
        using var process = Process.GetCurrentProcess();
        return (process.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds;
    }

    static IEnumerable<(string[] LabelValues, double Value)> One(double value) => [([], value)];

    static IEnumerable<(string[] LabelValues, double Value)> OneIfKnown(double? value) =>
        value is { } known ? One(known) : [];
}
