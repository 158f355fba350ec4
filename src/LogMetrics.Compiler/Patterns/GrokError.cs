using LogMetrics.Compiler.Diagnostics;

namespace LogMetrics.Compiler.Patterns;

/// <summary>Something wrong with a reference.</summary>
/// <param name="Code">What kind of finding.</param>
/// <param name="Origin">Where the reference stands.</param>
/// <param name="Message">The fact.</param>
/// <param name="Hint">What to do.</param>
sealed record GrokError(DiagnosticCode Code, PatternOrigin Origin, string Message, string? Hint);
