using System.Text;

namespace LogMetrics.Tests.Regex;

/// <summary>Makes patterns of fields and separators, and texts that match them or come near to it, from a seed.</summary>
sealed class StraightPatternGenerator(int seed)
{
    // A piece of a pattern, and texts that it matches.
    static readonly (string Pattern, string[] Texts)[] Pieces =
    [
        (@"\S+", ["a", "ab\"", "\u00e9x", "1.2.3.4", "a,b,"]), (@"\S*", ["", "-", "a]\"b"]), (@"\d+", ["1", "023"]), (@"\d{3}", ["200"]),
        (@"\d{1,3}", ["1", "123"]), (@"\w+", ["abc", "a1_"]), ("[^\"]*", ["", "a b", "\u20acuro, [x]"]), (@"[^\]]+", ["a b", "1/2"]),
        (".*", ["", "a b c", "x\" y"]), (".*?", ["", "a, b", "1 2 3"]), (".+?", ["a", "b: c"]), (@"(?:\d+|-)", ["-", "17"]),
        ("-?", ["", "-"]), (@"(?:\.\d+)?", ["", ".5"]), (@"(?:a|ab)", ["a", "ab"]), ("(?:invalid user )?", ["", "invalid user "]),
        ("(?:error: |warn: |)", ["", "error: ", "warn: "]), (@"(?:\w+, )*", ["", "a, ", "a, bc, "]), (@"(?:\d+\.){2}", ["1.22."]),
        (@"(?:(?:[a-f]+)-)?", ["", "abc-"]), ("[ab]+", ["ab", "bba"]), ("[ab]*?", ["", "ab"]), (@"(?:ba{0,2})*", ["", "baab"]),
        (@"[A-Z]?\d\d", ["A12", "34"]), (@"(?i:GET|POST)", ["get", "Post"]), (@"\s+", [" ", "  \t"]), (@"\s*", ["", " "]),
        (@"(?:\[(\d+)\]|(\w+)=(\d*))", ["[5]", "a=7", "b="]), (@"(?:(a)(?:(,)|;)?|(b))", ["a", "a,", "b"]), (@"[[:^alpha:]]+", ["1 2", "-"]),
        // As named patterns have them: looks at one character, parts with many ways, quoted texts, words of any script.
        ("(?<![0-9.+-])[+-]?(?:[0-9]+(?:\\.[0-9]+)?|\\.[0-9]+)(?![0-9])", ["1", "-2.5", ".5", "1.2.3", "+"]),
        ("(?:(?:2[0-4][0-9]|25[0-5]|[01]?[0-9]{1,2})\\.){3}(?:2[0-4][0-9]|25[0-5]|[01]?[0-9]{1,2})", ["1.2.3.4", "255.25.5.0", "256.1.1.1"]),
        ("(?:[0-9A-Fa-f]{1,2}(?::[0-9A-Fa-f]{1,2}){2,5}|\\b[0-9A-Za-z][0-9A-Za-z-]*(?:\\.[0-9A-Za-z][0-9A-Za-z-]*)*(?:\\.?|\\b))", ["a:b:1", "www.a-b.de", "a..b", "\u00e9.x"]),
        ("(?:3[01]|[12][0-9]|0?[1-9])/(?:\\b(?:Jan(?:uary)?|M(?:a|\u00e4)rz?)\\b)/[0-9]{2}(?:[0-9]{2})?", ["1/Jan/2026", "31/M\u00e4r/26", "09/Marz/1"]),
        ("(?<!\\\\)(?:\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])*')", ["\"a b\"", "'x\\'y'", "\"\u00e9\\\u00fc\"", "\"\\"]),
        ("(?:([A-Z]+) (\\S+)(?: HTTP/([0-9.]+))?|(.*?))", ["GET /x HTTP/1.1", "GET /\"x", "GET a b", "-", ""]),
        ("(?<![\\pL\\p{Nd}_])[\\pL\\p{Nd}_]+(?![\\pL\\p{Nd}_])", ["abc", "a1_", "\u00e9t\u00e9", "a\u00b7"]),
        ("[\\pL]+", ["abc", "\u00fc"]), ("\\p{Lu}", ["A", "\u00c4"]), (@"\w+\b", ["abc", "a1"]), (@"\b\w+?(?=,|$)", ["ab", "a"]), (@"\S+(?<=b)", ["ab", "bba"]),
        ("(?m:$)", [""]), ("(?m:^)", [""]), (@"\B", [""]), (@"(?<=\s|^)", [""]),
        ("a{2,}", ["aa", "aaaa"]), (@"(?s:.*)", ["", "a\nb"]), ("[^a]+", ["bcd", "\u00fc"]), ("(?U:a+)", ["a", "aa"]), ("(?:a?){2}", ["", "aa"]),
    ];

    static readonly string[] Separators = [" ", "\"", "] ", "\" \"", ": ", ",", " [", "-", "a", "ab", ".", "", "", " from "];

    static readonly string[] Noise = ["a", " ", "\"", ",", "1", "\n", "\t", "\u00e9", "]", ".", "-", "b", ":"];

    readonly Random _random = new(seed);
    readonly List<string[]> _texts = [];

    public string Pattern()
    {
        var text = new StringBuilder();
        if (_random.Next(4) != 0)
        {
            text.Append('^');
        }
        else if (_random.Next(2) == 0)
        {
            _texts.Add(["", "", "", "a ", "1"]);
        }
        else
        {
            _texts.Add(["", "x ab", "abab"]);
            AddText(text, "ab");
        }

        for (var i = 1 + _random.Next(5); i > 0; i--)
        {
            var (pattern, texts) = Pieces[_random.Next(Pieces.Length)];
            text.Append(_random.Next(2) == 0 ? pattern : $"({pattern})");
            _texts.Add(texts);
            AddText(text, Separators[_random.Next(Separators.Length)]);
        }

        return text.Append(_random.Next(2) == 0 ? "$" : "").ToString();
    }

    public byte[] Text()
    {
        var text = new StringBuilder();
        foreach (var texts in _texts)
        {
            text.Append(texts[_random.Next(texts.Length)]);
        }

        for (var i = _random.Next(4); i > 1; i--)
        {
            var at = _random.Next(text.Length + 1);
            text.Remove(at, Math.Min(_random.Next(2), text.Length - at)).Insert(at, Noise[_random.Next(Noise.Length)]);
        }

        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        if (bytes.Length > 0 && _random.Next(10) == 0)
        {
            bytes[_random.Next(bytes.Length)] = (byte)_random.Next(128, 256);
        }

        return bytes;
    }

    void AddText(StringBuilder pattern, string literal)
    {
        pattern.Append(@"\Q").Append(literal).Append(@"\E");
        _texts.Add([literal]);
    }
}
