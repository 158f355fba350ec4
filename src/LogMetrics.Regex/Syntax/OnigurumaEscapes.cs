using System.Globalization;

namespace LogMetrics.Regex.Syntax;

/// <summary>Reads the escapes of single characters as Oniguruma has them: one without a meaning stands for its character.</summary>
sealed class OnigurumaEscapes(PatternReader reader)
{
    /// <summary>Reads one escape.</summary>
    /// <param name="inClass">Whether it stands in a bracketed class, where <c>\b</c> is the backspace.</param>
    public int Read(bool inClass)
    {
        var start = reader.Position;
        reader.Position++;
        var c = reader.Next();
        switch (c)
        {
            case PatternReader.End:
                throw reader.Error(RegexpError.TrailingBackslash, start, "the pattern ends in a backslash");
            case >= '0' and <= '7' when inClass || c == '0':
                return reader.OctalFrom(c);
            case >= '1' and <= '9' when !inClass:
                throw Backtracks(start, "a reference to an earlier group");
            case 'x':
                return ReadHexadecimal(start);
            case 'a' or 'f' or 'n' or 'r' or 't' or 'v':
                return PatternReader.ControlOf(c);
            case 'u':
                return ReadDigits(start, 4);
            case 'c' when reader.Peek() is not '\0':
                return ReadEscaped(inClass) & 0x1F;
            case 'C' when reader.Peek() == '-' && reader.Has(2):
                reader.Position++;
                return ReadEscaped(inClass) & 0x1F;
            case 'b' when inClass:
                return '\b';
            case 'e':
                return '\e';
            case 'k' when !inClass && reader.Peek() is '<' or '\'':
                throw Backtracks(start, "a reference to an earlier group");
            case 'g' when !inClass && reader.Peek() is '<' or '\'':
                throw Backtracks(start, "a call of a group");
            case 'K' when !inClass:
                throw Backtracks(start, @"`\K`, which moves the start of the match");
            case 'G' when !inClass:
                throw Backtracks(start, @"`\G`, the end of the match before");
            case 'X' when !inClass:
                throw Backtracks(start, "a grapheme cluster");
            case 'y' or 'Y' when !inClass:
                throw Backtracks(start, "a boundary of grapheme clusters");
            default:
                return c;
        }
    }

    int ReadEscaped(bool inClass) => reader.Peek() == '\\' ? Read(inClass) : reader.Next();

    int ReadHexadecimal(int start)
    {
        if (reader.Peek() != '{')
        {
            return ReadDigits(start, 2);
        }

        reader.Position++;
        var value = ReadDigits(start, 8);
        if (reader.Next() != '}' || value > CharClassBuilder.MaxRune)
        {
            throw reader.Error(RegexpError.InvalidEscape, start, "no character has this number");
        }

        return value;
    }

    int ReadDigits(int start, int most)
    {
        var digitsStart = reader.Position;
        while (reader.Position < digitsStart + most && char.IsAsciiHexDigit(reader.Peek()))
        {
            reader.Position++;
        }

        var digits = reader.From(digitsStart);
        return digits.Length > 0 && (most != 4 || digits.Length == 4)
            ? (int)Math.Min(uint.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture), CharClassBuilder.MaxRune + 1)
            : throw reader.Error(RegexpError.InvalidEscape, start, "hexadecimal digits are missing");
    }

    RegexpParseException Backtracks(int start, string construct) =>
        GroupFlags.Backtracks(reader, start, construct);
}
