using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LogMetrics.Regex.Automata;

/// <summary>The rows of a text, of each only the words that are not 0: few places lead on at any point, and what is not
/// written does not have to leave the processor's cache.</summary>
/// <param name="words">The words of a row, 64 at most.</param>
sealed class KeptRows(int words)
{
    /// <summary>The most words that a row can have.</summary>
    public const int MaxWords = 64;

    readonly ulong[] _row = new ulong[words];
    int[] _starts = [];
    ulong[] _kept = [];
    int _end;
    int _limit;

    /// <summary>The first position whose row is kept: rows come from the end of a text, until there is no more room.</summary>
    public int First { get; private set; }

    /// <summary>Begins a text.</summary>
    /// <param name="length">Its bytes.</param>
    /// <param name="maxKeptWords">How many words may be kept.</param>
    public void Begin(int length, int maxKeptWords)
    {
        if (_starts.Length < length)
        {
            _starts = new int[Math.Max(length, 2 * _starts.Length)];
        }

        _limit = (int)Math.Min(maxKeptWords, (long)length * (words + 1));
        _kept = ArrayPool<ulong>.Shared.Rent(_limit);
        (_end, First) = (0, length);
    }

    /// <summary>Gives the memory back.</summary>
    public void End()
    {
        ArrayPool<ulong>.Shared.Return(_kept);
        _kept = [];
    }

    /// <summary>Keeps a row: which words it has, and the words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Keep(ref ulong row, int position)
    {
        if (_end + words >= _limit)
        {
            _end = _limit;
            return;
        }

        ref var kept = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_kept), _end);
        var (count, which) = (1, 0UL);
        for (var word = 0; word < words; word++)
        {
            var value = Unsafe.Add(ref row, word);
            Unsafe.Add(ref kept, count) = value;
            var isUsed = value != 0 ? 1 : 0;
            count += isUsed;
            which |= (ulong)isUsed << word;
        }

        kept = which;
        _starts[position] = _end;
        _end += count;
        First = position;
    }

    /// <summary>A row that was kept; valid until the next one is read.</summary>
    public ReadOnlySpan<ulong> Read(int position)
    {
        _row.AsSpan().Clear();
        var at = _starts[position];
        for (var which = _kept[at]; which != 0; which &= which - 1)
        {
            _row[BitOperations.TrailingZeroCount(which)] = _kept[++at];
        }

        return _row;
    }
}
