namespace LogMetrics.EndToEndTests.Processes;

/// <summary>A program of the system that some tests need and not every machine has.</summary>
/// <param name="Path">Where it is; empty when it is not installed.</param>
sealed record Tool(string Path)
{
    /// <summary>Whether it is there.</summary>
    public bool IsInstalled => Path.Length > 0;
}

/// <summary>The programs of the system that tests use.</summary>
static class Tools
{
    public static Tool Mtail { get; } = Find("mtail");

    public static Tool Apache { get; } = Find("apache2");

    public static Tool Prometheus { get; } = Find("prometheus");

    public static Tool Promtool { get; } = Find("promtool");

    public static Tool Setpriv { get; } = Find("setpriv");

    public static Tool Prlimit { get; } = Find("prlimit");

    public static Tool Unshare { get; } = Find("unshare");

    public static Tool Nsenter { get; } = Find("nsenter");

    /// <summary>Whether anybody may read a file and enter every folder above it.</summary>
    public static bool IsReadableByOthers(string path)
    {
        bool readable = File.GetUnixFileMode(path).HasFlag(UnixFileMode.OtherRead);
        for (DirectoryInfo? folder = Directory.GetParent(path); folder is not null; folder = folder.Parent)
        {
            readable &= folder.UnixFileMode.HasFlag(UnixFileMode.OtherExecute);
        }

        return readable;
    }

    static Tool Find(string name) => new(
        new[] { "/usr/bin", "/usr/sbin", "/usr/local/bin", "/bin", "/sbin" }
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists) ?? "");
}
