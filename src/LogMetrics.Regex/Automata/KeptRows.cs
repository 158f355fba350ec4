using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LogMetrics.Regex.Automata;

/// <summary>The rows of a text, of each only the vectors that are not 0: few places lead on at any point, and what is not
/// written does not have to leave the processor's cache.</summary>
/// <param name="words">The words of a row: whole vectors.</param>
sealed class KeptRows(int words)
{
    /// <summary>The most words of a row that are worth keeping: to write and read longer ones takes as long as to find them again.</summary>
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

    /// <summary>Keeps a row: which vectors it has, and the vectors.</summary>
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
        for (var word = 0; word < words; word += RowStep.WordsPerVector)
        {
            var vector = Vector512.LoadUnsafe(ref row, (nuint)word);
            vector.StoreUnsafe(ref kept, (nuint)count);
            var isUsed = vector == Vector512<ulong>.Zero ? 0 : 1;
            count += isUsed * RowStep.WordsPerVector;
            which |= (ulong)isUsed << (word / RowStep.WordsPerVector);
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
        var which = _kept[at++];
        for (; which != 0; which &= which - 1, at += RowStep.WordsPerVector)
        {
            _kept.AsSpan(at, RowStep.WordsPerVector).CopyTo(_row.AsSpan(BitOperations.TrailingZeroCount(which) * RowStep.WordsPerVector));
        }

        return _row;
    }
}
