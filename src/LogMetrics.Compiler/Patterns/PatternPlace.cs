using LogMetrics.Compiler.Diagnostics;

namespace LogMetrics.Compiler.Patterns;

/// <summary>Where a stretch of a pattern is written.</summary>
/// <param name="Span">The place.</param>
/// <param name="Through">Where the pattern names what brought it in, such as a constant; null when it stands in the pattern
/// itself.</param>
public readonly record struct PatternPlace(SourceSpan Span, SourceSpan? Through);

/// <summary>Tells where a stretch of a pattern is written.</summary>
/// <param name="offset">Offset into its text, in UTF-16 units.</param>
/// <param name="length">How many units.</param>
public delegate PatternPlace LocatePattern(int offset, int length);
