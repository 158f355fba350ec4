using System.Globalization;

namespace LogMetrics.Runtime.Telemetry;

/// <summary>What Linux tells a process about itself; null where there is no such file.</summary>
static class ProcFiles
{
    // Counted from the first field behind the name of the program, which may itself hold spaces and parentheses.
    const int VirtualMemoryField = 20;

    internal static double? VirtualMemoryBytes()
    {
        string text = Read("/proc/self/stat");
        string[] fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > VirtualMemoryField ? Number(fields[VirtualMemoryField]) : null;
    }

    internal static double? OpenDescriptors()
    {
        try
        {
            // The listing itself holds one open.
            return Directory.EnumerateFileSystemEntries("/proc/self/fd").Count() - 1;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out double number)
            ? number
            : null;
}
