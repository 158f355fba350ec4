using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LogMetrics.Regex.Automata;

namespace LogMetrics.Regex.Straight;

/// <summary>Finds the end of a run of bytes of a set that holds all bytes outside ASCII or none.</summary>
/// <remarks>
/// Fields of logs are short: 16 bytes are looked at in place, without the call that a general search costs. For ASCII, the
/// low half of a byte chooses eight bits, one for each high half, and the high half chooses one of them.
/// </remarks>
sealed class ByteRun
{
    readonly SearchValues<byte> _exits;
    readonly Vector128<byte> _rows;
    readonly uint _flip;

    public ByteRun(ByteSet set)
    {
        var exits = set.Complement();
        _exits = SearchValues.Create(exits.ToArray());
        var holdsAllOutsideAscii = set.Contains(0x80);
        var listed = holdsAllOutsideAscii ? exits : set;
        _flip = holdsAllOutsideAscii ? 0xFFFFu : 0;
        Span<byte> rows = stackalloc byte[16];
        rows.Clear();
        for (var b = 0; b < 0x80; b++)
        {
            rows[b & 15] |= listed.Contains(b) ? (byte)(1 << (b >> 4)) : (byte)0;
        }

        _rows = Vector128.Create<byte>(rows);
    }

    // Not a field: so the compiler knows its value wherever this is inlined.
    static Vector128<byte> HighBits => Vector128.Create((byte)1, 2, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>The position of the first byte from a position on that is not in the set, or the length of the text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int EndOf(ReadOnlySpan<byte> text, int position)
    {
        if (position + Vector128<byte>.Count <= text.Length)
        {
            var bytes = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(text), (nuint)position);
            var half = Vector128.Create((byte)15);
            var listed = Vector128.ShuffleNative(_rows, bytes & half)
                & Vector128.ShuffleNative(HighBits, (bytes.AsUInt16() >> 4).AsByte() & half);
            var exits = Vector128.Equals(listed, Vector128<byte>.Zero).ExtractMostSignificantBits() ^ _flip;
            if (exits != 0)
            {
                return position + System.Numerics.BitOperations.TrailingZeroCount(exits);
            }

            position += Vector128<byte>.Count;
        }

        return FarEndOf(text, position);
    }

    int FarEndOf(ReadOnlySpan<byte> text, int position)
    {
        var length = text[position..].IndexOfAny(_exits);
        return length < 0 ? text.Length : position + length;
    }
}
