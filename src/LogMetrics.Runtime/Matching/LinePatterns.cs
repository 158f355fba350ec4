using LogMetrics.Regex.Sets;
using LogMetrics.Runtime.Execution;

namespace LogMetrics.Runtime.Matching;

/// <summary>All patterns that the programs of a set ask over the line: one scan of a line says which of them can match, and
/// only those are asked, when a program reaches them.</summary>
sealed class LinePatterns
{
    readonly RegexpSet? _set;
    readonly ulong[] _candidates = [];
    long _scannedAt = -1;

    public LinePatterns(IReadOnlyList<LinePattern> patterns)
    {
        // With one pattern, asking it is all there is to do.
        if (patterns.Count > 1)
        {
            _set = RegexpSet.Build([.. patterns.Select(pattern => pattern.Regexp)]);
            _candidates = new ulong[_set.WordCount];
        }
    }

    /// <summary>Whether the line matches a pattern.</summary>
    public bool Matches(LinePattern pattern, LineContext line)
    {
        ReadOnlySpan<byte> text = line.Line.Bytes;
        if (_set is not null)
        {
            if (_scannedAt != line.Number)
            {
                _scannedAt = line.Number;
                _set.Scan(text, _candidates);
            }

            if ((_candidates[pattern.Index >> 6] & (1UL << pattern.Index)) == 0)
            {
                return false;
            }
        }

        return pattern.Matches(text, line.Number);
    }
}
