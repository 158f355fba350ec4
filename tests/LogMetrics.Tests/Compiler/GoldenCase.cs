using LogMetrics.Tests.Tidy;

namespace LogMetrics.Tests.Compiler;

/// <summary>A file that holds a program, a line <c>---</c>, and what must come of it. <c>UPDATE_GOLDENS=1</c> rewrites the
/// second part; read the diff.</summary>
sealed record GoldenCase(string Path, string Program, string Expected)
{
    const string Separator = "\n---\n";

    /// <summary>The names of the cases in a folder of the clone.</summary>
    public static IEnumerable<string> Names(string folder, string extension = ".mtail") =>
        Directory.EnumerateFiles(Repository.PathOf(folder), $"*{extension}")
            .Select(path => System.IO.Path.GetFileName(path))
            .Order(StringComparer.Ordinal);

    public static GoldenCase Read(string folder, string name)
    {
        string path = System.IO.Path.Combine(Repository.PathOf(folder), name);
        string text = File.ReadAllText(path);
        int end = text.IndexOf(Separator, StringComparison.Ordinal);
        return end < 0
            ? new GoldenCase(path, text, "")
            : new GoldenCase(path, text[..(end + 1)], text[(end + Separator.Length)..]);
    }

    public void Check(string actual)
    {
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDENS") == "1" && actual != Expected)
        {
            File.WriteAllText(Path, Program.TrimEnd('\n') + Separator + actual);
            return;
        }

        Assert.Equal(Expected, actual);
    }
}
