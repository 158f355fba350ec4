namespace LogMetrics.Tests.Tidy;

/// <summary>The clone that the tests were built in: tidy tests read its sources, not only what was compiled.</summary>
static class Repository
{
    /// <summary>The folder with the solution in it.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The path of something in the clone.</summary>
    public static string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>The text of a file of the clone.</summary>
    public static string Read(string relative) => File.ReadAllText(PathOf(relative));

    /// <summary>Files under a folder of the clone, as paths from the root with slashes, without what builds leave there.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(PathOf(folder), pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or ".git" or "node_modules" or "out" or "TestResults"))
            .Order(StringComparer.Ordinal);

    static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LogMetrics.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"no LogMetrics.sln above {AppContext.BaseDirectory}");
    }
}
