using System.Collections.Immutable;

namespace LogMetrics.Compiler.Diagnostics;

/// <summary>How much a diagnostic matters.</summary>
public enum DiagnosticSeverity
{
    /// <summary>The text works, but probably not as its author means it.</summary>
    Warning,

    /// <summary>The text cannot be used.</summary>
    Error,
}

/// <summary>Another place that helps to understand a diagnostic, with what is to be seen there.</summary>
/// <param name="Span">The place.</param>
/// <param name="Message">What is there, without a full stop.</param>
public sealed record DiagnosticNote(SourceSpan Span, string Message);

/// <summary>One finding about an author's text: what, where, and what to do about it.</summary>
/// <param name="Code">What kind of finding; its number never changes meaning.</param>
/// <param name="Severity">Whether the text can still be used.</param>
/// <param name="Span">The place that is wrong: inside a pattern, if that is where the trouble is.</param>
/// <param name="Message">The fact, in one sentence without a full stop, names in backquotes.</param>
public sealed record Diagnostic(DiagnosticCode Code, DiagnosticSeverity Severity, SourceSpan Span, string Message)
{
    /// <summary>What to do, in the imperative; null when the message says it all.</summary>
    public string? Hint { get; init; }

    /// <summary>Other places that belong to the finding.</summary>
    public ImmutableArray<DiagnosticNote> Notes { get; init; } = [];
}
