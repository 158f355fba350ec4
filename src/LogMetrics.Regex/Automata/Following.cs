using LogMetrics.Regex.Syntax;

namespace LogMetrics.Regex.Automata;

/// <summary>What can stand behind a place in a pattern.</summary>
/// <param name="First">The bytes that the text can go on with, if the rest of the pattern is to match; perhaps some more.</param>
/// <param name="MayBeNothing">Whether the rest of the pattern can match without any of them, whatever follows.</param>
/// <param name="CannotFail">Whether the rest of the pattern matches here whatever follows.</param>
readonly record struct Following(ByteSet First, bool MayBeNothing, bool CannotFail)
{
    /// <summary>Behind the last piece of a pattern.</summary>
    public static Following End { get; } = new(default, MayBeNothing: true, CannotFail: true);

    /// <summary>Whether the text cannot go on with any of some bytes.</summary>
    public bool Excludes(ByteSet bytes) => !MayBeNothing && First.Union(bytes).Count == First.Count + bytes.Count;

    /// <summary>What can stand before a piece that this is behind.</summary>
    public Following Behind(RegexpNode piece, AutomatonSize sizes)
    {
        var start = Start.Of(piece, sizes);
        return !start.MayBeEmpty
            ? new Following(start.First, MayBeNothing: false, CannotFail: false)
            : new Following(start.First.Union(First), MayBeNothing, CannotFail && start.IsAlwaysEmptyAtWill);
    }

    /// <summary>What can stand behind one round of a loop that this is behind.</summary>
    public Following BehindRound(RegexpNode loop, AutomatonSize sizes)
    {
        var start = Start.Of(loop.SubList[0], sizes);

        // A round that reads nothing fails: it would be repeated for ever.
        var isLast = !(loop.Op == RegexpOp.Repeat && loop.Min > 1) && !start.MayBeEmpty;
        return new Following(start.First.Union(First), MayBeNothing, CannotFail && isLast);
    }

    /// <summary>How a piece can begin.</summary>
    /// <param name="First">The bytes that it can begin with, or that an assertion at its start lets follow.</param>
    /// <param name="MayBeEmpty">Whether it can be left without reading, so that what stands behind it decides.</param>
    /// <param name="IsAlwaysEmptyAtWill">Whether it can be left so at every place.</param>
    readonly record struct Start(ByteSet First, bool MayBeEmpty, bool IsAlwaysEmptyAtWill)
    {
        static readonly Start Nothing = new(default, MayBeEmpty: true, IsAlwaysEmptyAtWill: true);

        public static Start Of(RegexpNode piece, AutomatonSize sizes)
        {
            switch (piece.Op)
            {
                case RegexpOp.NoMatch:
                    return With(default);
                case RegexpOp.Literal:
                    return With(FirstBytes(AutomatonSize.CasesOf(piece.RuneArray[0], piece.IsFoldCase), sizes));
                case RegexpOp.CharClass or RegexpOp.LookAhead:
                    return With(FirstBytes(piece.RuneArray, sizes));
                case RegexpOp.AnyChar or RegexpOp.AnyCharNotNewline:
                    return With(ByteSet.All);
                case RegexpOp.EndText:
                    return With(default);
                case RegexpOp.EndLine or RegexpOp.EndTextOrLastNewline:
                    return With(ByteSet.Of('\n', '\n'));
                case RegexpOp.EmptyMatch:
                    return Nothing;
                case RegexpOp.Capture or RegexpOp.Plus or RegexpOp.Atomic:
                    return Of(piece.SubList[0], sizes);
                case RegexpOp.Star or RegexpOp.Quest:
                    return Of(piece.SubList[0], sizes).OrNothing();
                case RegexpOp.Repeat:
                    var round = Of(piece.SubList[0], sizes);
                    return piece.Min == 0 ? round.OrNothing() : round;
                case RegexpOp.Concat:
                    return OfRow(piece, sizes);
                case RegexpOp.Alternate:
                    return piece.SubList.ConvertAll(sub => Of(sub, sizes)).Aggregate((one, other) => new Start(
                        one.First.Union(other.First),
                        one.MayBeEmpty || other.MayBeEmpty,
                        one.IsAlwaysEmptyAtWill || other.IsAlwaysEmptyAtWill));
                default:
                    return Nothing with { IsAlwaysEmptyAtWill = false };
            }
        }

        static Start OfRow(RegexpNode row, AutomatonSize sizes)
        {
            var all = Nothing;
            foreach (var sub in row.SubList)
            {
                if (!all.MayBeEmpty)
                {
                    break;
                }

                var start = Of(sub, sizes);
                all = new Start(
                    all.First.Union(start.First), start.MayBeEmpty, all.IsAlwaysEmptyAtWill && start.IsAlwaysEmptyAtWill);
            }

            return all;
        }

        static Start With(ByteSet first) => new(first, MayBeEmpty: false, IsAlwaysEmptyAtWill: false);

        static ByteSet FirstBytes(int[] ranges, AutomatonSize sizes)
        {
            var automaton = sizes.ClassOf(ranges);
            return automaton.States[automaton.Start].Aggregate(default(ByteSet), (set, way) => set.Union(way.Bytes));
        }

        Start OrNothing() => this with { MayBeEmpty = true, IsAlwaysEmptyAtWill = true };
    }
}
