using System.Text;
using LogMetrics.Regex.Syntax;

namespace LogMetrics.Regex.Literals;

/// <summary>Finds strings of which every match of a pattern contains at least one.</summary>
static class RequiredLiterals
{
    const int MaxStrings = 16;
    const int MaxClassSize = 4;

    // A literal that long is as good as any longer one, and cheaper to compare.
    const int MaxBytes = 32;

    /// <summary>The strings, in UTF-8; empty when there are none worth a search.</summary>
    /// <param name="node">A simplified tree.</param>
    public static IReadOnlyList<byte[]> Of(RegexpNode node)
    {
        var best = Required(node);
        return best is null || WorthOf(best) < ByteRarity.WorthSearching
            ? []
            : [.. best.Distinct().Select(Encoding.UTF8.GetBytes)];
    }

    static List<string>? Required(RegexpNode node)
    {
        switch (node.Op)
        {
            case RegexpOp.Literal:
                return RequiredOfSequence([node]);
            case RegexpOp.Concat:
                return RequiredOfSequence(node.SubList);
            case RegexpOp.Capture or RegexpOp.Plus or RegexpOp.Atomic:
                return Required(node.SubList[0]);
            case RegexpOp.Alternate:
                return RequiredOfEach(node.SubList);
            default:
                return null;
        }
    }

    static List<string>? RequiredOfEach(List<RegexpNode> alternatives)
    {
        var all = new List<string>();
        foreach (var alternative in alternatives)
        {
            if (Required(alternative) is not { } required || all.Count + required.Count > MaxStrings)
            {
                return null;
            }

            all.AddRange(required);
        }

        return all;
    }

    /// <summary>The best of: what a piece requires, and what pieces in a row spell out.</summary>
    static List<string>? RequiredOfSequence(List<RegexpNode> pieces)
    {
        List<string>? best = null;
        List<string> row = [""];
        foreach (var piece in pieces)
        {
            var spelled = Exact(piece);
            if (spelled is not null && Joined(row, spelled) is { } longer)
            {
                row = longer;
                continue;
            }

            best = Better(best, row);
            best = Better(best, Required(piece, spelled));
            row = spelled ?? [""];
        }

        return Better(best, row);
    }

    static List<string>? Required(RegexpNode piece, List<string>? spelled) =>
        spelled ?? (piece.Op == RegexpOp.Literal ? null : Required(piece));

    static List<string>? Better(List<string>? best, List<string>? other) =>
        other is not null && WorthOf(other) > WorthOf(best) ? other : best;

    static int WorthOf(List<string>? strings) =>
        strings is null ? 0 : strings.Min(ByteRarity.WorthOf) - (strings.Count / 4);

    /// <summary>All strings that a node matches, or null when they are too many.</summary>
    static List<string>? Exact(RegexpNode node)
    {
        switch (node.Op)
        {
            case RegexpOp.EmptyMatch or RegexpOp.LookAhead or RegexpOp.LookBehind or RegexpOp.WordBoundary
                or RegexpOp.NoWordBoundary or RegexpOp.Ahead or RegexpOp.NotAhead:
                return [""];
            case RegexpOp.Literal when !node.IsFoldCase || !Array.Exists(node.RuneArray, HasCase):
                // U+FFFD also stands for bytes that are not UTF-8, which a search for it would miss.
                return Array.IndexOf(node.RuneArray, Rune.ReplacementChar.Value) >= 0 ? null : [Spell(node.RuneArray)];
            case RegexpOp.CharClass:
                return ExactClass(node.RuneArray);
            case RegexpOp.Capture or RegexpOp.Atomic:
                return Exact(node.SubList[0]);
            case RegexpOp.Quest:
                return Exact(node.SubList[0]) is { Count: < MaxStrings } some ? [.. some, ""] : null;
            case RegexpOp.Concat:
                return node.SubList.Aggregate(
                    (List<string>?)[""], (row, sub) => row is null || Exact(sub) is not { } next ? null : Joined(row, next));
            case RegexpOp.Alternate:
                var all = new List<string>();
                foreach (var sub in node.SubList)
                {
                    if (Exact(sub) is not { } next || all.Count + next.Count > MaxStrings)
                    {
                        return null;
                    }

                    all.AddRange(next);
                }

                return all;
            default:
                return null;
        }
    }

    static List<string>? ExactClass(int[] ranges)
    {
        var all = new List<string>();
        for (var i = 0; i < ranges.Length; i += 2)
        {
            for (var rune = ranges[i]; rune <= ranges[i + 1]; rune++)
            {
                if (all.Count == MaxClassSize || !Rune.IsValid(rune) || rune == Rune.ReplacementChar.Value)
                {
                    return null;
                }

                all.Add(Spell([rune]));
            }
        }

        return all.Count == 0 ? null : all;
    }

    static List<string>? Joined(List<string> row, List<string> next)
    {
        if (row.Count * next.Count > MaxStrings || row[0].Length > MaxBytes)
        {
            return null;
        }

        return [.. row.SelectMany(first => next.Select(second => first + second))];
    }

    static bool HasCase(int rune) => Syntax.Unicode.CaseFolding.Following(rune) != rune;

    static string Spell(int[] runes)
    {
        var text = new StringBuilder();
        foreach (var rune in runes)
        {
            // No text holds half a surrogate pair; a string with U+FFFD in its place is not searched for either.
            text.Append(Rune.IsValid(rune) ? new Rune(rune).ToString() : "");
        }

        return text.ToString();
    }
}
