using LogMetrics.Regex;

namespace LogMetrics.Runtime.Matching;

/// <summary>The patterns of the programs that are being made ready: equal texts become one automaton.</summary>
sealed class PatternPool
{
    // A block's patterns are few and its lines are alike; what all programs try on every line gets the full cache.
    static readonly RegexpLimits BlockLimits = RegexpLimits.Default with { MaxCacheBytes = 1024 * 1024 };

    readonly Dictionary<string, Regexp> _regexps = new(StringComparer.Ordinal);
    readonly Dictionary<string, LinePattern> _linePatterns = new(StringComparer.Ordinal);
    readonly List<LinePatternSet> _sets = [];

    public PatternPool()
    {
        EveryLine = new LinePatternSet(RegexpLimits.Default);
        _sets.Add(EveryLine);
    }

    /// <summary>What programs try on every line.</summary>
    public LinePatternSet EveryLine { get; }

    /// <summary>A set for what a program tries inside a block.</summary>
    public LinePatternSet AddBlock()
    {
        var set = new LinePatternSet(BlockLimits);
        _sets.Add(set);
        return set;
    }

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
            pattern = new LinePattern(Compile(text));
            _linePatterns.Add(text, pattern);
        }

        return pattern;
    }

    /// <summary>Ends the adding: from now on the sets can be asked.</summary>
    public void Seal()
    {
        foreach (LinePatternSet set in _sets)
        {
            set.Seal();
        }
    }
}
