using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LogMetrics.Regex.Literals;

/// <summary>Looks for many literals in one scan of a text.</summary>
/// <remarks>
/// Of each literal the four bytes that are rarest in logs, its window, stand for it. Eight groups of windows are looked
/// for at 16 or 32 places at once: two shuffles for each byte of a window say in which groups it may stand (the idea is
/// Hyperscan's, known as Teddy). Where all four agree, a hash table of windows says which literals to compare. If some
/// literal has only three bytes, windows have three, and the fourth byte may be any.
/// </remarks>
sealed class LiteralScanner
{
    /// <summary>The least length of a literal.</summary>
    public const int MinBytes = 3;

    const int MaxWindowBytes = 4;
    const int Groups = 8;

    // So many literals may share a window before another one is looked for.
    const int FreeUses = 2;
    const int CostOfUse = 4;

    readonly Literal[] _literals;
    readonly int[] _firstOfWindow;
    readonly Vector128<byte>[] _low = new Vector128<byte>[MaxWindowBytes];
    readonly Vector128<byte>[] _high = new Vector128<byte>[MaxWindowBytes];
    readonly int _hashShift;
    readonly uint _windowMask;

    /// <param name="literals">Each with the number that is reported when it is found.</param>
    public LiteralScanner(IReadOnlyCollection<(byte[] Bytes, int Number)> literals)
    {
        var windowBytes = Math.Min(literals.Min(literal => literal.Bytes.Length), MaxWindowBytes);
        _windowMask = uint.MaxValue >> (8 * (MaxWindowBytes - windowBytes));
        var uses = new Dictionary<uint, int>();
        _literals = [.. literals.Select(literal => new Literal(literal.Bytes, literal.Number, windowBytes, uses))];
        MostUsesOfWindow = uses.Values.Max();
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

        FillShuffles(windowBytes);
    }

    public int Count => _literals.Length;

    /// <summary>The most literals that are compared wherever one window stands.</summary>
    public int MostUsesOfWindow { get; }

    /// <summary>Sets the bit of every literal's number that is found in the text.</summary>
    public void Scan(ReadOnlySpan<byte> text, Span<ulong> found)
    {
        var last = text.Length - MaxWindowBytes;
        if (last >= 0)
        {
            ScanWindows(text, last, found);
        }

        // A literal of three bytes may stand at the very end.
        if (_windowMask != uint.MaxValue && text.Length >= MinBytes)
        {
            Verify(text, text.Length - MinBytes, 1, found);
        }
    }

    // Wide vectors are not compiled ahead of time, and the first, plain compilation would be slow for longer than a short
    // run takes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void ScanWindows(ReadOnlySpan<byte> text, int last, Span<ulong> found)
    {
        var position = 0;
        ref var bytes = ref MemoryMarshal.GetReference(text);
        ref var low = ref MemoryMarshal.GetArrayDataReference(_low);
        ref var high = ref MemoryMarshal.GetArrayDataReference(_high);
        if (Avx2.IsSupported && last >= 31)
        {
            var (low0, low1, low2, low3) =
                (Twice(low), Twice(Unsafe.Add(ref low, 1)), Twice(Unsafe.Add(ref low, 2)), Twice(Unsafe.Add(ref low, 3)));
            var (high0, high1, high2, high3) =
                (Twice(high), Twice(Unsafe.Add(ref high, 1)), Twice(Unsafe.Add(ref high, 2)), Twice(Unsafe.Add(ref high, 3)));
            while (true)
            {
                var hits = Groups256(ref Unsafe.Add(ref bytes, position), low0, high0)
                    & Groups256(ref Unsafe.Add(ref bytes, position + 1), low1, high1)
                    & Groups256(ref Unsafe.Add(ref bytes, position + 2), low2, high2)
                    & Groups256(ref Unsafe.Add(ref bytes, position + 3), low3, high3);
                if (hits != Vector256<byte>.Zero)
                {
                    Verify(text, position, ~Vector256.Equals(hits, Vector256<byte>.Zero).ExtractMostSignificantBits(), found);
                }

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
                    & Groups128(ref Unsafe.Add(ref bytes, position + 2), 2)
                    & Groups128(ref Unsafe.Add(ref bytes, position + 3), 3);
                if (hits != Vector128<byte>.Zero)
                {
                    Verify(
                        text,
                        position,
                        ~Vector128.Equals(hits, Vector128<byte>.Zero).ExtractMostSignificantBits() & 0xFFFF,
                        found);
                }

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

    void FillShuffles(int windowBytes)
    {
        Span<byte> low = stackalloc byte[16];
        Span<byte> high = stackalloc byte[16];
        var windows = _literals.Select(literal => literal.Bytes[literal.WindowOffset..(literal.WindowOffset + windowBytes)]);
        var groups = new WindowGroups(windows.DistinctBy(BitConverter.ToString), Groups).Windows.ToList();
        for (var i = 0; i < MaxWindowBytes; i++)
        {
            low.Fill(i < windowBytes ? (byte)0 : byte.MaxValue);
            high.Fill(i < windowBytes ? (byte)0 : byte.MaxValue);
            for (var group = 0; group < groups.Count && i < windowBytes; group++)
            {
                foreach (var window in groups[group])
                {
                    low[window[i] & 15] |= (byte)(1 << group);
                    high[window[i] >> 4] |= (byte)(1 << group);
                }
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

    // As ScanWindows: it costs an eighth in the long run, and the first second is three times as fast.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Verify(ReadOnlySpan<byte> text, int position, uint places, Span<ulong> found)
    {
        for (; places != 0; places &= places - 1)
        {
            var at = position + System.Numerics.BitOperations.TrailingZeroCount(places);
            var window = at + MaxWindowBytes <= text.Length
                ? BinaryPrimitives.ReadUInt32LittleEndian(text[at..]) & _windowMask
                : text[at] | ((uint)text[at + 1] << 8) | ((uint)text[at + 2] << 16);
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

    int Hash(uint window) => (int)((window * 0x9E3779B1u) >> _hashShift);

    struct Literal
    {
        public readonly byte[] Bytes;
        public readonly int Number;
        public readonly int WindowOffset;
        public readonly uint Window;
        public int Next;

        // A window that many literals share means a comparison with each of them wherever it stands.
        public Literal(byte[] bytes, int number, int windowBytes, Dictionary<uint, int> uses)
        {
            Bytes = bytes;
            Number = number;
            (WindowOffset, var best) = (-1, 0);
            for (var i = 0; i + windowBytes <= bytes.Length; i++)
            {
                var (worth, window) = (0, 0U);
                for (var j = 0; j < windowBytes; j++)
                {
                    worth += ByteRarity.WorthOf(bytes[i + j]);
                    window |= (uint)bytes[i + j] << (8 * j);
                }

                worth -= CostOfUse * Math.Max(0, uses.GetValueOrDefault(window) - FreeUses);
                if (WindowOffset < 0 || worth > best)
                {
                    (best, WindowOffset, Window) = (worth, i, window);
                }
            }

            uses[Window] = uses.GetValueOrDefault(Window) + 1;
        }
    }
}
