using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Patterns;

namespace LogMetrics.Compiler.Language.Binding;

/// <summary>What the parts of the binder share: where they are, and where they report to.</summary>
sealed class BindingContext(CompileOptions options, DiagnosticBag diagnostics)
{
    public CompileOptions Options { get; } = options;

    public DiagnosticBag Diagnostics { get; } = diagnostics;

    /// <summary>The innermost scope at this place of the program.</summary>
    public Scope Scope { get; set; } = new(null);

    /// <summary>What <c>%{NAME}</c> means at this place of the program.</summary>
    public GrokLibrary Grok { get; set; } = options.Grok;

    /// <summary>Inside of a <c>begin</c> block, where there is no line.</summary>
    public bool InBegin { get; set; }

    /// <summary>Inside of the block of a decorator that is not there: every capture may be one of its.</summary>
    public bool CapturesUnknown { get; set; }
}
