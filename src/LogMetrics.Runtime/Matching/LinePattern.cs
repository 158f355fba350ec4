using LogMetrics.Regex;

namespace LogMetrics.Runtime.Matching;

/// <summary>A pattern over the line, shared by all places of all programs that ask for the same text: it runs at most once
/// for a line.</summary>
sealed class LinePattern(Regexp regexp)
{
    long _askedAt = -1;
    bool _matched;

    /// <summary>The pattern.</summary>
    public Regexp Regexp { get; } = regexp;

    /// <summary>Whether any program reads its groups; without that, knowing that it matches is enough, and cheaper.</summary>
    public bool NeedsCaptures { get; set; }

    /// <summary>Where its groups lie in the line, if it matched and somebody reads them.</summary>
    public int[] Slots { get; } = new int[2 * regexp.GroupCount];

    /// <summary>Whether the line matches.</summary>
    /// <param name="line">The line.</param>
    /// <param name="number">The number of the line: the answer is kept until it changes.</param>
    public bool Matches(ReadOnlySpan<byte> line, long number)
    {
        if (_askedAt != number)
        {
            _askedAt = number;
            _matched = NeedsCaptures ? Regexp.TryMatch(line, Slots) : Regexp.IsMatch(line);
        }

        return _matched;
    }
}
