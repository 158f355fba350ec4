using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LogMetrics.Regex.Automata;

namespace LogMetrics.Regex.Straight;

/// <summary>A step of a <see cref="StraightEngine"/>: an operation, then perhaps a slot, a literal, and a slot again.</summary>
sealed class StraightStep
{
    const int WordBytes = sizeof(ulong);

    ulong _thenWord;
    ulong _thenMask;

    public required StraightOp Op { get; init; }

    public ByteRun? Run { get; init; }

    public int Min { get; init; }

    public int Max { get; init; }

    public int Tail { get; init; }

    /// <summary>What <see cref="StraightOp.RunToFirst"/> and <see cref="StraightOp.RunToLast"/> look for.</summary>
    public byte[] Literal { get; init; } = [];

    public FixedBytes? Fixed { get; init; }

    /// <summary>For <see cref="StraightOp.Field"/>: the allowed texts.</summary>
    public FieldTexts? Field { get; init; }

    /// <summary>For <see cref="StraightOp.Look"/>: what is asked.</summary>
    public LookPiece? Look { get; init; }

    /// <summary>For <see cref="StraightOp.Boundary"/>: what is asked.</summary>
    public BoundaryPiece? Boundary { get; init; }

    /// <summary>Whether a byte outside ASCII at the end of the run leaves open whether the run ends there.</summary>
    public bool AsksOutside { get; init; }

    /// <summary>For <see cref="StraightOp.Try"/> and <see cref="StraightOp.Branch"/>: where another way begins; for
    /// <see cref="StraightOp.Commit"/> and <see cref="StraightOp.Jump"/>: where to go on.</summary>
    public int Target { get; set; }

    /// <summary>For <see cref="StraightOp.Try"/> and <see cref="StraightOp.Branch"/>: the bytes its way can begin with.</summary>
    public ByteSet First { get; init; }

    /// <summary>For <see cref="StraightOp.Try"/>: whether <see cref="First"/> says all about its beginning.</summary>
    public bool HasFirst { get; init; }

    /// <summary>For <see cref="StraightOp.Try"/>: the slots that its way fills.</summary>
    public List<int> Slots { get; } = [];

    /// <summary>For <see cref="StraightOp.Commit"/>: whether another way might succeed where this one fails later.</summary>
    public bool IsUncertain { get; init; }

    /// <summary>The slot that takes the position after the operation, or -1.</summary>
    public int SlotBefore { get; set; } = -1;

    /// <summary>The literal that has to follow.</summary>
    public byte[] Then { get; private set; } = [];

    /// <summary>The slot that takes the position after the literal, or -1.</summary>
    public int SlotAfter { get; set; } = -1;

    public void SetThen(byte[] literal)
    {
        Then = literal;
        Span<byte> word = stackalloc byte[WordBytes];
        Span<byte> mask = stackalloc byte[WordBytes];
        word.Clear();
        mask.Clear();
        var length = Math.Min(literal.Length, WordBytes);
        literal.AsSpan(0, length).CopyTo(word);
        mask[..length].Fill(0xFF);
        _thenWord = MemoryMarshal.Read<ulong>(word);
        _thenMask = MemoryMarshal.Read<ulong>(mask);
    }

    /// <summary>Whether the literal stands at a position, which is not after the end of the text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool ThenStandsAt(ReadOnlySpan<byte> text, int position)
    {
        if (position + WordBytes > text.Length)
        {
            return text[position..].StartsWith(Then);
        }

        // Inside the text, by the line before.
        var word = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref MemoryMarshal.GetReference(text), position));
        return (word & _thenMask) == _thenWord
            && (Then.Length <= WordBytes || text[position..].StartsWith(Then));
    }
}
