using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LogMetrics.Regex.Straight;

/// <summary>Some short texts that were met before, each with the bytes beside it.</summary>
/// <remarks>A text is known by its bytes in one vector. Each has one place, which the last text that belongs there takes.</remarks>
sealed class ShortTexts
{
    const int PlaceBits = 8;

    // The last byte of a vector says how many of the others count, and whether the text starts where all text starts.
    const int MaxBytes = 15;
    const int AtStart = 0x80;

    readonly Vector128<byte>[] _texts = new Vector128<byte>[1 << PlaceBits];

    /// <summary>Reads a text as a vector.</summary>
    /// <param name="text">What is searched.</param>
    /// <param name="start">Where it starts.</param>
    /// <param name="end">Where it ends; another byte has to follow.</param>
    /// <param name="key">The vector; zero when the text is too long, or too close to the end of what is searched.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ReadOnlySpan<byte> text, int start, int end, out Vector128<byte> key)
    {
        var before = start == 0 ? 0 : 1;
        var count = end - start + before + 1;
        key = default;
        if (count > MaxBytes || start - before + Vector128<byte>.Count > text.Length)
        {
            return false;
        }

        var bytes = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(text), (nuint)(start - before));
        var mask = Vector128.LessThan(Vector128<byte>.Indices, Vector128.Create((byte)count));
        key = (bytes & mask).WithElement(MaxBytes, (byte)(count | (before == 0 ? AtStart : 0)));
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Contains(Vector128<byte> key) => _texts[PlaceOf(key)] == key;

    public void Add(Vector128<byte> key) => _texts[PlaceOf(key)] = key;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int PlaceOf(Vector128<byte> key)
    {
        var words = key.AsUInt64();
        return (int)((((words.GetElement(0) * 0x9E3779B97F4A7C15) ^ words.GetElement(1)) * 0xC2B2AE3D27D4EB4F) >> (64 - PlaceBits));
    }
}
