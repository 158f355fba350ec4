using LogMetrics.Regex.Automata;

namespace LogMetrics.Regex.Straight;

/// <summary>A piece of a pattern that is one piece after the other; the compiler notes in it how its end is found.</summary>
abstract class Piece
{
    /// <summary>Whether it can match without consuming anything.</summary>
    public abstract bool IsNullable { get; }
}

/// <summary>One byte out of a set of ASCII.</summary>
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
    public override bool IsNullable => false;
}

/// <summary>Bytes out of a set, which holds all bytes outside ASCII or none; a greedy or a lazy loop.</summary>
sealed class RunPiece(ByteSet set, int min, int max, bool isLazy) : Piece
{
    public ByteSet Set => set;

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
