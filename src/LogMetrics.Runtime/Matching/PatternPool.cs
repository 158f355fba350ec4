using LogMetrics.Regex;

namespace LogMetrics.Runtime.Matching;

/// <summary>The patterns of the programs that are being made ready: equal texts become one automaton.</summary>
sealed class PatternPool
{
    readonly Dictionary<string, Regexp> _regexps = new(StringComparer.Ordinal);
    readonly Dictionary<string, LinePattern> _linePatterns = new(StringComparer.Ordinal);

    public Regexp Compile(string text)
    {
        if (!_regexps.TryGetValue(text, out Regexp? regexp))
        {
            regexp = Regexp.Compile(text);
            _regexps.Add(text, regexp);
        }

        return regexp;
    }

    public LinePattern OverLine(string text)
    {
        if (!_linePatterns.TryGetValue(text, out LinePattern? pattern))
        {
            pattern = new LinePattern(Compile(text), _linePatterns.Count);
            _linePatterns.Add(text, pattern);
        }

        return pattern;
    }

    public LinePatterns ToLinePatterns() => new([.. _linePatterns.Values.OrderBy(pattern => pattern.Index)]);
}
