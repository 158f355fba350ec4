using LogMetrics.Regex.Automata;
using LogMetrics.Regex.Syntax;

namespace LogMetrics.Regex.Straight;

/// <summary>A piece of a pattern that is one piece after the other; the compiler notes in it how its end is found.</summary>
abstract class Piece
{
    /// <summary>Whether it can match without consuming anything.</summary>
    public abstract bool IsNullable { get; }
}

/// <summary>One byte out of a set of ASCII; or of a set with all bytes outside ASCII, if a run of all these follows.</summary>
sealed class SetPiece(ByteSet set) : Piece
{
    public ByteSet Set => set;

    public override bool IsNullable => false;
}

/// <summary>Notes the position in a slot.</summary>
sealed class SavePiece(int slot) : Piece
{
    public int Slot => slot;

    public override bool IsNullable => true;
}

/// <summary>The end of the text.</summary>
sealed class EndPiece : Piece
{
    public override bool IsNullable => true;
}

/// <summary>Bytes out of a set, which holds all bytes outside ASCII or none; a greedy or a lazy loop.</summary>
sealed class RunPiece(ByteSet set, int min, int max, bool isLazy) : Piece
{
    public ByteSet Set => set;

    /// <summary>Whether some characters outside ASCII, which are not in <see cref="Set"/>, would go on with the run.</summary>
    public bool AsksOutside { get; init; }

    /// <summary>The bytes it can begin with.</summary>
    public ByteSet First => AsksOutside ? set.Union(ByteSet.OutsideAscii) : set;

    public int Min => min;

    public int Max => max;

    public bool IsLazy => isLazy;

    public StraightOp Op { get; set; }

    /// <summary>The bytes at the end of the run that belong to what follows.</summary>
    public int Tail { get; set; }

    /// <summary>What follows, where the run is cut at the first or last place of it.</summary>
    public byte[] Literal { get; set; } = [];

    public override bool IsNullable => min == 0;
}

/// <summary>One of several ways, the earlier preferred.</summary>
sealed class ChoicePiece(List<List<Piece>> ways) : Piece
{
    public List<List<Piece>> Ways => ways;

    /// <summary>Whether no other way can succeed once one has been gone to its end.</summary>
    public bool IsCertain { get; set; }

    /// <summary>The bytes each way can begin with, if it has to consume one.</summary>
    public ByteSet?[] Firsts { get; } = new ByteSet?[ways.Count];

    public override bool IsNullable => ways.Exists(way => way.TrueForAll(piece => piece.IsNullable));
}

/// <summary>Sets and runs in a row, any number of times, as often as possible.</summary>
sealed class LoopPiece(List<Piece> body) : Piece
{
    public List<Piece> Body => body;

    /// <summary>Whether leaving it earlier than at its end cannot lead to a match.</summary>
    public bool IsCertain { get; set; }

    /// <summary>The bytes a round can begin with.</summary>
    public ByteSet First { get; set; }

    public override bool IsNullable => true;
}

/// <summary>A look at the byte on one side.</summary>
/// <param name="isAhead">Whether the byte after the position is looked at, and not the one before it.</param>
/// <param name="holds">The bytes for which it holds.</param>
/// <param name="asks">The bytes for which only another engine knows.</param>
/// <param name="holdsAtEdge">Whether it holds where there is no byte on that side.</param>
sealed class LookPiece(bool isAhead, ByteSet holds, ByteSet asks, bool holdsAtEdge) : Piece
{
    public bool IsAhead => isAhead;

    public ByteSet Holds => holds;

    public ByteSet Asks => asks;

    public bool HoldsAtEdge => holdsAtEdge;

    public override bool IsNullable => true;
}

/// <summary>A look at both sides: whether one of them, and not the other, is a byte of a word.</summary>
/// <param name="asksOutside">Whether bytes outside ASCII may be of a word.</param>
/// <param name="isNegated">Whether it holds where no word starts or ends.</param>
sealed class BoundaryPiece(bool asksOutside, bool isNegated) : Piece
{
    public static ByteSet WordBytes { get; } =
        ByteSet.Of('0', '9').Union(ByteSet.Of('A', 'Z')).Union(ByteSet.Of('a', 'z')).With((byte)'_');

    /// <summary>The bytes for which only another engine knows.</summary>
    public ByteSet Asks { get; } = asksOutside ? ByteSet.OutsideAscii : default;

    public bool IsNegated => isNegated;

    public override bool IsNullable => true;
}

/// <summary>A part without captures that is more complicated than a run: where it ends shows by the bytes it is made of, and
/// an automaton says whether what lies between is a match of it.</summary>
/// <param name="tree">The part.</param>
/// <param name="set">The ASCII that a match can be made of.</param>
/// <param name="inside">The part as pieces, for places where its end does not show; null when it is not of this kind.</param>
sealed class FieldPiece(RegexpNode tree, ByteSet set, List<Piece>? inside) : Piece
{
    public RegexpNode Tree => tree;

    public ByteSet Set => set;

    public List<Piece>? Inside => inside;

    /// <summary>Whether its end shows.</summary>
    public bool IsField { get; set; }

    public override bool IsNullable { get; } = TreeFacts.IsNullable(tree);
}
