using System.Globalization;
using LogMetrics.Regex.Syntax.Unicode;

namespace LogMetrics.Regex.Syntax;

/// <summary>Reads what stands for a set of characters or for one: <c>[…]</c>, <c>\d</c>, <c>\p{…}</c>, <c>\x41</c>.</summary>
sealed class ClassParser(PatternReader reader)
{
    /// <summary>Reads a bracketed class.</summary>
    public int[] ReadBracketed(bool foldCase)
    {
        var start = reader.Position;
        reader.Position++;
        var negated = reader.Peek() == '^';
        reader.Position += negated ? 1 : 0;
        var builder = new CharClassBuilder();
        for (var first = true; reader.AtEnd || reader.Peek() != ']' || first; first = false)
        {
            if (reader.AtEnd)
            {
                throw Unclosed(start);
            }

            if (TryReadPosixClass(builder, foldCase) || TryReadNamed(builder, foldCase))
            {
                continue;
            }

            ReadRange(builder, start, foldCase);
        }

        reader.Position++;
        return negated ? CharClassBuilder.Negate(builder.ToRanges()) : builder.ToRanges();
    }

    /// <summary>Reads <c>\d</c>, <c>\pL</c> and their like when they stand here.</summary>
    public bool TryReadNamed(CharClassBuilder builder, bool foldCase)
    {
        if (reader.Peek() != '\\')
        {
            return false;
        }

        if (reader.Peek(1) is 'p' or 'P')
        {
            ReadUnicodeClass(builder, foldCase);
            return true;
        }

        if (AsciiClasses.Perl(reader.Peek(1)) is not { } ranges)
        {
            return false;
        }

        builder.AddNamed(ranges, char.IsAsciiLetterUpper(reader.Peek(1)), foldCase);
        reader.Position += 2;
        return true;
    }

    /// <summary>Reads the escape of one character.</summary>
    public int ReadEscape()
    {
        var start = reader.Position;
        reader.Position++;
        var c = reader.Next();
        switch (c)
        {
            case PatternReader.End:
                throw reader.Error(RegexpError.TrailingBackslash, start, "the pattern ends in a backslash");
            case '0':
                return reader.OctalFrom(c);
            case >= '1' and <= '7' when reader.Peek() is >= '0' and <= '7':
                return reader.OctalFrom(c);
            case >= '1' and <= '9':
            case 'k' when reader.Peek() is '<' or '\'':
                throw GroupFlags.Backtracks(reader, start, "a reference to an earlier group");
            case 'x':
                return ReadHexadecimal(start);
            case 'a' or 'f' or 'n' or 'r' or 't' or 'v':
                return PatternReader.ControlOf(c);
            case < 0x80 when !char.IsAsciiLetterOrDigit((char)c):
                return c;
            default:
                throw reader.Error(RegexpError.InvalidEscape, start, "this escape has no meaning");
        }
    }

    void ReadRange(CharClassBuilder builder, int classStart, bool foldCase)
    {
        var start = reader.Position;
        var low = ReadClassChar(classStart);
        var high = low;
        // A hyphen before the closing bracket stands for itself.
        if (reader.Peek() == '-' && reader.Has(2) && reader.Peek(1) != ']')
        {
            reader.Position++;
            high = ReadClassChar(classStart);
            if (high < low)
            {
                throw reader.Error(RegexpError.InvalidCharacterRange, start, "the range ends before it starts");
            }
        }

        builder.AddRange(low, high, foldCase);
    }

    int ReadClassChar(int classStart)
    {
        if (reader.AtEnd)
        {
            throw Unclosed(classStart);
        }

        return reader.Peek() == '\\' ? ReadEscape() : reader.Next();
    }

    bool TryReadPosixClass(CharClassBuilder builder, bool foldCase)
    {
        if (!reader.LooksAt("[:"))
        {
            return false;
        }

        var start = reader.Position;
        reader.Position += 2;
        var end = reader.Find(":]");
        if (end < 0)
        {
            reader.Position = start;
            return false;
        }

        var negated = reader.Peek() == '^';
        reader.Position += negated ? 1 : 0;
        var nameStart = reader.Position;
        reader.Position = Math.Max(end, nameStart);
        var ranges = AsciiClasses.Posix(reader.From(nameStart));
        reader.Position = end + 2;
        if (ranges is null)
        {
            throw reader.Error(RegexpError.InvalidCharacterClass, start, "no character class has this name");
        }

        builder.AddNamed(ranges, negated, foldCase);
        return true;
    }

    void ReadUnicodeClass(CharClassBuilder builder, bool foldCase)
    {
        var start = reader.Position;
        var negated = reader.Peek(1) == 'P';
        reader.Position += 2;
        string name;
        if (reader.Peek() == '{')
        {
            var end = reader.Find("}");
            if (end < 0)
            {
                throw reader.ErrorToEnd(RegexpError.InvalidCharacterClass, start, "the class name has no closing brace");
            }

            var nameStart = reader.Position + 1;
            if (reader.Peek(1) == '^')
            {
                negated = !negated;
                nameStart++;
            }

            reader.Position = end;
            name = reader.From(nameStart);
            reader.Position++;
        }
        else
        {
            var nameStart = reader.Position;
            reader.Next();
            name = reader.From(nameStart);
        }

        var ranges = UnicodeClasses.Find(name)
            ?? throw reader.Error(RegexpError.InvalidCharacterClass, start, "no category or script has this name");
        builder.AddNamed(ranges, negated, foldCase);
    }

    int ReadHexadecimal(int start)
    {
        var braced = reader.Peek() == '{';
        reader.Position += braced ? 1 : 0;
        var digitsStart = reader.Position;
        var value = 0;
        while (char.IsAsciiHexDigit(reader.Peek()) && (braced || reader.Position < digitsStart + 2))
        {
            value = (value * 16) + int.Parse([reader.Peek()], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            reader.Position++;
            if (value > CharClassBuilder.MaxRune)
            {
                throw reader.Error(RegexpError.InvalidEscape, start, "Unicode ends at 10FFFF");
            }
        }

        var digits = reader.Position - digitsStart;
        if (braced ? digits == 0 || reader.Peek() != '}' : digits != 2)
        {
            throw reader.Error(RegexpError.InvalidEscape, start, @"\x takes two hexadecimal digits, or some in braces");
        }

        reader.Position += braced ? 1 : 0;
        return value;
    }

    RegexpParseException Unclosed(int start) =>
        reader.ErrorToEnd(RegexpError.MissingBracket, start, "the character class has no closing `]`");
}
