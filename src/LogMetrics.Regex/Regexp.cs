using System.Globalization;
using LogMetrics.Regex.Automata;
using LogMetrics.Regex.Backtracking;
using LogMetrics.Regex.Straight;
using LogMetrics.Regex.Syntax;

namespace LogMetrics.Regex;

/// <summary>A compiled regular expression: Go's syntax and leftmost-first meaning, and more, over UTF-8 bytes, in
/// linear time.</summary>
/// <remarks>
/// Matching allocates nothing once it is warm, never throws, and takes time linear in the text for any pattern that
/// compiled, unless its author has said <see cref="Unsafe"/>. An instance keeps working memory of its own, so only one thread may use it at a time. A byte that is not
/// part of valid UTF-8 counts as U+FFFD of width 1.
/// </remarks>
public sealed class Regexp
{
    // A noncharacter, which no pattern holds.
    const string UnsafeMark = "\uFFFF(*unsafe)";

    readonly RepairedText _repaired = new();
    readonly string?[] _groupNames;
    readonly bool _matchesEveryText;
    readonly Matcher? _matcher;
    readonly BacktrackingEngine? _backtracking;

    // Made for the first text, or when somebody says so: whoever only wants to know whether a pattern is valid does not wait for them.
    Matcher? _ready;
    StraightEngine? _straight;

    // Captures inside (?=(.*)): they hold what follows, and the match goes on where they begin.
    readonly RegexpNode[] _rests;

    Regexp(string pattern, RegexpNode tree, AutomatonSize sizes, RegexpLimits limits, Regexp? withinLine)
    {
        WithinLine = withinLine;
        Pattern = pattern;
        Tree = tree;
        var names = new List<string?> { null };
        names.AddRange(TreeFacts.Captures(tree).Select(capture => capture.CaptureName));
        _groupNames = [.. names];
        _matchesEveryText = TreeFacts.MatchesEveryText(tree);
        _matcher = new Matcher(tree, sizes, 2 * GroupCount, limits);
        _rests = [.. TreeFacts.Captures(tree).Where(capture => capture.IsRestOfLine)];
    }

    Regexp(string pattern, RegexpNode tree, List<string?> groupNames, BacktrackingEngine backtracking)
    {
        Pattern = pattern;
        Tree = tree;
        _groupNames = [.. groupNames];
        _rests = [];
        _backtracking = backtracking;
    }

    /// <summary>The pattern as it was given, to <see cref="Unsafe"/> if it may backtrack.</summary>
    public string Pattern { get; }

    /// <summary>How many groups it has, the whole match (group 0) included.</summary>
    public int GroupCount => _groupNames.Length;

    /// <summary>The names of the groups by number, from 0; null where a group has none.</summary>
    public IReadOnlyList<string?> GroupNames => _groupNames;

    /// <summary>The syntax tree as it was parsed, not simplified.</summary>
    public RegexpNode Tree { get; }

    /// <summary>How the pattern is matched, and why, as far as the texts so far have shown.</summary>
    public RegexpPlan Plan => WithinLine is not null ? WithinLine.Plan : IsUnsafe ? RegexpPlan.Backtracking : RegexpPlan.Of(Matcher, Straight);

    /// <summary>Whether it is matched by backtracking, as <see cref="Unsafe"/> allows.</summary>
    public bool IsUnsafe => _backtracking is not null;

    /// <summary>The texts that took an unsafe pattern too long; they count as no match.</summary>
    public long TimeoutCount => _backtracking?.TimeoutCount ?? 0;

    /// <summary>Whether an unsafe pattern has timed out so often that it matches nothing any more.</summary>
    public bool IsQuarantined => _backtracking?.IsQuarantined ?? false;

    /// <summary>The bytes that the states take which texts have needed so far; bounded by <see cref="RegexpLimits.MaxCacheBytes"/>.</summary>
    public long CacheBytes => (_matcher?.CacheBytes ?? 0) + (WithinLine?.CacheBytes ?? 0);

    /// <summary>What matches texts of one line, where the pattern has anchors of lines; otherwise null.</summary>
    internal Regexp? WithinLine { get; }

    /// <summary>The linear engines; there are none for an unsafe pattern.</summary>
    internal Matcher Matcher => _ready ?? MakeReady();

    /// <summary>The engine that is asked first; null when the pattern is not of its kind.</summary>
    internal StraightEngine? Straight => _matcher is null || Matcher is null ? null : _straight;

    /// <summary>The text of a pattern that may backtrack: for what no automaton can match, such as references to groups.</summary>
    /// <remarks>It then takes the time that .NET's engine needs, but no longer than
    /// <see cref="RegexpLimits.BacktrackingMilliseconds"/> for a text.</remarks>
    /// <param name="pattern">The pattern text.</param>
    public static string Unsafe(string pattern) => pattern + UnsafeMark;

    /// <summary>Compiles a pattern.</summary>
    /// <param name="pattern">The pattern text.</param>
    /// <param name="limits">Bounds on its size; null takes <see cref="RegexpLimits.Default"/>.</param>
    /// <param name="groups">The numbers of the groups that somebody will read; the others are forgotten, because each costs
    /// time, and those that stay are numbered anew, from 1, in their order. Null keeps all as they are.</param>
    /// <param name="syntax">In which syntax the pattern is written.</param>
    /// <exception cref="RegexpParseException">The pattern is not valid, or is larger than the limits allow.</exception>
    public static Regexp Compile(
        string pattern,
        RegexpLimits? limits = null,
        IReadOnlySet<int>? groups = null,
        PatternSyntax syntax = PatternSyntax.Go)
    {
        limits ??= RegexpLimits.Default;
        var bytes = System.Text.Encoding.UTF8.GetByteCount(pattern);
        if (bytes > limits.MaxPatternBytes)
        {
            throw new RegexpParseException(
                RegexpError.TooLarge,
                0,
                pattern.Length,
                $"the pattern has {bytes} bytes; at most {limits.MaxPatternBytes} are allowed");
        }

        if (pattern.EndsWith(UnsafeMark, StringComparison.Ordinal))
        {
            return CompileUnsafe(pattern[..^UnsafeMark.Length], limits, groups, syntax);
        }

        var tree = RegexpNode.Parse(pattern, syntax);
        var sizes = new AutomatonSize();
        tree = AtomicGroups.Reduce(tree, sizes, limits.MaxStates);
        var states = sizes.Of(tree);
        if (states > limits.MaxStates)
        {
            throw new RegexpParseException(
                RegexpError.TooLarge,
                0,
                pattern.Length,
                $"the pattern would become {states} states; at most {limits.MaxStates} are allowed");
        }

        if (TreeFacts.Looks(tree).Count > Neighbours.MaxLooks)
        {
            throw new RegexpParseException(
                RegexpError.TooLarge,
                0,
                pattern.Length,
                $"the pattern has more than {Neighbours.MaxLooks} different look-arounds");
        }

        if (groups is not null)
        {
            tree = GroupSelection.Keep(tree, groups);
            sizes = new AutomatonSize();
        }

        Regexp? withinLine = null;
        if (LineAnchors.WithinLine(tree) is { } single)
        {
            limits = limits with { MaxCacheBytes = limits.MaxCacheBytes / 2 };
            withinLine = new Regexp(pattern, single, sizes, limits, null);
        }

        var regexp = new Regexp(pattern, tree, sizes, limits, withinLine);
        if (regexp._matcher!.WorstStepCost is var cost && (cost > limits.MaxStepCost || cost == int.MaxValue))
        {
            var howMany = cost == int.MaxValue ? "more than a million" : cost.ToString(CultureInfo.InvariantCulture);
            throw new RegexpParseException(
                RegexpError.TooLarge,
                0,
                pattern.Length,
                $"one character of a text could take {howMany} steps, because the pattern goes on in so many ways at once; "
                + $"at most {limits.MaxStepCost} are allowed");
        }

        return regexp;
    }

    static Regexp CompileUnsafe(string pattern, RegexpLimits limits, IReadOnlySet<int>? groups, PatternSyntax syntax)
    {
        var translated = BacktrackingTranslator.Translate(pattern, syntax);
        int[] kept = [.. Enumerable.Range(0, translated.GroupNames.Count).Where(group => group == 0 || groups?.Contains(group) != false)];
        var names = kept.Select(group => translated.GroupNames[group]).ToList();
        try
        {
            var engine = new BacktrackingEngine(translated.Text, kept, limits);

            // What the groups match is not known: any text.
            var tree = RegexpNode.Concat([.. names.Skip(1).Select((name, index) => new RegexpNode(RegexpOp.Capture)
            {
                CaptureNumber = index + 1,
                CaptureName = name,
                SubList = [new RegexpNode(RegexpOp.Star) { SubList = [new RegexpNode(RegexpOp.AnyChar)] }],
            })]);
            return new Regexp(pattern, tree, names, engine);
        }
        catch (ArgumentException error)
        {
            throw new RegexpParseException(
                RegexpError.UnsupportedPerlSyntax, 0, pattern.Length, $"the backtracking engine refuses the pattern: {error.Message.TrimEnd('.')}");
        }
    }

    /// <summary>Makes the engines, for which the first line would have to wait otherwise.</summary>
    public void Prepare()
    {
        var matched = WithinLine ?? this;
        if (matched is { _matcher: not null, _ready: null })
        {
            matched.MakeReady();
        }
    }

    Matcher MakeReady()
    {
        var matcher = _matcher ?? throw new InvalidOperationException("The pattern is matched by backtracking.");
        matcher.Prepare();
        _straight = StraightEngine.For(Tree, 2 * GroupCount);
        return _ready = matcher;
    }

    /// <summary>Whether the pattern matches anywhere in the text.</summary>
    /// <param name="text">What is searched.</param>
    public bool IsMatch(ReadOnlySpan<byte> text)
    {
        if (_backtracking is not null)
        {
            return _backtracking.TryMatch(text, 0, []);
        }

        if (WithinLine is not null && !text.Contains((byte)'\n'))
        {
            return WithinLine.IsMatch(text);
        }

        if (_matchesEveryText || !Matcher.MayMatch(text))
        {
            return _matchesEveryText;
        }

        var answer = _straight is { IsWorthwhile: true } ? _straight.IsMatch(text) : DfaAnswer.GaveUp;
        return answer == DfaAnswer.GaveUp
            ? Matcher.IsMatch(_repaired.Read(text) ? _repaired.Bytes : text, 0)
            : answer == DfaAnswer.Yes;
    }

    /// <summary>Finds the leftmost match, and among those the one that Perl and Go prefer.</summary>
    /// <param name="text">What is searched.</param>
    /// <param name="slots">Receives for group g the start at 2g and the end at 2g+1, as byte offsets into
    /// <paramref name="text"/>, or -1 twice when the group took no part; at least 2 × <see cref="GroupCount"/> long.</param>
    /// <returns>False when there is no match; the slots are then undefined.</returns>
    public bool TryMatch(ReadOnlySpan<byte> text, Span<int> slots) => TryMatch(text, 0, slots);

    /// <summary>The same for the first match that starts at an offset or later; anchors and word boundaries still see the
    /// text before it.</summary>
    /// <param name="text">What is searched.</param>
    /// <param name="start">Where a match may start at the earliest.</param>
    /// <param name="slots">As for the other overload.</param>
    public bool TryMatch(ReadOnlySpan<byte> text, int start, Span<int> slots)
    {
        if (!TryMatchWithoutRests(text, start, slots))
        {
            return false;
        }

        foreach (var rest in _rests)
        {
            if (slots[2 * rest.CaptureNumber] is >= 0 and var from)
            {
                var length = (rest.Flags & RegexpFlags.DotNewline) != 0 ? -1 : text[from..].IndexOf((byte)'\n');
                slots[(2 * rest.CaptureNumber) + 1] = length < 0 ? text.Length : from + length;
            }
        }

        return true;
    }

    bool TryMatchWithoutRests(ReadOnlySpan<byte> text, int start, Span<int> slots)
    {
        if (_backtracking is not null)
        {
            return _backtracking.TryMatch(text, start, slots);
        }

        if (WithinLine is not null && !text.Contains((byte)'\n'))
        {
            return WithinLine.TryMatchWithoutRests(text, start, slots);
        }

        if (!Matcher.MayMatch(text[start..]))
        {
            return false;
        }

        if (_straight is { IsWorthwhile: true })
        {
            var answer = _straight.TryMatch(text, start, slots);
            if (answer != DfaAnswer.GaveUp)
            {
                return answer == DfaAnswer.Yes;
            }
        }

        if (!_repaired.Read(text))
        {
            return Matcher.TryMatch(text, start, slots);
        }

        if (!Matcher.TryMatch(_repaired.Bytes, _repaired.FromOriginal(start), slots))
        {
            return false;
        }

        foreach (ref var slot in slots[..(2 * GroupCount)])
        {
            slot = slot < 0 ? -1 : _repaired.ToOriginal(slot);
        }

        return true;
    }
}
