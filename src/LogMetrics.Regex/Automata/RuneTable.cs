using System.Runtime.CompilerServices;
using LogMetrics.Regex.Syntax;

namespace LogMetrics.Regex.Automata;

/// <summary>A number for each code point, found in two steps however many ranges there are.</summary>
/// <remarks>A line in many scripts asks for every character, where a search among the ranges of <c>\pL</c> takes ten times as long.</remarks>
sealed class RuneTable
{
    const int PageShift = 7;
    const int PageLength = 1 << PageShift;

    readonly ushort[] _pages = new ushort[(CharClassBuilder.MaxRune + 1) >> PageShift];
    readonly ushort[] _numbers;

    /// <param name="starts">Where ranges start, ascending; the first one at 0.</param>
    /// <param name="numbers">The number of each range, below 65,536.</param>
    public RuneTable(ReadOnlySpan<int> starts, ReadOnlySpan<int> numbers)
    {
        var known = new Dictionary<int, ushort>();
        var (all, range) = (new List<ushort>(), 0);
        Span<ushort> page = stackalloc ushort[PageLength];
        for (var i = 0; i < _pages.Length; i++)
        {
            var first = i << PageShift;
            while (range + 1 < starts.Length && starts[range + 1] <= first)
            {
                range++;
            }

            // Most pages lie within one range.
            var isWhole = range + 1 == starts.Length || starts[range + 1] >= first + PageLength;
            if (isWhole && known.TryGetValue(numbers[range], out var same))
            {
                _pages[i] = same;
                continue;
            }

            for (var (rune, at) = (first, range); rune < first + PageLength; rune++)
            {
                at += at + 1 < starts.Length && starts[at + 1] == rune ? 1 : 0;
                page[rune - first] = (ushort)numbers[at];
            }

            _pages[i] = (ushort)(all.Count >> PageShift);
            if (isWhole)
            {
                known.Add(numbers[range], _pages[i]);
            }

            all.AddRange(page);
        }

        _numbers = [.. all];
    }

    /// <summary>The number of a code point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Of(int rune) => _numbers[(_pages[rune >> PageShift] << PageShift) + (rune & (PageLength - 1))];
}
