namespace LogMetrics.Tests.Runtime.Execution;

/// <summary>A program, lines, and the metrics and errors it must give: checked against us and against mtail.</summary>
sealed record ProgramCase(string Title, string Program, string[] Lines, string[] Metrics, long Errors)
{
    public static IReadOnlyList<ProgramCase> All { get; } =
    [
        .. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Runtime/Execution/Cases"), "*.cases")
            .SelectMany(ReadFile),
    ];

    /// <summary>
    /// A case starts with <c>=== title</c>; then come the program, the lines behind <c>---</c>, and behind another
    /// <c>---</c> the metrics, and <c>errors N</c> where there are any.
    /// </summary>
    static IEnumerable<ProgramCase> ReadFile(string path) =>
        File.ReadAllText(path).Split("=== ", StringSplitOptions.RemoveEmptyEntries).Select(Parse);

    static ProgramCase Parse(string text)
    {
        string[] titleAndRest = text.Split('\n', 2);
        string[] parts = titleAndRest[1].Split("---\n");
        string[] results = LinesOf(parts[2]);
        string? errors = Array.Find(results, line => line.StartsWith("errors ", StringComparison.Ordinal));
        return new ProgramCase(
            titleAndRest[0],
            parts[0],
            LinesOf(parts[1]),
            [.. results.Where(line => line != errors)],
            errors is null ? 0 : long.Parse(errors.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    static string[] LinesOf(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
