using LogMetrics.Regex.Automata;

namespace LogMetrics.Regex.Straight;

/// <summary>Decides for every piece, from the end of the pattern to its start, how its end is found without trying.</summary>
static class StraightAnalysis
{
    // What is searched for is the beginning of what follows: searching can cost its length at every byte.
    const int MaxLiteral = 32;

    /// <summary>Notes the decisions in the pieces.</summary>
    /// <param name="pieces">Pieces in a row.</param>
    /// <param name="after">What comes after them.</param>
    /// <returns>What can come at their start; null when some piece would have to be tried at one length after the other.</returns>
    public static Ahead? Decide(List<Piece> pieces, Ahead after)
    {
        var aheads = new Ahead[pieces.Count + 1];
        aheads[^1] = after;
        for (var i = pieces.Count - 1; i >= 0; i--)
        {
            if (Decide(pieces, i, aheads) is not { } ahead)
            {
                return null;
            }

            aheads[i] = ahead;
        }

        return aheads[0];
    }

    static Ahead? Decide(List<Piece> pieces, int index, Ahead[] aheads)
    {
        var after = aheads[index + 1];
        switch (pieces[index])
        {
            case SetPiece piece:
                return new Ahead(piece.Set, false);
            case EndPiece:
                return Ahead.EndOfText;
            case RunPiece run:
                if (!TryDecideRun(run, pieces, index, aheads))
                {
                    return null;
                }

                var inside = new Ahead(run.First, false);
                return run.IsNullable ? inside.Or(after) : inside;
            case ChoicePiece choice:
                return DecideChoice(choice, after);
            case LoopPiece loop:
                return DecideLoop(loop, after);
            case FieldPiece field:
                return DecideField(field, after);
            case LookPiece { IsAhead: true } look when after.IsOpen:
                return new Ahead(look.Holds.Union(look.Asks), false);
            case LookPiece or BoundaryPiece when after.IsOpen:
                // Where it does not hold, what comes before might have ended elsewhere.
                return new Ahead(ByteSet.All, false);
            default:
                return after;
        }
    }

    static bool TryDecideRun(RunPiece run, List<Piece> pieces, int index, Ahead[] aheads)
    {
        if (AreApart(run.Set, aheads[index + 1].First) && !(aheads[index + 1].IsOpen && run.IsLazy))
        {
            run.Op = StraightOp.Run;
            return true;
        }

        var literal = new List<byte>();
        var (tail, isTail, isLiteral) = (0, true, true);
        for (var i = index + 1; i < pieces.Count && pieces[i] is SetPiece or SavePiece; i++)
        {
            if (pieces[i] is not SetPiece { Set: var set })
            {
                continue;
            }

            tail++;
            isTail &= IsWithin(set, run.Set);
            if (isTail && AreApart(run.Set, aheads[i + 1].First) && !aheads[i + 1].IsOpen)
            {
                (run.Op, run.Tail) = (StraightOp.Run, tail);
                return true;
            }

            isLiteral &= set.Count == 1 && literal.Count < MaxLiteral;
            if (isLiteral)
            {
                literal.Add(set.ToArray()[0]);
            }
        }

        run.Literal = [.. literal];
        run.Op = run.IsLazy ? StraightOp.RunToFirst : StraightOp.RunToLast;
        return literal.Count > 0 && run.Max == int.MaxValue && !run.AsksOutside;
    }

    static Ahead? DecideField(FieldPiece field, Ahead after)
    {
        field.IsField = AreApart(field.Set, after.First) && !after.IsOpen;
        if (!field.IsField)
        {
            return field.Inside is null ? null : Decide(field.Inside, after);
        }

        var inside = new Ahead(field.Set.Union(ByteSet.OutsideAscii), false);
        return field.IsNullable ? inside.Or(after) : inside;
    }

    static Ahead? DecideChoice(ChoicePiece choice, Ahead after)
    {
        var any = default(Ahead);
        choice.IsCertain = true;
        for (var i = 0; i < choice.Ways.Count; i++)
        {
            var way = choice.Ways[i];
            if (Decide(way, after) is not { } ahead)
            {
                return null;
            }

            var isNullable = way.TrueForAll(piece => piece.IsNullable);
            choice.Firsts[i] = isNullable ? null : ahead.First;
            choice.IsCertain &= AreApart(any.First, ahead.First) && !ahead.IsOpen
                && (!isNullable || i == choice.Ways.Count - 1);
            any = any.Or(ahead);
        }

        return any;
    }

    static Ahead? DecideLoop(LoopPiece loop, Ahead after)
    {
        // A round that can be empty would go on for ever.
        if (loop.Body.TrueForAll(piece => piece.IsNullable))
        {
            return null;
        }

        foreach (var piece in loop.Body)
        {
            loop.First = loop.First.Union(piece is RunPiece run ? run.First : ((SetPiece)piece).Set);
            if (!piece.IsNullable)
            {
                break;
            }
        }

        // Nothing in a round may look at bytes that the next round looks at again: the time has to stay linear.
        var again = new Ahead(loop.First.Union(after.First), after.IsOpen);
        loop.IsCertain = AreApart(loop.First, after.First) && !after.IsOpen;
        return Decide(loop.Body, again) is not null
            && loop.Body.TrueForAll(piece => piece is SetPiece or RunPiece { Op: StraightOp.Run, Tail: 0 })
            ? again
            : null;
    }

    static bool AreApart(ByteSet one, ByteSet other) =>
        ((one.A & other.A) | (one.B & other.B) | (one.C & other.C) | (one.D & other.D)) == 0;

    static bool IsWithin(ByteSet inner, ByteSet outer) => inner.Union(outer) == outer;
}
