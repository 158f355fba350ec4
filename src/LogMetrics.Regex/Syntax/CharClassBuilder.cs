using LogMetrics.Regex.Syntax.Unicode;

namespace LogMetrics.Regex.Syntax;

/// <summary>Collects ranges of code points into a class.</summary>
sealed class CharClassBuilder
{
    public const int MaxRune = 0x10FFFF;

    readonly List<(int Low, int High)> _ranges = [];

    public CharClassBuilder()
    {
    }

    public CharClassBuilder(ReadOnlySpan<int> ranges) => AddAll(ranges);

    public void Add(int low, int high) => _ranges.Add((low, high));

    public void AddAll(ReadOnlySpan<int> ranges)
    {
        for (var i = 0; i < ranges.Length; i += 2)
        {
            Add(ranges[i], ranges[i + 1]);
        }
    }

    /// <summary>Adds a range, together with the other cases of its letters when asked.</summary>
    public void AddRange(int low, int high, bool foldCase)
    {
        Add(low, high);
        if (!foldCase)
        {
            return;
        }

        foreach (var rune in CaseFolding.WithCaseIn(low, high))
        {
            for (var other = CaseFolding.Following(rune); other != rune; other = CaseFolding.Following(other))
            {
                Add(other, other);
            }
        }
    }

    /// <summary>Adds a named class, in both cases when asked, or everything outside it.</summary>
    public void AddNamed(ReadOnlySpan<int> ranges, bool negated, bool foldCase)
    {
        if (!negated && !foldCase)
        {
            AddAll(ranges);
            return;
        }

        var named = new CharClassBuilder();
        for (var i = 0; i < ranges.Length; i += 2)
        {
            named.AddRange(ranges[i], ranges[i + 1], foldCase);
        }

        AddAll(negated ? Negate(named.ToRanges()) : named.ToRanges());
    }

    /// <summary>Adds the only character of a literal, or the class, that a node stands for.</summary>
    public void AddNode(RegexpNode node)
    {
        if (node.Op == RegexpOp.Literal)
        {
            AddRange(node.RuneArray[0], node.RuneArray[0], node.IsFoldCase);
        }
        else
        {
            AddAll(node.RuneArray);
        }
    }

    /// <summary>The ranges in order, joined where they touch.</summary>
    public int[] ToRanges()
    {
        _ranges.Sort();
        var ranges = new List<int>(2 * _ranges.Count);
        foreach (var (low, high) in _ranges)
        {
            if (ranges.Count > 0 && low <= ranges[^1] + 1)
            {
                ranges[^1] = Math.Max(ranges[^1], high);
            }
            else
            {
                ranges.Add(low);
                ranges.Add(high);
            }
        }

        return [.. ranges];
    }

    public static int[] Negate(ReadOnlySpan<int> ranges)
    {
        var gaps = new List<int>();
        var next = 0;
        for (var i = 0; i < ranges.Length; i += 2)
        {
            if (ranges[i] > next)
            {
                gaps.Add(next);
                gaps.Add(ranges[i] - 1);
            }

            next = ranges[i + 1] + 1;
        }

        if (next <= MaxRune)
        {
            gaps.Add(next);
            gaps.Add(MaxRune);
        }

        return [.. gaps];
    }

    public static bool Contains(ReadOnlySpan<int> ranges, int rune)
    {
        for (var i = 0; i < ranges.Length; i += 2)
        {
            if (rune >= ranges[i] && rune <= ranges[i + 1])
            {
                return true;
            }
        }

        return false;
    }
}
