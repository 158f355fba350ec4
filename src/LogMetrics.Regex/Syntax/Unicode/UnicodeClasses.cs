using System.Globalization;

namespace LogMetrics.Regex.Syntax.Unicode;

/// <summary>The classes that <c>\p{…}</c> names: general categories, their groups, scripts, Any, ASCII, Assigned.</summary>
static class UnicodeClasses
{
    static readonly string[] Categories =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co",
        "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn",
    ];

    // The long names of Unicode, which Go knows from 1.25 on.
    static readonly string[] LongNames =
    [
        "uppercaseletter", "lowercaseletter", "titlecaseletter", "modifierletter", "otherletter", "nonspacingmark",
        "spacingmark", "enclosingmark", "decimalnumber", "letternumber", "othernumber", "spaceseparator",
        "lineseparator", "paragraphseparator", "control", "format", "surrogate", "privateuse", "connectorpunctuation",
        "dashpunctuation", "openpunctuation", "closepunctuation", "initialpunctuation", "finalpunctuation",
        "otherpunctuation", "mathsymbol", "currencysymbol", "modifiersymbol", "othersymbol", "unassigned",
    ];

    // Planes in which nothing is assigned, and which are for private use: too many characters to ask for each.
    const int FirstEmptyPlane = 0x40000;
    const int AfterEmptyPlanes = 0xE0000;
    const int FirstPrivatePlane = 0xF0000;
    const int AfterLastRune = 0x110000;

    static readonly Lazy<List<(int Start, UnicodeCategory Category)>> Runs = new(ReadRuns);

    /// <summary>The ranges of a class, first and last in turn, ascending; null when there is none of that name.</summary>
    public static int[]? Find(string name)
    {
        var wanted = Loose(name);
        switch (wanted)
        {
            case "":
                return null;
            case "any":
                return [0, 0x10FFFF];
            case "ascii":
                return [0, 0x7F];
            case "assigned":
                return RangesWhere(category => category != UnicodeCategory.OtherNotAssigned);
            case "lc" or "casedletter":
                return RangesWhere(category => category <= UnicodeCategory.TitlecaseLetter);
        }

        for (var i = 0; i < Categories.Length; i++)
        {
            if (wanted == Loose(Categories[i]) || wanted == LongNames[i])
            {
                return RangesWhere(category => (int)category == i);
            }
        }

        var letter = wanted.Length == 1 ? char.ToUpperInvariant(wanted[0]) : wanted switch
        {
            "letter" => 'L',
            "mark" or "combiningmark" => 'M',
            "number" => 'N',
            "separator" => 'Z',
            "other" => 'C',
            "punctuation" or "punct" => 'P',
            "symbol" => 'S',
            _ => '?',
        };
        return "LMNZCPS".Contains(letter, StringComparison.Ordinal)
            ? RangesWhere(category => Categories[(int)category][0] == letter)
            : Scripts.Find(name);
    }

    /// <summary>A name as it is compared: in lower case, without blanks, underscores and hyphens.</summary>
    public static string Loose(string name)
    {
        Span<char> letters = name.Length <= 64 ? stackalloc char[name.Length] : new char[name.Length];
        var count = 0;
        foreach (var c in name)
        {
            if (c is not (' ' or '_' or '-'))
            {
                letters[count++] = char.ToLowerInvariant(c);
            }
        }

        return new string(letters[..count]);
    }

    static int[] RangesWhere(Predicate<UnicodeCategory> wanted)
    {
        var ranges = new List<int>();
        var runs = Runs.Value;
        for (var i = 0; i < runs.Count; i++)
        {
            if (!wanted(runs[i].Category))
            {
                continue;
            }

            var last = (i + 1 < runs.Count ? runs[i + 1].Start : AfterLastRune) - 1;
            if (ranges.Count > 0 && ranges[^1] == runs[i].Start - 1)
            {
                ranges[^1] = last;
            }
            else
            {
                ranges.Add(runs[i].Start);
                ranges.Add(last);
            }
        }

        return [.. ranges];
    }

    /// <summary>The categories of all code points, as runs of the same one.</summary>
    static List<(int Start, UnicodeCategory Category)> ReadRuns()
    {
        var runs = new List<(int Start, UnicodeCategory Category)>();
        Add(0, FirstEmptyPlane, 1);
        Add(FirstEmptyPlane, AfterEmptyPlanes, AfterEmptyPlanes - FirstEmptyPlane);
        Add(AfterEmptyPlanes, FirstPrivatePlane, 1);
        for (var plane = FirstPrivatePlane; plane < AfterLastRune; plane += 0x10000)
        {
            Add(plane, plane + 0xFFFE, 0xFFFE);
            Add(plane + 0xFFFE, plane + 0x10000, 2);
        }

        return runs;

        void Add(int first, int end, int step)
        {
            for (var rune = first; rune < end; rune += step)
            {
                var category = CharUnicodeInfo.GetUnicodeCategory(rune);
                if (runs.Count == 0 || runs[^1].Category != category)
                {
                    runs.Add((rune, category));
                }
            }
        }
    }
}
