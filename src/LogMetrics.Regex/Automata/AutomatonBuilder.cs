using System.Numerics;
using LogMetrics.Regex.Syntax;

namespace LogMetrics.Regex.Automata;

/// <summary>Turns syntax trees into an <see cref="Automaton"/>.</summary>
/// <remarks>
/// It builds from the end to the start: each piece is told where to go on, so that nothing has to be patched, except in
/// loops. The most preferred way comes first in every split; a loop whose body can match nothing is written
/// <c>(x+)?</c>, which keeps Go's order of preference.
/// </remarks>
sealed class AutomatonBuilder
{
    static readonly int[] AnyRanges = [0, CharClassBuilder.MaxRune];
    static readonly int[] NotNewlineRanges = [0, '\n' - 1, '\n' + 1, CharClassBuilder.MaxRune];

    readonly List<Instruction> _code = [];
    readonly Numbering<ByteSet> _sets = new();
    readonly AutomatonSize _sizes;
    readonly bool _withCaptures;
    readonly List<Look> _looks = [];
    readonly bool _overCharacters;
    readonly Numbering<int[]> _characterSets = new(AutomatonSize.RangesComparer.Instance);
    readonly List<Watcher> _watchers = [];
    readonly int _maxInstructions;
    Assertions _asked;

    /// <param name="sizes">Knows the automata of classes.</param>
    /// <param name="withCaptures">Whether the places of captures are saved.</param>
    /// <param name="maxInstructions">The most instructions that look-ahead and atomic groups may make of it.</param>
    /// <param name="overCharacters">Whether an instruction consumes a character, and not a byte.</param>
    public AutomatonBuilder(AutomatonSize sizes, bool withCaptures, int maxInstructions, bool overCharacters = false)
    {
        _overCharacters = overCharacters;
        _maxInstructions = maxInstructions;
        _sizes = sizes;
        _withCaptures = withCaptures;
    }

    /// <summary>Builds the automaton of one pattern.</summary>
    /// <param name="root">Its simplified tree.</param>
    /// <param name="slotCount">How many slots its captures fill.</param>
    public Automaton Build(RegexpNode root, int slotCount)
    {
        var start = AddPattern(root, 0);
        var searchStart = TreeFacts.IsAnchored(root) ? start : AddSearch(start, TreeFacts.IsNullable(root));
        return Finish(start, searchStart, slotCount);
    }

    /// <summary>Builds the automaton of a piece of a pattern, which matches where it is placed and nowhere else.</summary>
    public Automaton BuildPlaced(RegexpNode root)
    {
        var start = AddPattern(root, 0);
        return Finish(start, start, 0);
    }

    /// <summary>Builds one automaton that matches each of several patterns by its number.</summary>
    public Automaton BuildSet(IReadOnlyList<RegexpNode> roots)
    {
        int? anchored = null, floating = null;
        var nullable = false;
        for (var i = roots.Count - 1; i >= 0; i--)
        {
            var start = AddPattern(roots[i], i);
            if (TreeFacts.IsAnchored(roots[i]))
            {
                anchored = anchored is { } other ? Add(InstructionOp.Split, start, other) : start;
            }
            else
            {
                nullable |= TreeFacts.IsNullable(roots[i]);
                floating = floating is { } other ? Add(InstructionOp.Split, start, other) : start;
            }
        }

        var search = floating is { } first ? AddSearch(first, nullable) : Add(InstructionOp.Fail, 0, 0);
        var all = anchored is { } fixedStart ? Add(InstructionOp.Split, fixedStart, search) : search;
        return Finish(all, all, 0);
    }

    /// <summary>The bit of an assertion, by which instructions name it.</summary>
    public static int BitOf(Assertions assertion) => BitOperations.TrailingZeroCount((ulong)assertion);

    /// <summary>Builds what follows the inside of a look-ahead or an atomic group.</summary>
    public Watcher Watch(RegexpNode group, bool seesAll = false)
    {
        var match = Add(InstructionOp.Match, 0, 0);
        var start = Add(LookAheadBody.Of(group), match);
        return new Watcher(group, Finish(start, start, 0), seesAll);
    }

    Automaton Finish(int start, int searchStart, int slotCount)
    {
        IReadOnlyList<Instruction> code = _code;
        if (_watchers.Count > 0)
        {
            Alphabet alphabet = _overCharacters
                ? new Alphabet.OfCharacters(_characterSets, _watchers)
                : new Alphabet.OfBytes(_sets);
            var expansion = new RiderExpansion(_code, alphabet, _watchers, _maxInstructions);
            Span<int> starts = [start, searchStart];
            code = expansion.Run(starts);
            (start, searchStart) = (starts[0], starts[1]);
            _asked |= expansion.AsksForEnd ? Assertions.EndText : 0;
        }

        return new Automaton
        {
            Code = [.. code],
            Sets = [.. _sets.Items],
            CharacterSets = _characterSets.Items,
            Start = start,
            SearchStart = searchStart,
            SlotCount = slotCount,
            Asked = _asked,
            Neighbours = new Neighbours(_asked, _looks),
        };
    }

    int AddPattern(RegexpNode root, int number)
    {
        var match = Add(InstructionOp.Match, 0, number);
        if (!_withCaptures)
        {
            return Add(root, match);
        }

        var end = Add(InstructionOp.Save, match, 1);
        return Add(InstructionOp.Save, Add(root, end), 0);
    }

    // A pattern that cannot match nothing starts with the first byte of a character anyway, so the search may go byte by
    // byte; otherwise it has to stop between characters only.
    int AddSearch(int start, bool nullable)
    {
        nullable |= _overCharacters;
        var split = Add(InstructionOp.Split, start, 0);
        var skip = nullable
            ? AddClass(AnyRanges, split)
            : Add(InstructionOp.Bytes, split, _sets.Of(ByteSet.All));
        _code[split] = new Instruction(InstructionOp.Split, start, skip);
        return split;
    }

    int Add(RegexpNode node, int next)
    {
        switch (node.Op)
        {
            case RegexpOp.NoMatch:
                return Add(InstructionOp.Fail, 0, 0);
            case RegexpOp.EmptyMatch:
                return next;
            case RegexpOp.Literal:
                return AddLiteral(node, next);
            case RegexpOp.CharClass:
                return AddClass(node.RuneArray, next);
            case RegexpOp.AnyChar:
                return AddClass(AnyRanges, next);
            case RegexpOp.AnyCharNotNewline:
                return AddClass(NotNewlineRanges, next);
            case RegexpOp.BeginLine:
                return AddAssertion(node.IsOniguruma ? Assertions.BeginInnerLine : Assertions.BeginLine, next);
            case RegexpOp.EndLine:
                return AddAssertion(Assertions.EndLine, next);
            case RegexpOp.BeginText:
                return AddAssertion(Assertions.BeginText, next);
            case RegexpOp.EndText:
                return AddAssertion(Assertions.EndText, next);
            case RegexpOp.WordBoundary:
                return AddAssertion(node.IsOniguruma ? Assertions.UnicodeWordBoundary : Assertions.WordBoundary, next);
            case RegexpOp.NoWordBoundary:
                return AddAssertion(node.IsOniguruma ? Assertions.NoUnicodeWordBoundary : Assertions.NoWordBoundary, next);
            case RegexpOp.EndTextOrLastNewline:
                return AddAssertion(Assertions.EndTextOrLastNewline, next);
            case RegexpOp.LookAhead or RegexpOp.LookBehind:
                return AddLook(Look.Of(node), next);
            case RegexpOp.Atomic:
                return AddAtomic(node, next);
            case RegexpOp.Ahead or RegexpOp.NotAhead:
                return AddAhead(node, next);
            case RegexpOp.Capture:
                return AddCapture(node, next);
            case RegexpOp.Star:
                return AddStar(node, next);
            case RegexpOp.Plus:
                return AddLoop(node, next).Body;
            case RegexpOp.Quest:
                return AddSplit(Add(node.SubList[0], next), next, node.IsNonGreedy);
            case RegexpOp.Concat:
                for (var i = node.SubList.Count - 1; i >= 0; i--)
                {
                    next = Add(node.SubList[i], next);
                }

                return next;
            default:
                return AddAlternatives(node, next);
        }
    }

    int AddAlternatives(RegexpNode node, int next)
    {
        var rest = Add(node.SubList[^1], next);
        for (var i = node.SubList.Count - 2; i >= 0; i--)
        {
            rest = Add(InstructionOp.Split, Add(node.SubList[i], next), rest);
        }

        return rest;
    }

    int AddCapture(RegexpNode node, int next)
    {
        if (!_withCaptures)
        {
            return Add(node.SubList[0], next);
        }

        var end = Add(InstructionOp.Save, next, (2 * node.CaptureNumber) + 1);
        return Add(InstructionOp.Save, Add(node.SubList[0], end), 2 * node.CaptureNumber);
    }

    int AddStar(RegexpNode node, int next)
    {
        var (body, split) = AddLoop(node, next);
        return TreeFacts.IsNullable(node.SubList[0]) ? AddSplit(body, next, node.IsNonGreedy) : split;
    }

    (int Body, int Split) AddLoop(RegexpNode node, int next)
    {
        // Such a round ends the loop, and copies of the loop for different riders would not notice.
        if (TreeFacts.IsNullable(node.SubList[0]) && TreeFacts.FirstWatched(node) is { } watched)
        {
            throw new RegexpParseException(
                RegexpError.UnsupportedPerlSyntax,
                watched.Offset,
                watched.Length,
                "a look-ahead or an atomic group in a loop whose rounds can be empty takes backtracking, which only "
                + "`unsafe_regex` allows");
        }

        var split = Add(InstructionOp.Split, next, next);
        var body = Add(node.SubList[0], split);
        _code[split] = node.IsNonGreedy
            ? new Instruction(InstructionOp.Split, next, body)
            : new Instruction(InstructionOp.Split, body, next);
        return (body, split);
    }

    int AddSplit(int body, int next, bool nonGreedy) =>
        nonGreedy ? Add(InstructionOp.Split, next, body) : Add(InstructionOp.Split, body, next);

    int AddAssertion(Assertions assertion, int next)
    {
        _asked |= assertion;
        return Add(InstructionOp.Assert, next, BitOf(assertion));
    }

    int AddAtomic(RegexpNode node, int next)
    {
        var watcher = AddWatcher(node);
        return Add(InstructionOp.Watch, Add(node.SubList[0], Add(InstructionOp.Release, next, watcher)), watcher);
    }

    int AddAhead(RegexpNode node, int next)
    {
        if (node.Op == RegexpOp.NotAhead || !TreeFacts.Captures(node).Any())
        {
            return Add(InstructionOp.Watch, next, AddWatcher(node));
        }

        // Nothing is matched behind it any more: so it is matched as other text is, only that the match ends before it.
        var saves = new Stack<int>();
        for (; _code[next].Op == InstructionOp.Save; next = _code[next].Next)
        {
            saves.Push(_code[next].Argument);
        }

        if (_code[next].Op != InstructionOp.Match)
        {
            throw new RegexpParseException(
                RegexpError.UnsupportedPerlSyntax,
                node.Offset,
                node.Length,
                "a capture inside a look-ahead takes backtracking, which only `unsafe_regex` allows");
        }

        next = Add(node.SubList[0], next);
        while (saves.TryPop(out var slot))
        {
            next = Add(InstructionOp.Save, next, slot);
        }

        return next;
    }

    int AddWatcher(RegexpNode node)
    {
        _watchers.Add(new AutomatonBuilder(_sizes, withCaptures: false, _maxInstructions, _overCharacters).Watch(node));
        return _watchers.Count - 1;
    }

    int AddLook(Look look, int next)
    {
        var number = _looks.IndexOf(look);
        if (number < 0)
        {
            number = _looks.Count;
            _looks.Add(look);
        }

        return AddAssertion((Assertions)(1UL << (Neighbours.FirstLook + number)), next);
    }

    int AddLiteral(RegexpNode node, int next)
    {
        for (var i = node.RuneArray.Length - 1; i >= 0; i--)
        {
            next = AddClass(AutomatonSize.CasesOf(node.RuneArray[i], node.IsFoldCase), next);
        }

        return next;
    }

    int AddClass(int[] ranges, int next)
    {
        if (_overCharacters)
        {
            return Add(InstructionOp.Bytes, next, _characterSets.Of(ranges));
        }

        var automaton = _sizes.ClassOf(ranges);
        Span<int> starts = automaton.States.Count <= 256
            ? stackalloc int[automaton.States.Count]
            : new int[automaton.States.Count];
        for (var state = 0; state < automaton.States.Count; state++)
        {
            var ways = automaton.States[state];
            var start = ways.Count == 0 ? Add(InstructionOp.Fail, 0, 0) : -1;
            for (var i = ways.Count - 1; i >= 0; i--)
            {
                var target = ways[i].Target == Utf8Class.Done ? next : starts[ways[i].Target];
                var way = Add(InstructionOp.Bytes, target, _sets.Of(ways[i].Bytes));
                start = start < 0 ? way : Add(InstructionOp.Split, way, start);
            }

            starts[state] = start;
        }

        return starts[automaton.Start];
    }

    int Add(InstructionOp op, int next, int argument)
    {
        _code.Add(new Instruction(op, next, argument));
        return _code.Count - 1;
    }
}
