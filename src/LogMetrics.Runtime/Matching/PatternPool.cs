using LogMetrics.Runtime.Execution;

namespace LogMetrics.Runtime.Matching;

/// <summary>The patterns of the programs that are being made ready: over the line, equal texts become one automaton.</summary>
/// <remarks>Nothing is compiled before <see cref="Seal"/>, when it is known which groups are read.</remarks>
sealed class PatternPool
{
    readonly Dictionary<string, LinePattern> _linePatterns = new(StringComparer.Ordinal);
    readonly List<AskedPattern> _patterns = [];
    readonly List<LinePatternSet> _sets = [];

    readonly Limits _limits;
    readonly ExecutionEvents _events;

    /// <param name="limits">Bounds on the patterns.</param>
    /// <param name="events">Learns what happens to patterns that backtrack.</param>
    public PatternPool(Limits limits, ExecutionEvents events)
    {
        _limits = limits;
        _events = events;
        EveryLine = new LinePatternSet(limits.Patterns);
        _sets.Add(EveryLine);
    }

    /// <summary>What programs try on every line.</summary>
    public LinePatternSet EveryLine { get; }

    /// <summary>How often patterns were asked, each about one text.</summary>
    public long Questions => _patterns.Sum(pattern => pattern.Questions);

    /// <summary>A set for what a program tries inside a block.</summary>
    public LinePatternSet AddBlock()
    {
        var set = new LinePatternSet(_limits.Patterns with { MaxCacheBytes = _limits.MaxBlockCacheBytes });
        _sets.Add(set);
        return set;
    }

    /// <summary>A pattern over strings other than the line.</summary>
    public AskedPattern Add(string text)
    {
        var pattern = new AskedPattern(text, _limits.Patterns, _events);
        _patterns.Add(pattern);
        return pattern;
    }

    /// <summary>The pattern of this text over the line.</summary>
    public LinePattern OverLine(string text)
    {
        if (!_linePatterns.TryGetValue(text, out LinePattern? pattern))
        {
            pattern = new LinePattern(Add(text));
            _linePatterns.Add(text, pattern);
        }

        return pattern;
    }

    /// <summary>Ends the adding: from now on patterns and sets can be asked.</summary>
    public void Seal()
    {
        _patterns.ForEach(pattern => pattern.Seal());
        _sets.ForEach(set => set.Seal());
    }
}
