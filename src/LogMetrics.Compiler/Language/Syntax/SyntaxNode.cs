using LogMetrics.Compiler.Diagnostics;

namespace LogMetrics.Compiler.Language.Syntax;

/// <summary>A piece of a program as it was written. It prints itself in the language's own words.</summary>
/// <param name="Span">Where it is written.</param>
abstract record SyntaxNode(SourceSpan Span)
{
    /// <summary>The node as source text in one normal form: one space around operators, no comments.</summary>
    protected abstract string Print();

    public sealed override string ToString() => Print();

    protected static string Join<T>(IEnumerable<T> nodes) => string.Join(", ", nodes);
}

/// <summary>A name with its place.</summary>
sealed record NameToken(string Text, SourceSpan Span) : SyntaxNode(Span)
{
    protected override string Print() => Text;
}
