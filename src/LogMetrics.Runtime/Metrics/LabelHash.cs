using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LogMetrics.Runtime.Metrics;

/// <summary>The hash of a label set in a <see cref="SeriesTable"/>.</summary>
/// <remarks>Multiply and fold, eight bytes at a time, from a secret that each process draws anew: label values come from
/// whoever can write a log line, and must not be able to make all series fall into one place.</remarks>
static class LabelHash
{
    static readonly ulong Secret = DrawSecret();
    static readonly ulong Factor = DrawSecret() | 1;

    internal static uint Of(ReadOnlySpan<byte> key)
    {
        ulong hash = Secret ^ (ulong)key.Length;
        while (key.Length >= sizeof(ulong))
        {
            hash = Fold(hash ^ MemoryMarshal.Read<ulong>(key), Factor);
            key = key[sizeof(ulong)..];
        }

        ulong rest = 0;
        foreach (byte b in key)
        {
            rest = (rest << 8) | b;
        }

        hash = Fold(hash ^ rest, Factor);
        return (uint)(hash ^ (hash >> 32));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Fold(ulong a, ulong b)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        return high ^ low;
    }

    // A new GUID is random bytes of the kernel. RandomNumberGenerator would load OpenSSL: a dependency, and megabytes.
    static ulong DrawSecret() => BitConverter.ToUInt64(Guid.NewGuid().ToByteArray().AsSpan(sizeof(ulong)));
}
