using LogMetrics.Regex.Syntax;

namespace LogMetrics.Regex.Automata;

/// <summary>Takes atomic groups and wide look-aheads out of a tree where something cheaper means the same.</summary>
/// <remarks>
/// Where the inside can end at one place only, or where what stands behind the group cannot begin at an earlier one, there is
/// nothing that it could give back. And a loop over one character, as in <c>\d++</c>, ends where no such character follows.
/// </remarks>
sealed class AtomicGroups
{
    readonly AutomatonSize _sizes;
    readonly int _maxInstructions;

    AtomicGroups(AutomatonSize sizes, int maxInstructions)
    {
        _sizes = sizes;
        _maxInstructions = maxInstructions;
    }

    /// <summary>The same tree with as few of them as can be told.</summary>
    public static RegexpNode Reduce(RegexpNode node, AutomatonSize sizes, int maxInstructions) =>
        new AtomicGroups(sizes, maxInstructions).Reduce(node, Following.End);

    RegexpNode Reduce(RegexpNode node, Following following)
    {
        if (TreeFacts.FirstWatched(node) is null)
        {
            return node;
        }

        switch (node.Op)
        {
            case RegexpOp.Atomic:
                return ReduceGroup(node, following);
            case RegexpOp.NotAhead when IsSettled(node, following):
                return new RegexpNode(RegexpOp.EmptyMatch);
            case RegexpOp.Ahead or RegexpOp.NotAhead:
                return node.With([Reduce(node.SubList[0], Following.End)]);
            case RegexpOp.Star or RegexpOp.Plus or RegexpOp.Repeat:
                return ReduceLoop(node, following);
            case RegexpOp.Concat:
                var subs = new List<RegexpNode>(node.SubList);
                for (var i = subs.Count - 1; i >= 0; i--)
                {
                    subs[i] = Reduce(node.SubList[i], following);
                    following = following.Behind(node.SubList[i], _sizes);
                }

                return node.With(subs);
            default:
                return node.With(node.SubList.ConvertAll(sub => Reduce(sub, following)));
        }
    }

    /// <summary>Whether what must not follow cannot follow anyway.</summary>
    bool IsSettled(RegexpNode ahead, Following following)
    {
        var unwanted = Following.End.Behind(ahead.SubList[0], _sizes);
        return !unwanted.MayBeNothing && following.Excludes(unwanted.First);
    }

    RegexpNode ReduceGroup(RegexpNode group, Following following)
    {
        var inside = group.SubList[0];
        if (following.CannotFail || EndsInOnePlace(inside))
        {
            return Reduce(inside, following);
        }

        // What is asked before the group reads anything is asked once, whether it is in the group or before it.
        var asked = inside.Op == RegexpOp.Concat ? inside.SubList.TakeWhile(IsAssertion).ToList() : [];
        if (asked.Count > 0)
        {
            var rest = group.With([RegexpNode.Concat([.. inside.SubList.Skip(asked.Count)])]);
            return RegexpNode.Concat([.. asked, Reduce(rest, following)]);
        }

        // Nothing in the group can fail behind its end, because the group has ended then.
        inside = Reduce(inside, Following.End);
        return GivesBackInVain(inside, following) ? inside : LoopThatEnds(inside) ?? group.With([inside]);
    }

    RegexpNode ReduceLoop(RegexpNode loop, Following following)
    {
        var round = loop.SubList[0];
        return loop.Op != RegexpOp.Repeat && !loop.IsNonGreedy && round.Op == RegexpOp.Atomic
            && RoundsOfCharacters(round.SubList[0], following) is { } rounds
            ? loop.With([rounds])
            : loop.With([Reduce(round, following.BehindRound(loop, _sizes))]);
    }

    /// <summary>
    /// Single characters in place of the runs in a round like <c>(?&gt;[^"\\]+|\\.)</c>: the loop then ends at the same places,
    /// unless something behind it could begin inside a run. Null for other rounds, and where that could be.
    /// </summary>
    /// <param name="inside">The inside of the atomic group.</param>
    /// <param name="following">What can stand behind the loop.</param>
    RegexpNode? RoundsOfCharacters(RegexpNode inside, Following following)
    {
        var rounds = new List<RegexpNode>();
        var (seen, runs) = (default(ByteSet), default(ByteSet));
        foreach (var way in inside.Op == RegexpOp.Alternate ? inside.SubList : [inside])
        {
            var start = Following.End.Behind(way, _sizes);
            var isRun = way is { Op: RegexpOp.Plus, IsNonGreedy: false } && way.SubList[0].IsOneChar;
            if (!start.Excludes(seen) || !(isRun || (TreeFacts.FirstWatched(way) is null && EndsInOnePlace(way))))
            {
                return null;
            }

            seen = seen.Union(start.First);
            runs = isRun ? runs.Union(start.First) : runs;
            rounds.Add(isRun ? way.SubList[0] : way);
        }

        return !following.CannotFail && !following.Excludes(runs)
            ? null
            : rounds.Count == 1 ? rounds[0] : new RegexpNode(RegexpOp.Alternate) { SubList = rounds };
    }

    /// <summary>
    /// Whether the inside ends as late as it can, and what stands behind the group cannot begin at an earlier end: there the
    /// text goes on with what the inside has read.
    /// </summary>
    bool GivesBackInVain(RegexpNode inside, Following following) =>
        Watchers(inside) is { } watchers && watchers.All.EndsLike(watchers.Preferring) && following.Excludes(watchers.All.ReadBehindEnds);

    bool EndsInOnePlace(RegexpNode inside) =>
        Width(inside) >= 0 || Watchers(Loosened(inside)) is { All.EndsInOnePlace: true };

    (Watcher All, Watcher Preferring)? Watchers(RegexpNode inside)
    {
        var group = new RegexpNode(RegexpOp.Atomic) { SubList = [inside.Simplify()] };
        try
        {
            return (Watch(group, seesAll: true), Watch(group, seesAll: false));
        }
        catch (RegexpParseException)
        {
            // Too large to tell, or with assertions in its midst.
            return null;
        }
    }

    Watcher Watch(RegexpNode group, bool seesAll) =>
        new AutomatonBuilder(_sizes, withCaptures: false, _maxInstructions).Watch(group, seesAll);

    static bool IsAssertion(RegexpNode node) => node.Op is RegexpOp.BeginLine or RegexpOp.EndLine or RegexpOp.BeginText
        or RegexpOp.EndText or RegexpOp.EndTextOrLastNewline or RegexpOp.WordBoundary or RegexpOp.NoWordBoundary
        or RegexpOp.LookAhead or RegexpOp.LookBehind;

    /// <summary>The characters of every match, or -1 when they are not always as many.</summary>
    static int Width(RegexpNode node)
    {
        switch (node.Op)
        {
            case RegexpOp.Literal:
                return node.RuneArray.Length;
            case RegexpOp.Capture or RegexpOp.Atomic:
                return Width(node.SubList[0]);
            case RegexpOp.Repeat when node.Min == node.Max:
                return Width(node.SubList[0]) is >= 0 and var width ? width * node.Min : -1;
            case RegexpOp.Concat:
                return node.SubList.Aggregate(0, (sum, sub) => sum < 0 || Width(sub) < 0 ? -1 : sum + Width(sub));
            case RegexpOp.Alternate:
                var widths = node.SubList.ConvertAll(Width);
                return widths.TrueForAll(width => width == widths[0]) ? widths[0] : -1;
            case RegexpOp.Star or RegexpOp.Plus or RegexpOp.Quest or RegexpOp.Repeat:
                return -1;
            default:
                return node.IsOneChar ? 1 : 0;
        }
    }

    // What matches at least as much: without assertions and without the groups that forbid ways.
    static RegexpNode Loosened(RegexpNode node) => node.Op switch
    {
        RegexpOp.Atomic => Loosened(node.SubList[0]),
        RegexpOp.Ahead or RegexpOp.NotAhead => new RegexpNode(RegexpOp.EmptyMatch),
        _ when IsAssertion(node) => new RegexpNode(RegexpOp.EmptyMatch),
        _ => node.SubList.Count == 0 ? node : node.With(node.SubList.ConvertAll(Loosened)),
    };

    static RegexpNode? LoopThatEnds(RegexpNode inside)
    {
        if (inside.Op is not (RegexpOp.Star or RegexpOp.Plus) || inside.IsNonGreedy || !inside.SubList[0].IsOneChar)
        {
            return null;
        }

        var look = LookAround.Of(GroupKind.NotAhead, inside.SubList[0])!;
        return RegexpNode.Concat(inside, look);
    }
}
