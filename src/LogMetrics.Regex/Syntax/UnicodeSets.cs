using LogMetrics.Regex.Syntax.Unicode;

namespace LogMetrics.Regex.Syntax;

/// <summary>The classes that Oniguruma has instead of those of ASCII: <c>\d \s \w \h</c> and the names of POSIX.</summary>
static class UnicodeSets
{
    // Letters that are letters by another property than their category: in circles and squares, and some digits.
    static readonly int[] OtherAlphabetic = [0x24B6, 0x24E9, 0x1F130, 0x1F149, 0x1F150, 0x1F169, 0x1F170, 0x1F189];
    static readonly int[] SmallDigits = [0xB2, 0xB3, 0xB9, 0xB9, 0xBC, 0xBE];

    static readonly int[] White =
    [
        '\t', '\r', ' ', ' ', 0x85, 0x85, 0xA0, 0xA0, 0x1680, 0x1680, 0x2000, 0x200A, 0x2028, 0x2029, 0x202F, 0x202F,
        0x205F, 0x205F, 0x3000, 0x3000,
    ];

    static readonly int[] Hexadecimal = ['0', '9', 'A', 'F', 'a', 'f'];
    static readonly Lazy<int[]> LazyWord = new(() => Union(Classes("L", "M", "Nd", "Nl", "Pc"), OtherAlphabetic, SmallDigits));
    static readonly Lazy<int[]> LazyDigit = new(() => Classes("Nd"));

    /// <summary>What <c>\w</c> matches.</summary>
    public static int[] Word => LazyWord.Value;

    /// <summary>The class behind a backslash and this letter; null when there is none. Capitals negate.</summary>
    public static int[]? Perl(char letter) => letter switch
    {
        'd' or 'D' => LazyDigit.Value,
        's' or 'S' => White,
        'w' or 'W' => Word,
        'h' or 'H' => Hexadecimal,
        _ => null,
    };

    /// <summary>The class of this name, of POSIX or of Unicode; null when there is none.</summary>
    public static int[]? Named(string name) => UnicodeClasses.Loose(name) switch
    {
        "alnum" => Union(Classes("L", "M", "Nl", "Nd"), OtherAlphabetic),
        "alpha" => Union(Classes("L", "M", "Nl"), OtherAlphabetic),
        "ascii" => [0, 0x7F],
        "blank" => Union(Classes("Zs"), ['\t', '\t']),
        "cntrl" => Classes("Cc", "Cf", "Co", "Cs"),
        "digit" => LazyDigit.Value,
        "graph" => CharClassBuilder.Negate(Union(Classes("Cc", "Cn", "Cs"), White)),
        "lower" => Classes("Ll"),
        "print" => CharClassBuilder.Negate(Classes("Cc", "Cn", "Cs")),
        "punct" => Union(Classes("P"), ['$', '$', '+', '+', '<', '>', '^', '^', '`', '`', '|', '|', '~', '~']),
        "space" => White,
        "upper" => Classes("Lu"),
        "word" => Word,
        "xdigit" => Hexadecimal,
        _ => UnicodeClasses.Find(name),
    };

    static int[] Classes(params ReadOnlySpan<string> names)
    {
        var all = new CharClassBuilder();
        foreach (var name in names)
        {
            all.AddAll(UnicodeClasses.Find(name));
        }

        return all.ToRanges();
    }

    static int[] Union(params ReadOnlySpan<int[]> sets)
    {
        var all = new CharClassBuilder();
        foreach (var set in sets)
        {
            all.AddAll(set);
        }

        return all.ToRanges();
    }
}
