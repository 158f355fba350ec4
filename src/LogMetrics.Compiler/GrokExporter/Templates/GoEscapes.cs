using System.Globalization;
using System.Text;

namespace LogMetrics.Compiler.GrokExporter.Templates;

/// <summary>The escapes of Go's quoted texts.</summary>
static class GoEscapes
{
    /// <summary>Reads one escape.</summary>
    /// <param name="value">Where its character goes.</param>
    /// <param name="text">The template.</param>
    /// <param name="at">Where the backslash is; afterwards behind the escape.</param>
    /// <param name="quote">The quote that may be escaped.</param>
    /// <exception cref="TemplateSyntaxException">There is no such escape.</exception>
    public static void Append(StringBuilder value, string text, ref int at, char quote)
    {
        char letter = at + 1 < text.Length ? text[at + 1] : '\0';
        int digits = letter switch
        {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            >= '0' and <= '7' => 3,
            _ => 0,
        };
        if (digits > 0)
        {
            AppendNumber(value, text, ref at, digits, letter);
            return;
        }

        int index = "abfnrtv\\".IndexOf(letter);
        if (index < 0 && letter != quote)
        {
            throw new TemplateSyntaxException(
                $"`\\{letter}` is no escape", at, Math.Min(2, text.Length - at), "write `\\\\` for a backslash, or put the text in `backquotes`");
        }

        value.Append(index < 0 ? quote : "\a\b\f\n\r\t\v\\"[index]);
        at += 2;
    }

    static void AppendNumber(StringBuilder value, string text, ref int at, int digits, char letter)
    {
        int start = letter is >= '0' and <= '7' ? at + 1 : at + 2;
        ReadOnlySpan<char> number = text.AsSpan(start, Math.Min(digits, text.Length - start));
        int code = 0;
        bool isNumber = number.Length == digits;
        if (letter is >= '0' and <= '7')
        {
            foreach (char digit in number)
            {
                isNumber &= digit is >= '0' and <= '7';
                code = (8 * code) + digit - '0';
            }
        }
        else
        {
            isNumber &= int.TryParse(number, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out code);
        }

        if (!isNumber || !Rune.TryCreate(code, out Rune rune))
        {
            throw new TemplateSyntaxException("this escape is no character", at, Math.Min(2, text.Length - at), $"it needs {digits} digits");
        }

        value.Append(rune);
        at = start + digits;
    }
}
