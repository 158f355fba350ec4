using LogMetrics.Regex.Automata;

namespace LogMetrics.Regex.Straight;

/// <summary>Takes out looks at a byte that the pieces beside them settle: <c>"(?&lt;!\\)</c> never fails.</summary>
static class SettledLooks
{
    /// <param name="pieces">Pieces in a row, decided by <see cref="StraightAnalysis"/>.</param>
    /// <param name="before">What the byte before them can be, if it is known that there is one.</param>
    /// <param name="after">The same for the byte after them.</param>
    public static void TakeOut(List<Piece> pieces, ByteSet? before = null, ByteSet? after = null)
    {
        for (var i = pieces.Count - 1; i >= 0; i--)
        {
            switch (pieces[i])
            {
                case LookPiece look when look.IsAhead
                    ? Holds(look, NextOf(pieces, i, after)) || HoldsAfterRun(look, pieces, i)
                    : Holds(look, PreviousOf(pieces, i, before)):
                    pieces.RemoveAt(i);
                    break;
                case ChoicePiece choice:
                    choice.Ways.ForEach(way => TakeOut(way, PreviousOf(pieces, i, before), NextOf(pieces, i, after)));
                    break;
                case FieldPiece { IsField: false, Inside: { } inside }:
                    TakeOut(inside, PreviousOf(pieces, i, before), NextOf(pieces, i, after));
                    break;
            }
        }
    }

    static ByteSet? PreviousOf(List<Piece> pieces, int index, ByteSet? before)
    {
        do
        {
            index--;
        }
        while (index >= 0 && pieces[index] is SavePiece or LookPiece or BoundaryPiece);

        return index < 0 ? before : ConsumedBy(pieces[index]);
    }

    static ByteSet? NextOf(List<Piece> pieces, int index, ByteSet? after)
    {
        do
        {
            index++;
        }
        while (index < pieces.Count && pieces[index] is SavePiece or LookPiece or BoundaryPiece);

        return index == pieces.Count ? after : ConsumedBy(pieces[index]);
    }

    static ByteSet? ConsumedBy(Piece piece) => piece switch
    {
        SetPiece set => set.Set,
        RunPiece { IsNullable: false } run => run.First,
        _ => null,
    };

    static bool Holds(LookPiece look, ByteSet? bytes) => bytes is { } set && set.Union(look.Holds) == look.Holds;

    // A run to its end is followed by a byte that is not in it, or by the end of the text.
    static bool HoldsAfterRun(LookPiece look, List<Piece> pieces, int index)
    {
        do
        {
            index--;
        }
        while (index >= 0 && pieces[index] is SavePiece);

        return index >= 0 && look.HoldsAtEdge
            && pieces[index] is RunPiece { Op: StraightOp.Run, Tail: 0, Max: int.MaxValue } run
            && Holds(look, run.First.Complement());
    }
}
