using System.Collections.Immutable;

namespace LogMetrics.Compiler.Diagnostics;

/// <summary>The findings of one compilation while it runs; it forgets repetitions of the same finding.</summary>
sealed class DiagnosticBag
{
    readonly List<Diagnostic> _diagnostics = [];
    readonly HashSet<(SourceText, DiagnosticCode, int, int)> _seen = [];

    public bool HasErrors { get; private set; }

    public void Error(
        DiagnosticCode code, SourceSpan span, string message, string? hint = null, params ReadOnlySpan<DiagnosticNote> notes)
    {
        HasErrors = true;
        Add(new Diagnostic(code, DiagnosticSeverity.Error, span, message) { Hint = hint, Notes = [.. notes] });
    }

    public void Warning(
        DiagnosticCode code, SourceSpan span, string message, string? hint = null, params ReadOnlySpan<DiagnosticNote> notes) =>
        Add(new Diagnostic(code, DiagnosticSeverity.Warning, span, message) { Hint = hint, Notes = [.. notes] });

    public void AddAll(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (Diagnostic diagnostic in diagnostics)
        {
            HasErrors |= diagnostic.Severity == DiagnosticSeverity.Error;
            Add(diagnostic);
        }
    }

    /// <summary>What was found in a text that could not be read whole, without what may be wrong only because of that: names
    /// that are missing or unused, and whatever lies on a line that could not be read.</summary>
    /// <param name="unread">The findings about the text.</param>
    public IEnumerable<Diagnostic> WithoutConsequences(DiagnosticBag unread)
    {
        HashSet<int> lines = [.. unread._diagnostics.Select(found => found.Span.Line)];
        return _diagnostics.Where(found => !lines.Contains(found.Span.Line) && found.Code is not (
            DiagnosticCode.UndeclaredName or DiagnosticCode.UndefinedCapture or DiagnosticCode.UndefinedDecorator
            or DiagnosticCode.UnusedMetric or DiagnosticCode.UnusedConstant or DiagnosticCode.UnusedDecorator
            or DiagnosticCode.NextMissing));
    }

    public bool Has(DiagnosticCode code) => _diagnostics.Any(found => found.Code == code);

    /// <summary>Everything found, in the order of the places.</summary>
    public ImmutableArray<Diagnostic> ToSorted() =>
        [.. _diagnostics.OrderBy(found => found.Span.Start).ThenBy(found => found.Code)];

    void Add(Diagnostic diagnostic)
    {
        // Where the text does not fit the grammar, it is enough to say so once.
        bool isSyntax = diagnostic.Code < DiagnosticCode.UndeclaredName;
        DiagnosticCode code = isSyntax ? DiagnosticCode.UnexpectedToken : diagnostic.Code;
        int length = isSyntax ? 0 : diagnostic.Span.Length;
        if (_seen.Add((diagnostic.Span.Source, code, diagnostic.Span.Start, length)))
        {
            _diagnostics.Add(diagnostic);
        }
    }
}
