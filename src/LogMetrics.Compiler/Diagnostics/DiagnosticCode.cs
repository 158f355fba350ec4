namespace LogMetrics.Compiler.Diagnostics;

/// <summary>
/// The kinds of finding. Ranges tell the stage: 1xxx syntax, 2xxx names and types, 3xxx patterns, 4xxx grok_exporter
/// configurations, 5xxx likely mistakes. A number never changes its meaning and is never used again.
/// </summary>
public enum DiagnosticCode
{
    /// <summary>The text does not fit the grammar at this place.</summary>
    UnexpectedToken = 1001,

    /// <summary>Two declarations of one metric do not agree, and so cannot share it. Found by the runtime, which is the
    /// first to see several programs at once.</summary>
    MetricDeclaredDifferently = 2901,
}
