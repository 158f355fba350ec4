using System.Runtime.InteropServices;
using LogMetrics.Configuration;
using LogMetrics.Runtime.Lines;
using LogMetrics.Runtime.Telemetry;

namespace LogMetrics.Hosting;

/// <summary>What grok_exporter tells about itself beside the counts of its metrics, under its names.</summary>
static class GrokExporterMetrics
{
    /// <summary>Adds them.</summary>
    public static void Add(OwnMetrics own, LineQueue queue)
    {
        string platform = $"{(OperatingSystem.IsLinux() ? "linux" : OperatingSystem.IsMacOS() ? "darwin" : "windows")}-{ArchitectureName()}";
        string[] values = [ProductVersion.Text, "", "", "", RuntimeInformation.FrameworkDescription, platform];
        own.AddGauge(
            "grok_exporter_build_info",
            "Always 1; its labels say which build this is.",
            ["version", "builddate", "branch", "revision", "goversion", "platform"],
            () => [(values, 1)]);

        // Readers wait for the engine, so that what waits is always little: both bounds are what there is at the moment.
        own.AddGauge(
            "grok_exporter_line_buffer_load",
            "Lines that are read and not yet processed.",
            ["value", "interval"],
            () => [(["min", "1m"], queue.LineCount), (["max", "1m"], queue.LineCount)]);
    }

    /// <summary>The architecture in Go's words.</summary>
    public static string ArchitectureName() => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => "amd64",
        Architecture other => other.ToString().ToLowerInvariant(),
    };
}
