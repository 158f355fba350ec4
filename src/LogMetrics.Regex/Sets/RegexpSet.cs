using LogMetrics.Regex.Automata;
using LogMetrics.Regex.Literals;
using LogMetrics.Regex.Syntax;

namespace LogMetrics.Regex.Sets;

/// <summary>Many patterns, asked in one scan which of them can match a text.</summary>
/// <remarks>
/// The answer may hold a pattern that does not match after all, never miss one that does: ask the pattern itself before
/// believing it. Patterns with literals that every match contains are looked for by these, all at once; the others run
/// together as one deterministic automaton. So the cost of a text grows with the patterns it comes near to, not with
/// those that are loaded. Like <see cref="Regexp"/>, an instance is for one thread at a time, and allocates nothing once
/// it is warm.
/// </remarks>
public sealed class RegexpSet
{
    readonly LiteralScanner? _scanner;
    readonly SetDfa? _dfa;
    readonly RepairedText _repaired = new();

    // Patterns that would make the common automaton too large, or ask it too much: they are always candidates.
    readonly ulong[] _always;

    // Patterns with anchors of lines stand in the automaton as they are for texts of one line; others have them as candidates.
    readonly ulong[]? _anchoredToLines;

    RegexpSet(int count, RegexpLimits limits, IReadOnlyList<Regexp> patterns)
    {
        Count = count;
        _always = new ulong[WordCount];
        var literals = new List<(byte[] Bytes, int Number)>();
        var others = new List<(RegexpNode Tree, int Number)>();
        var sizes = new AutomatonSize();
        var looks = new HashSet<Look>();
        long states = 0;
        for (var i = 0; i < count; i++)
        {
            if (patterns[i].IsUnsafe)
            {
                _always[i >> 6] |= 1UL << i;
                continue;
            }

            var required = patterns[i].Matcher.Literals;
            if (required.Count > 0 && required.All(literal => literal.Length >= LiteralScanner.MinBytes))
            {
                literals.AddRange(required.Select(literal => (literal, i)));
                continue;
            }

            var tree = patterns[i].Tree;
            if (patterns[i].WithinLine is { } withinLine)
            {
                tree = withinLine.Tree;
                (_anchoredToLines ??= new ulong[WordCount])[i >> 6] |= 1UL << i;
            }

            var size = sizes.Of(tree);
            var allLooks = looks.Union(TreeFacts.Looks(tree)).ToHashSet();
            if (states + size > limits.MaxStates || allLooks.Count > Neighbours.MaxLooks)
            {
                _always[i >> 6] |= 1UL << i;
                continue;
            }

            states += size;
            looks = allLooks;
            others.Add((WithoutOpenEnd(tree.Simplify()), i));
        }

        LiteralCount = literals.Count;
        AutomatonPatternCount = others.Count;
        _scanner = literals.Count == 0 ? null : new LiteralScanner(literals);
        _dfa = others.Count == 0 ? null : new SetDfa(others, WordCount, limits);
    }

    /// <summary>How many patterns there are.</summary>
    public int Count { get; }

    /// <summary>How many words <see cref="Scan"/> fills: one for each 64 patterns, begun or full.</summary>
    public int WordCount => (Count + 63) / 64;

    /// <summary>How many literals the scan looks for.</summary>
    public int LiteralCount { get; }

    /// <summary>How many patterns run as one automaton because they have no literals that every match contains.</summary>
    public int AutomatonPatternCount { get; }

    /// <summary>How many texts needed more states than the cache holds; they had all patterns without literals as candidates.</summary>
    public long OverflowCount => _dfa?.GaveUpCount ?? 0;

    /// <summary>How often the cache of states was full and was emptied.</summary>
    public long CacheFlushCount => _dfa?.States.Flushes ?? 0;

    /// <summary>Puts patterns together.</summary>
    /// <param name="patterns">The patterns; the number of each is its place in the list.</param>
    /// <param name="limits">Bounds on the memory of the set; null takes <see cref="RegexpLimits.Default"/>.</param>
    public static RegexpSet Build(IReadOnlyList<Regexp> patterns, RegexpLimits? limits = null) =>
        new(patterns.Count, limits ?? RegexpLimits.Default, patterns);

    /// <summary>Says which patterns can match.</summary>
    /// <param name="text">What is searched.</param>
    /// <param name="candidates">Receives bit n % 64 of word n / 64 for pattern n; at least
    /// <see cref="WordCount"/> long, the words after that stay as they are.</param>
    public void Scan(ReadOnlySpan<byte> text, Span<ulong> candidates)
    {
        candidates = candidates[..WordCount];
        _always.CopyTo(candidates);
        if (_anchoredToLines is not null && text.Contains((byte)'\n'))
        {
            for (var i = 0; i < candidates.Length; i++)
            {
                candidates[i] |= _anchoredToLines[i];
            }
        }

        _scanner?.Scan(text, candidates);
        _dfa?.Scan(_repaired.Read(text) ? _repaired.Bytes : text, candidates);
    }

    // Whether there is a match does not depend on a tail that can be empty; and nearly never on "up to the end of the
    // line", which is no reason to go there.
    static RegexpNode WithoutOpenEnd(RegexpNode tree)
    {
        if (tree.Op != RegexpOp.Concat)
        {
            return tree;
        }

        var kept = tree.Subs.Count;
        if (kept > 1 && tree.Subs[kept - 1].Op is RegexpOp.EndText or RegexpOp.EndLine && IsAnyText(tree.Subs[kept - 2]))
        {
            kept--;
        }

        while (kept > 0 && IsAnyText(tree.Subs[kept - 1]))
        {
            kept--;
        }

        return kept == tree.Subs.Count ? tree : RegexpNode.Concat([.. tree.Subs.Take(kept)]);
    }

    static bool IsAnyText(RegexpNode node) => node.Op switch
    {
        RegexpOp.Capture => IsAnyText(node.Subs[0]),
        RegexpOp.Star => node.Subs[0].Op is RegexpOp.AnyChar or RegexpOp.AnyCharNotNewline,
        _ => false,
    };
}
