namespace LogMetrics.Tests.Regex.Hostile;

/// <summary>Patterns with lines made to hurt: the classic killers, what users write, counts, alternations, fields.</summary>
public static class HostileCases
{
    const string Hex = "[0-9A-Fa-f]{1,4}";
    const string Octet = "(?:25[0-5]|2[0-4][0-9]|[01]?[0-9]{1,2})";
    const string Label = "[0-9A-Za-z](?:[0-9A-Za-z-]{0,62})";
    const string HostName = @"\b" + Label + @"(?:\." + Label + @")*(?:\.?|\b)";
    const string Address = Octet + @"(?:\." + Octet + "){3}";
    const string SixParts = "(?:(?:" + Hex + ":){7}" + Hex + "|(?:" + Hex + ":){1,6}(?::" + Hex + "){1,6}|(?:" + Hex
        + ":){1,5}(?::" + Address + ")|:(?::" + Hex + "){1,7}|(?:" + Hex + ":){1,7}:|::)(?:%[0-9A-Za-z]+)?";
    const string Host = "(?:" + SixParts + "|" + Address + "|" + HostName + ")";
    const string UnixPath = @"(?:/(?:[\w_%!$@:.,+~-]+|\\.)*)+";
    const string Number = @"(?:[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+))";

    static readonly string[] Letters = [.. Enumerable.Range('a', 26).Select(c => ((char)c).ToString())];
    static readonly string[] AnyAscii = [.. Enumerable.Range(' ', 95).Select(c => ((char)c).ToString())];

    /// <summary>The first ones, which everyone knows.</summary>
    public static IReadOnlyList<HostileCase> Killers => [.. All.Take(13)];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<HostileCase> All { get; } =
    [
        // The classic killers.
        new("(a+)+$", ["a"], End: "b"),
        new("^(a+)+$", ["a"], End: "b"),
        new("(.*?,){30}", ["a", ",", "b"]),
        new("(.*?,){30}$", ["a", ",", "b"]),
        new("^(.*?,){30}$", ["a,", "b,"], End: "x"),
        new("(a|aa)+$", ["a"], End: "b"),
        new(".*.*.*=.*", ["x", "y"]),
        new("(.*)(.*)(.*)=(.*)", ["x", "=", "y"]),
        new("(x+x+)+y", ["x"]),
        new("(?:a?){30}a{30}", ["a"]),
        new("((a*)*)*b", ["a", "c"]),
        new("([a-z]+)*[0-9]", Letters),
        new("(?:(?:a?b?c?d?e?f?g?h?i?j?k?l?m?n?o?p?)*x)*[0-9]", Letters),

        // What users write, and what grok's patterns look like inside.
        new(@"(\S+ ?)+END", ["a"], Start: "END"),
        new(@"^(\S+ ?)+END", ["a", "b", " "], End: "ENDe  END"),
        new(@"(.*?) (.*?) (.*?) level=error", ["word", " ", "level", "="], Start: "level=error"),
        new(@"(.*) (.*) (.*) (.*) ERROR", ["word", " ", " ERROR", " ERR"], Start: " ERROR"),
        new(@"(\S+)(\S+)(\S+)(\S+)=", ["a", "b"]),
        new(@"(\w+ )*\w+!", ["a", "b", " "]),
        new(string.Join('\t', Enumerable.Repeat("(.*)", 15)), ["a", "\t", "b"]),
        new("^" + string.Join('\t', Enumerable.Repeat("(.*)", 15)) + "END$", ["a", "\t", "b"], Start: "END"),
        new(string.Join("; ", Enumerable.Repeat("(.*?)", 15)) + "END", ["a", "; ", "b"], Start: "END"),
        new("(" + HostName + ")+:", ["a", ".", "-", "b"]),
        new("(" + Host + ")+ END", ["a", ".", "-", "1", ":", "255"], Start: " END"),
        new("(" + Host + ")[: ](" + Host + ")[: ](" + Host + ")/END", ["a", ".", "1", ":", "25", "f", " "], Start: "/END"),
        new("(.*?) (" + Host + ") .* (" + Host + ") .* (" + Host + ") END", ["a", ".", "1", ":", "25", "f", " "], Start: " END"),
        new(@"(?:(?:" + Host + @"|\S+)[ :/]){6}(\d+) END", ["a", ".", "1", ":", "25", "f", " ", "/"], Start: " END"),
        new("(" + SixParts + ")END", ["f", ":", "1", "::", "ab", "25."], Start: "END"),
        new("(" + Address + ")END", ["1", ".", "25", "200"], Start: "END"),
        new(UnixPath + " ", ["/", "a", ".", "\\", "="]),
        new(UnixPath + "$", ["/", "a", ".", "\\"], End: "="),
        new(@"(?:\[(\d+)\] )?(?:(\w+)=(\S*) )*END", ["a", "=", " ", "1", "[1] "], Start: "END"),
        new(@"(\w+): (.*?);(.*?);(.*?);(.*?);(.*);(.*)END", ["a", ": ", ";", "b"], Start: "END SERVICE ALERT: "),
        new("(?:(.*), client: (.*), server: (.*), request: \"(.*)\"(?:, upstream: \"(.*)\")?, host: \"(.*)\")END",
            [", client: ", "a", ", server: ", ", request: \"", "\", host: \"", "\""], Start: "END"),
        new(@"(?:(?:P=(\w+)|H=(\w+)|[A-Z]=(\S+)|\S+) )*\d+ END", ["P=a ", "H=b ", "X=c ", "y ", "1"], Start: " END"),
        new($"^(?:{Number}[ ,]){{40}}END", ["1", ".", ",", "-", " "], End: "END"),
        new(@"\b(?:\w+\b\W*){5}END", ["a", " ", "b", "-"], Start: "END"),
        new(@"(?:\b\w{1,8}\b ?){1,50}!", ["a", " ", "bc"]),
        new(@"(?m)^(.*)$(?:\n^(.*)$)*END", ["a", "\n", "b"], Start: "END"),

        // Counts.
        new("x.{0,900}y", ["x", "z", "a"]),
        new("x.{0,900}y", ["x", "é", "€", "z"]),
        new("(x.{0,900}y)", ["x", "z", "a"], End: "y"),
        new("x.{0,900}?y", ["x", "z"], End: "y"),
        new("(?s)x.{900}y", ["x", "z"], End: "y"),
        new("(?:x.{0,300}y|a.{0,300}b|c.{0,300}d)z", ["x", "y", "a", "b", "c", "d"]),
        new("(a|b)*a(a|b){15}c", ["a", "b"]),
        new("(a|b)*a(a|b){15}c", ["a", "b"], End: "abababababababac"),
        new("(a|b)*a(a|b){200}c", ["a", "b"]),
        new("(a|b)*a(?:a|b){900}c", ["a", "b"]),
        new("[a-q][^u-z]{13}x", [.. Letters]),
        new("([a-q])([^u-z]{13})x", [.. Letters]),
        new(@"\pL{100}!", ["é", "a", "ж", "中"]),
        new(@"(\pL|\pN){300}!", ["é", "a", "ж", "中", "1", "٣"]),
        new(@"(?:\pL{1,30} ){10}!", ["é", "a", "ж", "中", " "]),
        new("(?:a{1,30}b?){30}c", ["a", "b"]),
        new("(?:[ab]{1,30}[bc]{1,30})+d", ["a", "b", "c"]),
        new("(?:a?){200}b{0,200}c", ["a", "b"]),
        new("(?:(?:a?){30}b){30}c", ["a", "b"]),
        new("(?:a{0,20}b{0,20}c{0,20}){15}d", ["a", "b", "c"]),
        new("(?:.{0,30}[ab]){30}c", ["a", "b", "x"]),
        new("(?:(.{0,9}),(.{0,9});){40}c", ["a", ",", ";", "x"]),
        new("y.{0,900}x", ["x", "z", "a"]),
        new("(y.{0,900}x)", ["x", "z", "a"], Start: "y"),
        new("(?:[ab].{0,30}){30}c", ["a", "b", "x"]),
        new("((?:[ab].{0,30}){30})c", ["a", "b", "x"], End: "c"),
        new("((?:.{0,30}[ab]){30})c", ["a", "b", "x"], End: "c"),
        new("(?:a|b){15}a(?:a|b)*", ["a", "b"]),
        new("c(a|b){15}a(a|b)*", ["a", "b"]),
        new("(?:(?:b?a){0,3}c?){200}d", ["a", "b", "c"]),
        new("(?:(?:b?a){0,3}c?){200}d", ["ba", "c", "aab"], End: "d"),
        new(@"\S{300}(?:abc|[a-f](?:(?:[0-9][ab])+){0,900})[^,]", ["abc", "a", "7", "k"]),
        new("(?:pdf.*?){300}.+.{0,300}", ["pdf", "z", "a"]),
        new("a.{100}b.{100}c.{100}d.{100}e", ["a", "b", "c", "d"]),

        // Alternations of many literals, and of cases.
        new("(?:" + Words(500) + ")+END", Letters, Start: "END"),
        new("(?:" + Words(500) + "|.)*END", Letters, Start: "END"),
        new("(?:(" + Words(200) + @")|(\w+)|(.))*END", [.. Letters, " ", "-"], Start: "END"),
        new("(?i)(?:" + Words(300) + ").*(?:" + Words(300) + ").*END", Letters, Start: "END"),
        new("(?i)(?:" + Words(600) + ").*END", Letters, End: "END"),
        new("(?i)(?:" + Words(600) + ").*END", [.. Words(600).Split('|')], End: "END"),
        new("(?:" + Words(600) + ")+END", [.. Words(600).Split('|')], End: "END"),
        new("(?:" + Words(600) + @")\S*? (?:(" + Words(200) + ")|[a-z]{60})+ END", [.. Words(600).Split('|').Take(9), " "], End: " END"),
        new("[b-y]{300}[ab](?:" + Words(160) + ")", [.. Words(160).Split('|')]),
        new(@"[^,]{1,100}?(c\S{60}(?:" + Words(60) + @")\b)", [.. Words(60).Split('|'), " "], End: "c"),
        new(@"(\w*)(?:(?:[\w-]{60}[^,][a-z]?)?$?|[0-9]{60})(?:\B){15}[ab]", ["a", "_", "b", "7"]),
        new("(?i)(?:error|warn|fail)[ a-zßſK]{5,200}(?:timeout|refused)x", ["error", "s", "ſ", "K", " ", "timeout"]),
        new("(?:" + string.Join('|', Letters.Select(c => c + "?x" + c + "{1,9}")) + "){2,20}!", Letters),

        // Characters of many scripts, of which each has to be read.
        new(@"\b([\pL ]+)\b!", [.. Enumerable.Range(0x4E00, 3000).Select(c => ((char)c).ToString())], End: "!"),
        new(@"(?:\b\pL{1,9}\W)*?(\pN+)", [.. Enumerable.Range(0x600, 2000).Select(c => ((char)c).ToString()), " "], End: "1"),

        // Captures at many starts.
        new("(?:(a)|(b)|(c)|(d))*z", ["a", "b", "c", "d"], End: "z"),
        new("(.)(.)(.)(.)(.)(.)(.)(.)(.)(.)(.)(.)$", AnyAscii),
        new("(?:(a*)(b*)(c*)(d*))*z", ["a", "b", "c", "d"], End: "z"),
        new(@"(\w)(\w*)(\W)(\W*)(\w*?)(\d)(\S*?)END", ["a", "1", " ", "-"], Start: "END"),
        new(@"(\w)(\w*)(\W)(\W*)(\w*?)(\d)(\S*?)END", ["a", "1", " ", "-"], End: "1END"),
        new(string.Concat(Enumerable.Range(0, 40).Select(i => $"(?:({(char)('a' + (i % 5))}*)|(.))")) + "!", ["a", "b", "c", "d", "e"]),
        new("(?:" + string.Join('|', Enumerable.Range(0, 100).Select(i => $"(k{i}=[^;]*;)")) + ")+$", ["k1=a;", "k99=;", "k50=b;", "k"], End: "k1=;"),
    ];

    static string Words(int count)
    {
        var random = new Random(3);
        return string.Join('|', Enumerable.Range(0, count)
            .Select(_ => string.Concat(Enumerable.Range(0, random.Next(2, 9)).Select(_ => (char)('a' + random.Next(26))))));
    }
}
