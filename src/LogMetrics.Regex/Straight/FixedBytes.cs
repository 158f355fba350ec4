using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LogMetrics.Regex.Automata;

namespace LogMetrics.Regex.Straight;

/// <summary>A few bytes in a row, each of a set of its own, such as a time of fixed length; compared all at once.</summary>
sealed class FixedBytes
{
    /// <summary>The most bytes in a row.</summary>
    public const int MaxLength = 16;

    readonly ByteSet[] _sets;

    // The sets as ranges: of the range number i of each set, the first byte and how many follow it.
    readonly Vector128<byte>[] _lows;
    readonly Vector128<byte>[] _spans;

    public FixedBytes(ByteSet[] sets)
    {
        _sets = sets;
        var ranges = sets.Select(RangesOf).ToArray();
        var count = ranges.Max(of => of.Count);
        _lows = new Vector128<byte>[count];
        _spans = new Vector128<byte>[count];
        Span<byte> lows = stackalloc byte[MaxLength];
        Span<byte> spans = stackalloc byte[MaxLength];
        for (var i = 0; i < count; i++)
        {
            // What stands behind the last set may be any byte.
            lows.Clear();
            spans.Fill(byte.MaxValue);
            for (var at = 0; at < sets.Length; at++)
            {
                var (low, span) = ranges[at][Math.Min(i, ranges[at].Count - 1)];
                (lows[at], spans[at]) = (low, span);
            }

            _lows[i] = Vector128.Create<byte>(lows);
            _spans[i] = Vector128.Create<byte>(spans);
        }
    }

    public int Length => _sets.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool StandAt(ReadOnlySpan<byte> text, int position)
    {
        if (position + MaxLength > text.Length)
        {
            return StandNearEnd(text, position);
        }

        var bytes = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(text), (nuint)position);
        var inside = Vector128<byte>.Zero;
        for (var i = 0; i < _lows.Length; i++)
        {
            inside |= Vector128.LessThanOrEqual(bytes - _lows[i], _spans[i]);
        }

        return inside == Vector128<byte>.AllBitsSet;
    }

    bool StandNearEnd(ReadOnlySpan<byte> text, int position)
    {
        if (position + _sets.Length > text.Length)
        {
            return false;
        }

        for (var i = 0; i < _sets.Length; i++)
        {
            if (!_sets[i].Contains(text[position + i]))
            {
                return false;
            }
        }

        return true;
    }

    static List<(byte Low, byte Span)> RangesOf(ByteSet set)
    {
        var ranges = new List<(byte Low, byte Span)>();
        var bytes = set.ToArray();
        for (var i = 0; i < bytes.Length;)
        {
            var first = i++;
            while (i < bytes.Length && bytes[i] == bytes[i - 1] + 1)
            {
                i++;
            }

            ranges.Add((bytes[first], (byte)(bytes[i - 1] - bytes[first])));
        }

        return ranges;
    }
}
