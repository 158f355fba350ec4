namespace LogMetrics.Compiler.GrokExporter.Templates;

/// <summary>The functions that templates can call.</summary>
static class TemplateFunctions
{
    /// <summary>Their names: those of Go's templates, and grok_exporter's own.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "and", "or", "not", "eq", "ne", "lt", "le", "gt", "ge", "len", "index", "slice", "print", "printf", "println", "html", "js",
        "urlquery", "call", "timestamp", "gsub", "add", "subtract", "multiply", "divide", "base",
    ];

    /// <summary>Whether there is such a function.</summary>
    public static bool IsKnown(string name) => Names.Contains(name);
}
