namespace LogMetrics.Runtime.Matching;

/// <summary>A pattern over the line, shared by all places of all programs that ask for the same text: it runs at most once
/// for a line.</summary>
sealed class LinePattern(AskedPattern pattern)
{
    long _askedAt = -1;
    bool _matched;

    /// <summary>The pattern, and its groups in the line it was asked about.</summary>
    public AskedPattern Pattern { get; } = pattern;

    /// <summary>Whether the line matches.</summary>
    /// <param name="line">The line.</param>
    /// <param name="number">The number of the line: the answer is kept until it changes.</param>
    public bool Matches(ReadOnlySpan<byte> line, long number)
    {
        if (_askedAt != number)
        {
            _askedAt = number;
            _matched = Pattern.Matches(line);
        }

        return _matched;
    }
}
