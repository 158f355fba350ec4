namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>The files that a glob stands for at the moment, for those who read files that are no logs.</summary>
public static class GlobPaths
{
    /// <summary>The paths, sorted; a literal path is one only if there is such a file.</summary>
    /// <param name="glob">Absolute, or relative to the working directory.</param>
    public static IReadOnlyList<string> Find(string glob)
    {
        var found = new List<string>();
        FileGlob.Parse(glob, Directory.GetCurrentDirectory(), out _)?.FindNew([], found, FileSystem.OfThisSystem);
        return [.. found.Where(File.Exists)];
    }
}
