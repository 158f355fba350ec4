namespace LogMetrics.Regex;

/// <summary>A compiled regular expression: Go's syntax and leftmost-first meaning, over UTF-8 bytes, in linear time.</summary>
/// <remarks>
/// Matching allocates nothing once it is warm, never throws, and takes time linear in the text for any pattern that
/// compiled. An instance keeps working memory of its own, so only one thread may use it at a time. A byte that is not
/// part of valid UTF-8 counts as U+FFFD of width 1.
/// </remarks>
public sealed class Regexp
{
    /// <summary>Compiles a pattern.</summary>
    /// <param name="pattern">The pattern text.</param>
    /// <param name="limits">Bounds on its size; null takes <see cref="RegexpLimits.Default"/>.</param>
    /// <exception cref="RegexpParseException">The pattern is not valid, or is larger than the limits allow.</exception>
    public static Regexp Compile(string pattern, RegexpLimits? limits = null) => throw new NotImplementedException();

    /// <summary>The pattern as it was given.</summary>
    public string Pattern => throw new NotImplementedException();

    /// <summary>How many groups it has, the whole match (group 0) included.</summary>
    public int GroupCount => throw new NotImplementedException();

    /// <summary>The names of the groups by number, from 0; null where a group has none.</summary>
    public IReadOnlyList<string?> GroupNames => throw new NotImplementedException();

    /// <summary>Whether the pattern matches anywhere in the text.</summary>
    public bool IsMatch(ReadOnlySpan<byte> text) => throw new NotImplementedException();

    /// <summary>Finds the leftmost match, and among those the one that Perl and Go prefer.</summary>
    /// <param name="text">What is searched.</param>
    /// <param name="slots">Receives for group g the start at 2g and the end at 2g+1, as byte offsets into
    /// <paramref name="text"/>, or -1 twice when the group took no part; at least 2 × <see cref="GroupCount"/> long.</param>
    /// <returns>False when there is no match; the slots are then undefined.</returns>
    public bool TryMatch(ReadOnlySpan<byte> text, Span<int> slots) => throw new NotImplementedException();

    /// <summary>The same for the first match that starts at an offset or later; anchors and word boundaries still see the
    /// text before it.</summary>
    /// <param name="text">What is searched.</param>
    /// <param name="start">Where a match may start at the earliest.</param>
    /// <param name="slots">As for the other overload.</param>
    public bool TryMatch(ReadOnlySpan<byte> text, int start, Span<int> slots) => throw new NotImplementedException();
}
