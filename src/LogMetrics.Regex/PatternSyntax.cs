namespace LogMetrics.Regex;

/// <summary>In which syntax a pattern is written.</summary>
/// <remarks>
/// The syntaxes can be mixed by groups: <c>(?O:…)</c> is Oniguruma's inside any pattern, and <c>(?-O:…)</c> Go's. So a pattern
/// that was put together from pieces keeps the places of its pieces.
/// </remarks>
public enum PatternSyntax
{
    /// <summary>Go's <c>regexp</c> (RE2), with look-around, atomic groups and possessive quantifiers beside it.</summary>
    Go,

    /// <summary>Oniguruma's own, as files of grok patterns have it: <c>^</c> and <c>$</c> are of lines, <c>(?m)</c> lets the dot
    /// match line feeds, <c>\w \d \s \b</c> and POSIX classes are Unicode's, classes nest and intersect.</summary>
    Oniguruma,
}
