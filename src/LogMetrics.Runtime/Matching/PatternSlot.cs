using LogMetrics.Runtime.Execution;

namespace LogMetrics.Runtime.Matching;

/// <summary>A pattern of one program: what its captures are, if it was asked for this line and matched.</summary>
/// <remarks>The number of the line is noted with a match, so that nothing has to be cleared for the next line.</remarks>
sealed class PatternSlot
{
    long _matchedAt = -1;
    long _lineMatchedAt = -1;
    StringValue _subject = StringValue.Empty;
    AskedPattern? _pattern;

    /// <summary>The number of its last match: what was read of its captures holds until it changes.</summary>
    public long MatchNumber { get; private set; }

    /// <summary>Whether it has captures for this line.</summary>
    public bool HasMatched(LineContext line) => _matchedAt == line.Number;

    /// <summary>Asks a pattern of a set over the line.</summary>
    public bool AskLine(LinePatternSet set, int index, LineContext line)
    {
        // Rules with one pattern share the slot: for the second of them everything is known already.
        if (_lineMatchedAt == line.Number)
        {
            line.AnyPatternMatched = true;
            return true;
        }

        if (set.Match(index, line) is not { } pattern)
        {
            return false;
        }

        Remember(line, line.Line, pattern.Pattern);
        _lineMatchedAt = line.Number;
        return true;
    }

    /// <summary>Asks a pattern, which is of this slot alone, over another string.</summary>
    public bool Ask(AskedPattern pattern, StringValue subject, LineContext line)
    {
        if (!pattern.Matches(subject.Bytes))
        {
            return false;
        }

        Remember(line, subject, pattern);
        _lineMatchedAt = -1;
        return true;
    }

    /// <summary>The text of a group; empty when it took no part.</summary>
    /// <returns>False when the pattern was not asked for this line, or did not match.</returns>
    public bool TryGetCapture(LineContext line, int group, out StringValue value)
    {
        if (_matchedAt != line.Number)
        {
            value = StringValue.Empty;
            return false;
        }

        int start = _pattern!.StartOf(group, out int length);
        value = start < 0 ? StringValue.Empty : _subject.Slice(start, length);
        return true;
    }

    /// <summary>The bytes of a group; none when it took no part.</summary>
    /// <returns>False when the pattern was not asked for this line, or did not match.</returns>
    public bool TryReadCapture(LineContext line, int group, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (_matchedAt != line.Number)
        {
            return false;
        }

        int start = _pattern!.StartOf(group, out int length);
        if (start >= 0)
        {
            bytes = _subject.Bytes.Slice(start, length);
        }

        return true;
    }

    /// <summary>Whether a group took part.</summary>
    /// <returns>False when the pattern was not asked for this line, or did not match.</returns>
    public bool TryGetTookPart(LineContext line, int group, out bool tookPart)
    {
        bool matched = _matchedAt == line.Number;
        tookPart = matched && _pattern!.StartOf(group, out _) >= 0;
        return matched;
    }

    /// <summary>The text of the first of several groups that is not empty; empty when none is.</summary>
    /// <returns>False when the pattern was not asked for this line, or did not match.</returns>
    public bool TryGetFirstCapture(LineContext line, int[] groups, out StringValue value)
    {
        value = StringValue.Empty;
        foreach (int group in groups)
        {
            if (!TryGetCapture(line, group, out value))
            {
                return false;
            }

            if (value.Bytes.Length > 0)
            {
                break;
            }
        }

        return true;
    }

    void Remember(LineContext line, StringValue subject, AskedPattern pattern)
    {
        _matchedAt = line.Number;
        MatchNumber++;
        _subject = subject;
        _pattern = pattern;
        line.AnyPatternMatched = true;
    }
}
