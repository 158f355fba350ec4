using System.Globalization;
using System.Text;
using LogMetrics.Regex.Syntax;

namespace LogMetrics.Regex.Backtracking;

/// <summary>Writes characters and classes as .NET's regular expressions have them, over UTF-16.</summary>
static class BacktrackingText
{
    const int FirstSurrogate = 0xD800;
    const int LastSurrogate = 0xDFFF;
    const int FirstAstral = 0x10000;

    /// <summary>Characters that are matched as they are, or in either case.</summary>
    public static string OfRune(int rune, bool foldCase)
    {
        var builder = new CharClassBuilder();
        builder.AddNode(new RegexpNode(RegexpOp.Literal, foldCase ? RegexpFlags.FoldCase : RegexpFlags.None) { RuneArray = [rune] });
        var ranges = builder.ToRanges();
        return ranges.Length == 2 && ranges[0] == ranges[1] && rune < FirstAstral ? Escape(rune) : OfClass(ranges);
    }

    /// <summary>A class: one UTF-16 unit, or two of them that make a character.</summary>
    /// <param name="ranges">First and last code points in turn, ascending and apart.</param>
    public static string OfClass(ReadOnlySpan<int> ranges)
    {
        var units = new StringBuilder();
        var pairs = new List<string>();
        for (var i = 0; i < ranges.Length; i += 2)
        {
            var (low, high) = (ranges[i], ranges[i + 1]);
            AddUnits(units, low, Math.Min(high, FirstSurrogate - 1));
            AddUnits(units, Math.Max(low, LastSurrogate + 1), Math.Min(high, FirstAstral - 1));
            AddPairs(pairs, Math.Max(low, FirstAstral), high);
        }

        if (units.Length > 0)
        {
            pairs.Insert(0, $"[{units}]");
        }

        return pairs.Count switch
        {
            0 => "(?!)",
            1 => pairs[0].StartsWith('[') && units.Length > 0 ? pairs[0] : $"(?:{pairs[0]})",
            _ => $"(?:{string.Join('|', pairs)})",
        };
    }

    static void AddUnits(StringBuilder units, int low, int high)
    {
        if (low <= high)
        {
            units.Append(Escape(low)).Append('-').Append(Escape(high));
        }
    }

    static void AddPairs(List<string> pairs, int low, int high)
    {
        if (low > high)
        {
            return;
        }

        var (first, last) = (char.ConvertFromUtf32(low), char.ConvertFromUtf32(high));
        if (first[0] == last[0])
        {
            pairs.Add($"{Escape(first[0])}[{Escape(first[1])}-{Escape(last[1])}]");
            return;
        }

        pairs.Add($@"{Escape(first[0])}[{Escape(first[1])}-\uDFFF]");
        if (first[0] + 1 < last[0])
        {
            pairs.Add($@"[{Escape(first[0] + 1)}-{Escape(last[0] - 1)}][\uDC00-\uDFFF]");
        }

        pairs.Add($@"{Escape(last[0])}[\uDC00-{Escape(last[1])}]");
    }

    static string Escape(int unit) => string.Create(CultureInfo.InvariantCulture, $@"\u{unit:X4}");
}
