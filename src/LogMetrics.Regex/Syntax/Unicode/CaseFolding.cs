namespace LogMetrics.Regex.Syntax.Unicode;

/// <summary>Simple case folding: which code points are the same letter in another case.</summary>
static class CaseFolding
{
    // Sorted by the code point; Next holds the next member of its orbit, the last one leading back to the first.
    static readonly int[] Members;
    static readonly int[] Next;

    static CaseFolding()
    {
        var next = new SortedDictionary<int, int>();
        var pairs = CaseOrbitRuns.Pairs;
        for (var i = 0; i < pairs.Length; i += 4)
        {
            for (var low = pairs[i]; low <= pairs[i + 1]; low += pairs[i + 2])
            {
                next[low] = low + pairs[i + 3];
                next[low + pairs[i + 3]] = low;
            }
        }

        var larger = CaseOrbitRuns.Larger;
        var start = 0;
        for (var i = 0; i < larger.Length; i++)
        {
            if (larger[i] == 0)
            {
                start = i + 1;
                continue;
            }

            next[larger[i]] = larger[i + 1] == 0 ? larger[start] : larger[i + 1];
        }

        Members = [.. next.Keys];
        Next = [.. next.Values];
    }

    /// <summary>The next code point that is the same letter: A, a, A, …; k, U+212A, K, k, …; itself when there is no other.</summary>
    public static int Following(int rune)
    {
        var at = Array.BinarySearch(Members, rune);
        return at < 0 ? rune : Next[at];
    }

    /// <summary>The smallest code point that is the same letter.</summary>
    public static int Smallest(int rune)
    {
        var smallest = rune;
        for (var other = Following(rune); other != rune; other = Following(other))
        {
            smallest = Math.Min(smallest, other);
        }

        return smallest;
    }

    /// <summary>All code points from <paramref name="low"/> to <paramref name="high"/> that have another case, ascending.</summary>
    public static ReadOnlySpan<int> WithCaseIn(int low, int high)
    {
        var first = Array.BinarySearch(Members, low);
        first = first < 0 ? ~first : first;
        var end = Array.BinarySearch(Members, high);
        end = end < 0 ? ~end : end + 1;
        return Members.AsSpan(first, Math.Max(0, end - first));
    }
}
