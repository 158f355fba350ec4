using LogMetrics.Compiler.Diagnostics;

namespace LogMetrics.Compiler.Patterns;

/// <summary>A name and the regular expression it stands for, which may refer to other names with <c>%{NAME}</c>.</summary>
/// <param name="Name">The name that references use.</param>
/// <param name="Text">The regular expression, with places in the file it comes from.</param>
/// <param name="Dialect">In which syntax it is written.</param>
/// <param name="NameSpan">Where the name is written.</param>
public sealed record GrokDefinition(string Name, PlacedText Text, GrokDialect Dialect, SourceSpan NameSpan)
{
    /// <summary>What the comment above the definition says, in one line; null when there is none.</summary>
    public string? Description { get; init; }

    /// <summary>Whether it is only there for other definitions of the built-in library, and not listed.</summary>
    public bool IsPart { get; init; }
}
