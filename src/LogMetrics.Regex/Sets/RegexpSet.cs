namespace LogMetrics.Regex.Sets;

/// <summary>Many patterns, asked in one scan which of them can match a text.</summary>
/// <remarks>
/// The answer may hold a pattern that does not match after all, never miss one that does: ask the pattern itself before
/// believing it. Like <see cref="Regexp"/>, an instance is for one thread at a time.
/// </remarks>
public sealed class RegexpSet
{
    readonly Regexp[] _patterns;

    RegexpSet(Regexp[] patterns) => _patterns = patterns;

    /// <summary>How many patterns there are.</summary>
    public int Count => _patterns.Length;

    /// <summary>How many words <see cref="Scan"/> fills: one for each 64 patterns, begun or full.</summary>
    public int WordCount => (Count + 63) / 64;

    /// <summary>Puts patterns together.</summary>
    /// <param name="patterns">The patterns; the number of each is its place in the list.</param>
    /// <param name="limits">Bounds on the memory of the set; null takes <see cref="RegexpLimits.Default"/>.</param>
    public static RegexpSet Build(IReadOnlyList<Regexp> patterns, RegexpLimits? limits = null)
    {
        _ = limits;
        return new RegexpSet([.. patterns]);
    }

    /// <summary>Says which patterns can match.</summary>
    /// <param name="text">What is searched.</param>
    /// <param name="candidates">Receives bit n % 64 of word n / 64 for pattern n; at least
    /// <see cref="WordCount"/> long, the words after that stay as they are.</param>
    public void Scan(ReadOnlySpan<byte> text, Span<ulong> candidates)
    {
        candidates[..WordCount].Clear();
        for (var i = 0; i < _patterns.Length; i++)
        {
            if (_patterns[i].IsMatch(text))
            {
                candidates[i >> 6] |= 1UL << i;
            }
        }
    }
}
