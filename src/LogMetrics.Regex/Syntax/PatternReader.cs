using System.Text;

namespace LogMetrics.Regex.Syntax;

/// <summary>The pattern text and the place in it that is read next; makes the errors that point into it.</summary>
sealed class PatternReader(string pattern)
{
    public const int End = -1;

    public int Position { get; set; }

    public bool AtEnd => Position >= pattern.Length;

    /// <summary>Whether at least so many UTF-16 units are left.</summary>
    public bool Has(int units) => Position + units <= pattern.Length;

    /// <summary>The UTF-16 unit that is <paramref name="ahead"/> units from here, or '\0' after the end.</summary>
    public char Peek(int ahead = 0) => Position + ahead < pattern.Length ? pattern[Position + ahead] : '\0';

    /// <summary>Whether the text goes on with these characters.</summary>
    public bool LooksAt(string text) => string.CompareOrdinal(pattern, Position, text, 0, text.Length) == 0;

    public int Find(string text) => pattern.IndexOf(text, Position, StringComparison.Ordinal);

    public string From(int start) => pattern[start..Position];

    /// <summary>Takes the next code point, or <see cref="End"/>.</summary>
    public int Next()
    {
        if (AtEnd)
        {
            return End;
        }

        if (Rune.TryGetRuneAt(pattern, Position, out var rune))
        {
            Position += rune.Utf16SequenceLength;
            return rune.Value;
        }

        throw new RegexpParseException(RegexpError.InvalidText, Position, 1, "the pattern holds half a character");
    }

    /// <summary>The control character that one of the letters a, f, n, r, t, v stands for after a backslash.</summary>
    public static int ControlOf(int letter) => letter switch
    {
        'a' => '\a',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        _ => '\v',
    };

    /// <summary>The number of up to three octal digits.</summary>
    /// <param name="first">The first of them, which has been taken.</param>
    public int OctalFrom(int first)
    {
        var value = first - '0';
        for (var i = 1; i < 3 && Peek() is >= '0' and <= '7'; i++)
        {
            value = (value * 8) + (Next() - '0');
        }

        return value;
    }

    /// <summary>An error about the text from <paramref name="start"/> to here, which follows the sentence.</summary>
    public RegexpParseException Error(RegexpError error, int start, string sentence) =>
        Error(error, start, Position, sentence);

    public RegexpParseException Error(RegexpError error, int start, int end, string sentence)
    {
        var length = Math.Min(end, pattern.Length) - start;
        var piece = pattern.Substring(start, length);
        var shown = piece.Length > 40 ? piece[..40] + "…" : piece;
        return new RegexpParseException(error, start, length, shown.Length == 0 ? sentence : $"{sentence}: `{shown}`");
    }

    public RegexpParseException ErrorToEnd(RegexpError error, int start, string sentence) =>
        Error(error, start, pattern.Length, sentence);
}
