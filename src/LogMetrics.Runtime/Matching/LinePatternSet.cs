using LogMetrics.Regex;
using LogMetrics.Regex.Sets;
using LogMetrics.Runtime.Execution;

namespace LogMetrics.Runtime.Matching;

/// <summary>Patterns over the line that programs come to together: one scan says which of them can match, and only those
/// are asked, each when a program reaches it.</summary>
/// <remarks>
/// What all programs try on every line is one set. Each block of a program has a set of its own for what is tried inside
/// it, which is scanned when the block is entered and asks: so patterns that are not reached cost nothing, and patterns
/// that are reached and do not match cost one scan together.
/// </remarks>
sealed class LinePatternSet(RegexpLimits limits)
{
    readonly List<LinePattern> _listed = [];
    LinePattern[] _patterns = [];
    ulong[] _candidates = [];
    RegexpSet? _scan;
    long _scannedAt = -1;

    /// <summary>Adds a pattern; one that is there already is not added again.</summary>
    /// <returns>Its number in this set.</returns>
    public int Add(LinePattern pattern)
    {
        int index = _listed.IndexOf(pattern);
        if (index < 0)
        {
            index = _listed.Count;
            _listed.Add(pattern);
        }

        return index;
    }

    /// <summary>Ends the adding.</summary>
    public void Seal()
    {
        _patterns = [.. _listed];
        _candidates = new ulong[(_patterns.Length + 63) / 64];

        // With one pattern, asking it is all there is to do.
        if (_patterns.Length > 1)
        {
            _scan = RegexpSet.Build([.. _patterns.Select(pattern => pattern.Pattern.Regexp)], limits);
        }
        else
        {
            Array.Fill(_candidates, ulong.MaxValue);
        }
    }

    /// <summary>Bit n % 64 of word n / 64 is set when the line may match pattern n; valid until the next line.</summary>
    public ReadOnlySpan<ulong> Candidates(LineContext line)
    {
        if (_scannedAt != line.Number)
        {
            _scannedAt = line.Number;
            _scan?.Scan(line.Line.Bytes, _candidates);
        }

        return _candidates;
    }

    /// <summary>The pattern of a number, if the line matches it; otherwise null.</summary>
    public LinePattern? Match(int index, LineContext line)
    {
        if (_scan is not null && (Candidates(line)[index >> 6] & (1UL << index)) == 0)
        {
            return null;
        }

        LinePattern pattern = _patterns[index];
        return pattern.Matches(line.Line.Bytes, line.Number) ? pattern : null;
    }
}
