namespace LogMetrics.EndToEndTests.Processes;

/// <summary>Files of the working tree that tests read.</summary>
static class Repository
{
    static readonly string Root = FindRoot();

    /// <summary>The shipped programs.</summary>
    public static string Programs { get; } = Path.Combine(Root, "programs");

    /// <summary>The sample log of each of them.</summary>
    public static string ProgramLogs { get; } = Path.Combine(Root, "tests", "LogMetrics.Tests", "Programs");

    static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "LogMetrics.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException("The tests do not lie below the folder of LogMetrics.sln.");
    }
}
