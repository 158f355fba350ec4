namespace LogMetrics.Regex.Syntax;

/// <summary>The classes of ASCII: Perl's <c>\d \s \w</c> and those of POSIX.</summary>
static class AsciiClasses
{
    static readonly int[] Digit = ['0', '9'];
    static readonly int[] Space = ['\t', '\n', '\f', '\r', ' ', ' '];
    static readonly int[] Word = ['0', '9', 'A', 'Z', '_', '_', 'a', 'z'];

    /// <summary>The class behind a backslash and this letter; null when there is none. Capitals negate.</summary>
    public static int[]? Perl(char letter) => letter switch
    {
        'd' or 'D' => Digit,
        's' or 'S' => Space,
        'w' or 'W' => Word,
        _ => null,
    };

    /// <summary>The class of this name between <c>[:</c> and <c>:]</c>; null when there is none.</summary>
    public static int[]? Posix(string name) => name switch
    {
        "alnum" => ['0', '9', 'A', 'Z', 'a', 'z'],
        "alpha" => ['A', 'Z', 'a', 'z'],
        "ascii" => [0, 0x7F],
        "blank" => ['\t', '\t', ' ', ' '],
        "cntrl" => [0, 0x1F, 0x7F, 0x7F],
        "digit" => Digit,
        "graph" => ['!', '~'],
        "lower" => ['a', 'z'],
        "print" => [' ', '~'],
        "punct" => ['!', '/', ':', '@', '[', '`', '{', '~'],
        "space" => ['\t', '\r', ' ', ' '],
        "upper" => ['A', 'Z'],
        "word" => Word,
        "xdigit" => ['0', '9', 'A', 'F', 'a', 'f'],
        _ => null,
    };
}
