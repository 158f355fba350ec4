using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LogMetrics.Regex.Literals;

/// <summary>Looks for many literals in one scan of a text.</summary>
/// <remarks>
/// Of each literal the three bytes that are rarest in logs, its window, stand for it. Eight groups of windows are looked
/// for at 16 or 32 places at once: two shuffles for each byte of a window say in which groups it may stand (the idea is
/// Hyperscan's, known as Teddy). Where all three agree, a hash table of windows says which literals to compare.
/// </remarks>
sealed class LiteralScanner
{
    /// <summary>The bytes of a window; a literal cannot be shorter.</summary>
    public const int WindowBytes = 3;

    const int Groups = 8;

    readonly Literal[] _literals;
    readonly int[] _firstOfWindow;
    readonly Vector128<byte>[] _low = new Vector128<byte>[WindowBytes];
    readonly Vector128<byte>[] _high = new Vector128<byte>[WindowBytes];
    readonly int _hashShift;

    /// <param name="literals">Each with the number that is reported when it is found.</param>
    public LiteralScanner(IEnumerable<(byte[] Bytes, int Number)> literals)
    {
        _literals = [.. literals.Select(literal => new Literal(literal.Bytes, literal.Number)).OrderBy(l => l.Window)];
        var bits = 32 - System.Numerics.BitOperations.LeadingZeroCount((uint)(4 * _literals.Length) | 63);
        _hashShift = 32 - bits;
        _firstOfWindow = new int[1 << bits];
        Array.Fill(_firstOfWindow, -1);
        for (var i = 0; i < _literals.Length; i++)
        {
            ref var first = ref _firstOfWindow[Hash(_literals[i].Window)];
            _literals[i].Next = first;
            first = i;
        }

        FillShuffles();
    }

    public int Count => _literals.Length;

    /// <summary>Sets the bit of every literal's number that is found in the text.</summary>
    public void Scan(ReadOnlySpan<byte> text, Span<ulong> found)
    {
        if (text.Length < WindowBytes)
        {
            return;
        }

        var last = text.Length - WindowBytes;
        var position = 0;
        ref var bytes = ref MemoryMarshal.GetReference(text);
        if (Avx2.IsSupported && last >= 31)
        {
            var (low0, low1, low2) = (Twice(_low[0]), Twice(_low[1]), Twice(_low[2]));
            var (high0, high1, high2) = (Twice(_high[0]), Twice(_high[1]), Twice(_high[2]));
            while (true)
            {
                var hits = Groups256(ref Unsafe.Add(ref bytes, position), low0, high0)
                    & Groups256(ref Unsafe.Add(ref bytes, position + 1), low1, high1)
                    & Groups256(ref Unsafe.Add(ref bytes, position + 2), low2, high2);
                Verify(text, position, ~Vector256.Equals(hits, Vector256<byte>.Zero).ExtractMostSignificantBits(), found);
                position += 32;
                if (position > last)
                {
                    return;
                }

                // The last step goes over some places again rather than byte by byte.
                position = Math.Min(position, last - 31);
            }
        }

        if (Vector128.IsHardwareAccelerated && last >= 15)
        {
            while (true)
            {
                var hits = Groups128(ref Unsafe.Add(ref bytes, position), 0)
                    & Groups128(ref Unsafe.Add(ref bytes, position + 1), 1)
                    & Groups128(ref Unsafe.Add(ref bytes, position + 2), 2);
                Verify(
                    text,
                    position,
                    ~Vector128.Equals(hits, Vector128<byte>.Zero).ExtractMostSignificantBits() & 0xFFFF,
                    found);
                position += 16;
                if (position > last)
                {
                    return;
                }

                position = Math.Min(position, last - 15);
            }
        }

        for (; position <= last; position++)
        {
            Verify(text, position, 1, found);
        }
    }

    void FillShuffles()
    {
        Span<byte> low = stackalloc byte[16];
        Span<byte> high = stackalloc byte[16];
        for (var i = 0; i < WindowBytes; i++)
        {
            low.Clear();
            high.Clear();
            for (var literal = 0; literal < _literals.Length; literal++)
            {
                // Sorted by window, so that a group holds windows that begin alike.
                var group = (byte)(1 << (literal * Groups / _literals.Length));
                var value = _literals[literal].Bytes[_literals[literal].WindowOffset + i];
                low[value & 15] |= group;
                high[value >> 4] |= group;
            }

            _low[i] = Vector128.Create<byte>(low);
            _high[i] = Vector128.Create<byte>(high);
        }
    }

    static Vector256<byte> Twice(Vector128<byte> half) => Vector256.Create(half, half);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<byte> Groups256(ref byte bytes, Vector256<byte> low, Vector256<byte> high)
    {
        var value = Vector256.LoadUnsafe(ref bytes);
        var nibble = Vector256.Create((byte)15);
        return Avx2.Shuffle(low, value & nibble)
            & Avx2.Shuffle(high, (value.AsUInt16() >> 4).AsByte() & nibble);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Vector128<byte> Groups128(ref byte bytes, int index)
    {
        var value = Vector128.LoadUnsafe(ref bytes);
        var nibble = Vector128.Create((byte)15);
        return Vector128.ShuffleNative(_low[index], value & nibble)
            & Vector128.ShuffleNative(_high[index], (value.AsUInt16() >> 4).AsByte() & nibble);
    }

    void Verify(ReadOnlySpan<byte> text, int position, uint places, Span<ulong> found)
    {
        for (; places != 0; places &= places - 1)
        {
            var at = position + System.Numerics.BitOperations.TrailingZeroCount(places);
            var window = text[at] | (text[at + 1] << 8) | (text[at + 2] << 16);
            for (var i = _firstOfWindow[Hash(window)]; i >= 0;)
            {
                ref readonly var literal = ref _literals[i];
                var start = at - literal.WindowOffset;
                if (literal.Window == window && start >= 0 && text[start..].StartsWith(literal.Bytes))
                {
                    found[literal.Number >> 6] |= 1UL << literal.Number;
                }

                i = literal.Next;
            }
        }
    }

    int Hash(int window) => (int)(((uint)window * 0x9E3779B1u) >> _hashShift);

    struct Literal
    {
        public readonly byte[] Bytes;
        public readonly int Number;
        public readonly int WindowOffset;
        public readonly int Window;
        public int Next;

        public Literal(byte[] bytes, int number)
        {
            Bytes = bytes;
            Number = number;
            var best = -1;
            for (var i = 0; i + WindowBytes <= bytes.Length; i++)
            {
                var worth = 0;
                for (var j = 0; j < WindowBytes; j++)
                {
                    worth += ByteRarity.WorthOf(bytes[i + j]);
                }

                if (worth > best)
                {
                    best = worth;
                    WindowOffset = i;
                }
            }

            Window = bytes[WindowOffset] | (bytes[WindowOffset + 1] << 8) | (bytes[WindowOffset + 2] << 16);
        }
    }
}
