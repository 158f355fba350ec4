using System.Text;

namespace LogMetrics.Tests.Regex;

/// <summary>Makes patterns, and texts that have a fair chance to match them, from a seed.</summary>
sealed class PatternGenerator(int seed, bool withLooks = false)
{
    static readonly string[] Atoms =
    [
        "a", "b", "ab", "ba", ".", "[ab]", "[^a]", "[^ab]", @"\w", @"\d", @"\s", @"\S", @"\W", "é", "[é-ü]", "k", "1",
        " ", "-", @"\x{FFFD}", "(?i:k)", "(?i:aB)", "[a-z]", "(?s:.)", @"\n", "€", @"\pL", "[[:^alpha:]]",
    ];

    static readonly string[] Anchors = ["^", "$", @"\b", @"\B", @"\A", @"\z", "(?m:^)", "(?m:$)", ""];

    static readonly string[] Looks =
    [
        "(?=a)", "(?!a)", "(?<=a)", "(?<!a)", @"(?=\s|$)", @"(?<=^|\s)", "(?<![ab1])", "(?![^a])", @"(?<!\w)", @"(?!\w)", "(?i:(?=k))", "(?<=(?i:b))",
        "(?=é)", "(?!é)", "(?<=[é-ü])", "(?<![é-ü])", @"(?=\pL)", @"(?!\pL)", @"(?<=\pL)", @"(?<!\pL)", "(?=.)", "(?<!.)", "(?m:(?=$|€))", @"(?<=\x{FFFD})",
    ];

    static readonly string[] Quantifiers =
        ["*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0,2}?", "{2,}", "{1,}?", "{0}", "{0,1}"];

    static readonly string[] Pieces =
        ["a", "b", "a", "b", "ab", "aab", "k", "K", "\u212A", "s", "1", "2", " ", "-", "\n", "é", "ü", "€", "\uFFFD", "_", "A", "B", "😀"];

    static readonly string[] WideLooks =
    [
        "(?=ab)", "(?!ab)", "(?=a.*b)", "(?!.*b)", "(?=[ab]{2})", @"(?!\w\w)", "(?!aé|b)", "(?=a|ba$)", "(?!k$)", @"(?=\pL\pL)", "(?=a*b)", "(?!a+$)",
        "(?>a|ab)", "(?>ab|a)", "(?>a*)", "(?>a*b|ab*)", "(?>[ab]+b)", "(?>(a|ab)(b?))", "(?>(?>a+)b?|a)", "(?>a*?b?)", @"(?>\w+)", "(?>.*)",
        "a*+", "[ab]++", "b?+", @"\w*+", "(?:ab)*+", "(?:a|ab)++", "(a|b)?+", "(?=(?:(?>a+)b)+)", "(?>(?:é|éa)+)",
        "(?>[ab]+|1.)+", "(?>a+|b)*", "(?>b(?>a+|k)*)+", "(?>a(?:ba)*)", "(?>(?<!b)(?>a(?>b|k+)*a|aa))", "(?>a+(?:-a+)?|-a+)", "(?>é+|b.)*é", @"(?>\w+)-",
    ];

    readonly Random _random = new(seed);

    public string Pattern() => (_random.Next(8) == 0 ? "(?i)" : _random.Next(8) == 0 ? "(?U)" : "") + Alternatives(3);

    public byte[] Text()
    {
        var bytes = new List<byte>();
        for (var i = _random.Next(12); i > 0; i--)
        {
            if (_random.Next(20) == 0)
            {
                bytes.Add((byte)_random.Next(128, 256));
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(Pieces[_random.Next(Pieces.Length)]));
            }
        }

        return [.. bytes];
    }

    string Alternatives(int depth)
    {
        var text = Sequence(depth);
        while (_random.Next(3) == 0)
        {
            text += "|" + Sequence(depth);
        }

        return text;
    }

    string Sequence(int depth)
    {
        var text = new StringBuilder();
        for (var i = _random.Next(4); i > 0; i--)
        {
            if (withLooks && _random.Next(5) == 0)
            {
                var looks = _random.Next(2) == 0 ? Looks : WideLooks;
                text.Append(looks[_random.Next(looks.Length)]);
                continue;
            }

            if (_random.Next(8) == 0)
            {
                text.Append(Anchors[_random.Next(Anchors.Length)]);
                continue;
            }

            text.Append(depth > 0 && _random.Next(2) == 0
                ? (_random.Next(3) == 0 ? "(?:" : "(") + Alternatives(depth - 1) + ")"
                : Atoms[_random.Next(Atoms.Length)]);
            if (_random.Next(2) == 0)
            {
                text.Append(Quantifiers[_random.Next(Quantifiers.Length)]);
            }
        }

        return text.ToString();
    }
}
