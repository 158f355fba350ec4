using System.Globalization;
using System.Text;

namespace LogMetrics.Regex.Syntax;

/// <summary>Writes a syntax tree as pattern text, character for character as Go does.</summary>
static class RegexpPrinter
{
    const int MaxRune = 0x10FFFF;

    public static string Print(RegexpNode node)
    {
        var text = new StringBuilder();
        Write(text, node);
        return text.ToString();
    }

    static void Write(StringBuilder text, RegexpNode node)
    {
        switch (node.Op)
        {
            case RegexpOp.NoMatch:
                text.Append(@"[^\x00-\x{10FFFF}]");
                break;
            case RegexpOp.EmptyMatch:
                text.Append("(?:)");
                break;
            case RegexpOp.Literal:
                WriteLiteral(text, node);
                break;
            case RegexpOp.CharClass:
                WriteClass(text, node.RuneArray);
                break;
            case RegexpOp.AnyCharNotNewline:
                text.Append("(?-s:.)");
                break;
            case RegexpOp.AnyChar:
                text.Append("(?s:.)");
                break;
            case RegexpOp.BeginLine:
                text.Append(node.IsOniguruma ? "(?O:^)" : "(?m:^)");
                break;
            case RegexpOp.EndLine:
                text.Append("(?m:$)");
                break;
            case RegexpOp.BeginText:
                text.Append(@"\A");
                break;
            case RegexpOp.EndText:
                text.Append((node.Flags & RegexpFlags.WasDollar) != 0 ? "(?-m:$)" : @"\z");
                break;
            case RegexpOp.WordBoundary:
                text.Append(node.IsOniguruma ? @"(?O:\b)" : @"\b");
                break;
            case RegexpOp.NoWordBoundary:
                text.Append(node.IsOniguruma ? @"(?O:\B)" : @"\B");
                break;
            case RegexpOp.EndTextOrLastNewline:
                text.Append(@"(?O:\Z)");
                break;
            case RegexpOp.Atomic or RegexpOp.Ahead or RegexpOp.NotAhead:
                text.Append(node.Op == RegexpOp.Atomic ? "(?>" : node.Op == RegexpOp.Ahead ? "(?=" : "(?!");
                Write(text, node.SubList[0]);
                text.Append(')');
                break;
            case RegexpOp.LookAhead or RegexpOp.LookBehind:
                WriteLook(text, node);
                break;
            case RegexpOp.Capture:
                text.Append(node.CaptureName is null ? "(" : $"(?P<{node.CaptureName}>");
                if (node.SubList[0].Op != RegexpOp.EmptyMatch)
                {
                    Write(text, node.SubList[0]);
                }

                text.Append(')');
                break;
            case RegexpOp.Concat:
                foreach (var sub in node.SubList)
                {
                    WriteGrouped(text, sub, sub.Op == RegexpOp.Alternate);
                }

                break;
            case RegexpOp.Alternate:
                for (var i = 0; i < node.SubList.Count; i++)
                {
                    text.Append(i > 0 ? "|" : "");
                    Write(text, node.SubList[i]);
                }

                break;
            default:
                WriteQuantified(text, node);
                break;
        }
    }

    static void WriteLiteral(StringBuilder text, RegexpNode node)
    {
        text.Append(node.IsFoldCase ? "(?i:" : "");
        foreach (var rune in node.RuneArray)
        {
            WriteRune(text, rune, false);
        }

        text.Append(node.IsFoldCase ? ")" : "");
    }

    static void WriteClass(StringBuilder text, int[] ranges)
    {
        text.Append('[');
        if (ranges.Length == 0)
        {
            text.Append(@"^\x00-\x{10FFFF}");
        }
        else if (ranges[0] == 0 && ranges[^1] == MaxRune && ranges.Length > 2)
        {
            // Holds both ends, so it was probably written negated: the gaps say more.
            text.Append('^');
            for (var i = 1; i < ranges.Length - 1; i += 2)
            {
                WriteRange(text, ranges[i] + 1, ranges[i + 1] - 1);
            }
        }
        else
        {
            for (var i = 0; i < ranges.Length; i += 2)
            {
                WriteRange(text, ranges[i], ranges[i + 1]);
            }
        }

        text.Append(']');
    }

    static void WriteLook(StringBuilder text, RegexpNode node)
    {
        var ahead = node.Op == RegexpOp.LookAhead;
        var orEdge = (node.Flags & RegexpFlags.HoldsAtEdge) != 0;
        var isNegated = orEdge && node.RuneArray is [0, ..] and [.., MaxRune];
        text.Append(ahead ? "(?" : "(?<").Append(isNegated ? '!' : '=');
        WriteClass(text, isNegated ? CharClassBuilder.Negate(node.RuneArray) : node.RuneArray);
        text.Append(orEdge && !isNegated ? ahead ? @"|\z" : @"|\A" : "").Append(')');
    }

    static void WriteRange(StringBuilder text, int low, int high)
    {
        WriteRune(text, low, low == '-');
        if (low != high)
        {
            text.Append('-');
            WriteRune(text, high, high == '-');
        }
    }

    static void WriteQuantified(StringBuilder text, RegexpNode node)
    {
        var sub = node.SubList[0];
        WriteGrouped(text, sub, sub.Op > RegexpOp.Capture || (sub.Op == RegexpOp.Literal && sub.RuneArray.Length > 1));
        switch (node.Op)
        {
            case RegexpOp.Star:
                text.Append('*');
                break;
            case RegexpOp.Plus:
                text.Append('+');
                break;
            case RegexpOp.Quest:
                text.Append('?');
                break;
            default:
                text.Append('{').Append(node.Min);
                text.Append(node.Max == node.Min ? "" : node.Max < 0 ? "," : $",{node.Max}");
                text.Append('}');
                break;
        }

        text.Append(node.IsNonGreedy ? "?" : "");
    }

    static void WriteGrouped(StringBuilder text, RegexpNode node, bool grouped)
    {
        text.Append(grouped ? "(?:" : "");
        Write(text, node);
        text.Append(grouped ? ")" : "");
    }

    static void WriteRune(StringBuilder text, int rune, bool escaped)
    {
        if (IsPrintable(rune))
        {
            text.Append(escaped || (rune < 0x80 && @"\.+*?()|[]{}^$".Contains((char)rune)) ? "\\" : "");
            text.Append(char.ConvertFromUtf32(rune));
            return;
        }

        text.Append(rune switch
        {
            '\a' => @"\a",
            '\f' => @"\f",
            '\n' => @"\n",
            '\r' => @"\r",
            '\t' => @"\t",
            '\v' => @"\v",
            < 0x100 => string.Create(CultureInfo.InvariantCulture, $@"\x{rune:x2}"),
            _ => string.Create(CultureInfo.InvariantCulture, $@"\x{{{rune:x}}}"),
        });
    }

    // Letters, marks, numbers, punctuation, symbols, and of the blanks only the space.
    static bool IsPrintable(int rune) => rune == ' ' || CharUnicodeInfo.GetUnicodeCategory(rune) is not (
        UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
