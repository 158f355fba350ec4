using System.Numerics;
using System.Runtime.CompilerServices;

namespace LogMetrics.Regex.Automata;

/// <summary>A set of bytes.</summary>
readonly record struct ByteSet(ulong A, ulong B, ulong C, ulong D)
{
    /// <summary>The first byte that is not a character of its own.</summary>
    public const int AsciiEnd = 0x80;

    public static ByteSet All { get; } = Of(0, 255);

    /// <summary>Every byte of a character outside ASCII.</summary>
    public static ByteSet OutsideAscii { get; } = Of(AsciiEnd, 255);

    public int Count =>
        BitOperations.PopCount(A) + BitOperations.PopCount(B) + BitOperations.PopCount(C) + BitOperations.PopCount(D);

    public static ByteSet Of(int low, int high)
    {
        var set = default(ByteSet);
        for (var b = low; b <= high; b++)
        {
            set = set.With((byte)b);
        }

        return set;
    }

    /// <summary>The ASCII among code points.</summary>
    /// <param name="ranges">Ranges of code points, ascending.</param>
    public static ByteSet AsciiOf(ReadOnlySpan<int> ranges)
    {
        var set = default(ByteSet);
        for (var i = 0; i < ranges.Length && ranges[i] < AsciiEnd; i += 2)
        {
            set = set.Union(Of(ranges[i], Math.Min(ranges[i + 1], AsciiEnd - 1)));
        }

        return set;
    }

    public ByteSet With(byte value)
    {
        var bit = 1UL << value;
        return (value >> 6) switch
        {
            0 => this with { A = A | bit },
            1 => this with { B = B | bit },
            2 => this with { C = C | bit },
            _ => this with { D = D | bit },
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Contains(int value)
    {
        var bits = (value >> 6) switch
        {
            0 => A,
            1 => B,
            2 => C,
            _ => D,
        };
        return ((bits >> value) & 1) != 0;
    }

    public ByteSet Union(ByteSet other) => new(A | other.A, B | other.B, C | other.C, D | other.D);

    /// <summary>Every byte that is not in the set.</summary>
    public ByteSet Complement() => new(~A, ~B, ~C, ~D);

    /// <summary>The bytes of the set, ascending.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Count];
        var count = 0;
        for (var b = 0; b < 256; b++)
        {
            if (Contains(b))
            {
                bytes[count++] = (byte)b;
            }
        }

        return bytes;
    }
}
