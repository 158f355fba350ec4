using System.Globalization;

namespace LogMetrics.Compiler.Programs;

/// <summary>What is wrong with a text that should be a number.</summary>
public enum NumberError
{
    /// <summary>Nothing: it is a number.</summary>
    None,

    /// <summary>It does not have the form of a number.</summary>
    Syntax,

    /// <summary>It is a number, but one that the type cannot hold.</summary>
    Range,

    /// <summary>The base is not 2 to 36.</summary>
    Base,
}

/// <summary>Numbers as programs read and write them: the rules of Go's <c>strconv</c>, over UTF-8 bytes.</summary>
/// <remarks>
/// Programs, label values and the exposition all print doubles by the same rule: the fewest digits that read back the
/// same, and an exponent when the decimal one is below -4 or at least 6. Nothing here allocates or depends on a culture.
/// </remarks>
public static class NumberText
{
    /// <summary>As many bytes as any number can take when it is formatted.</summary>
    public const int MaxBytes = 32;

    /// <summary>Reads a decimal integer: an optional sign and ASCII digits, and nothing else.</summary>
    /// <param name="text">The text, whole.</param>
    /// <param name="value">The integer; undefined after an error.</param>
    public static NumberError ParseInt(ReadOnlySpan<byte> text, out long value)
    {
        // Up to 18 digits cannot overflow; nearly all numbers in logs are of that kind.
        if ((uint)(text.Length - 1) < 18)
        {
            long sum = 0;
            int i = 0;
            for (; i < text.Length; i++)
            {
                uint digit = (uint)(text[i] - '0');
                if (digit > 9)
                {
                    break;
                }

                sum = (sum * 10) + digit;
            }

            if (i == text.Length)
            {
                value = sum;
                return NumberError.None;
            }
        }

        return ParseInt(text, 10, out value);
    }

    /// <summary>Reads an integer in a base of 2 to 36: an optional sign and digits, without a prefix such as <c>0x</c>.</summary>
    /// <param name="text">The text, whole.</param>
    /// <param name="numberBase">The base; what is not 2 to 36 is <see cref="NumberError.Base"/>.</param>
    /// <param name="value">The integer; after <see cref="NumberError.Range"/> the nearest one, otherwise undefined.</param>
    public static NumberError ParseInt(ReadOnlySpan<byte> text, long numberBase, out long value)
    {
        value = 0;
        bool negative = text.Length > 0 && text[0] == '-';
        ReadOnlySpan<byte> digits = negative || (text.Length > 0 && text[0] == '+') ? text[1..] : text;
        if (digits.IsEmpty)
        {
            return NumberError.Syntax;
        }

        if (numberBase is < 2 or > 36)
        {
            return NumberError.Base;
        }

        var radix = (ulong)numberBase;
        ulong sum = 0;
        foreach (byte b in digits)
        {
            uint digit = DigitOf(b);
            if (digit >= radix)
            {
                return NumberError.Syntax;
            }

            if (sum > (ulong.MaxValue - digit) / radix)
            {
                value = negative ? long.MinValue : long.MaxValue;
                return NumberError.Range;
            }

            sum = (sum * radix) + digit;
        }

        ulong limit = negative ? 1UL << 63 : long.MaxValue;
        if (sum > limit)
        {
            value = negative ? long.MinValue : long.MaxValue;
            return NumberError.Range;
        }

        value = negative ? unchecked((long)(0 - sum)) : (long)sum;
        return NumberError.None;
    }

    /// <summary>
    /// Reads a double: decimal with optional fraction and exponent, hexadecimal with a <c>p</c> exponent, <c>inf</c>,
    /// <c>infinity</c> or <c>nan</c> in any case; underscores may stand between digits; no spaces.
    /// </summary>
    /// <param name="text">The text, whole.</param>
    /// <param name="value">The double nearest to the text; after <see cref="NumberError.Range"/> an infinity, after
    /// <see cref="NumberError.Syntax"/> zero.</param>
    public static NumberError ParseFloat(ReadOnlySpan<byte> text, out double value) => FloatReader.Read(text, out value);

    /// <summary>Writes an integer in decimal.</summary>
    /// <param name="value">The integer.</param>
    /// <param name="destination">At least <see cref="MaxBytes"/> long.</param>
    /// <returns>How many bytes were written.</returns>
    public static int FormatInt(long value, Span<byte> destination)
    {
        value.TryFormat(destination, out int written, default, CultureInfo.InvariantCulture);
        return written;
    }

    /// <summary>Writes a double as Go's <c>%g</c> does: <c>1.5</c>, <c>1e+06</c>, <c>NaN</c>, <c>+Inf</c>, <c>-Inf</c>.</summary>
    /// <param name="value">The double.</param>
    /// <param name="destination">At least <see cref="MaxBytes"/> long.</param>
    /// <returns>How many bytes were written.</returns>
    public static int FormatFloat(double value, Span<byte> destination) => Format(value, (byte)'e', destination);

    /// <summary>The same with a capital E: <c>1E+06</c>.</summary>
    /// <param name="value">The double.</param>
    /// <param name="destination">At least <see cref="MaxBytes"/> long.</param>
    /// <returns>How many bytes were written.</returns>
    public static int FormatFloatUpper(double value, Span<byte> destination) => Format(value, (byte)'E', destination);

    static int Format(double value, byte exponentLetter, Span<byte> destination)
    {
        if (!double.IsFinite(value))
        {
            ReadOnlySpan<byte> name = double.IsNaN(value) ? "NaN"u8 : value > 0 ? "+Inf"u8 : "-Inf"u8;
            name.CopyTo(destination);
            return name.Length;
        }

        int at = 0;
        if (double.IsNegative(value))
        {
            destination[at++] = (byte)'-';
            value = -value;
        }

        if (value < 1e6 && value == (int)value)
        {
            return at + FormatInt((int)value, destination[at..]);
        }

        Span<byte> digits = stackalloc byte[MaxBytes];
        int exponent = ShortestDigits(value, ref digits);
        return exponent is < -4 or >= 6
            ? at + WriteScientific(digits, exponent, exponentLetter, destination[at..])
            : at + WritePlain(digits, exponent, destination[at..]);
    }

    /// <summary>The fewest digits that read back as a positive double, without zeros at either end, and the decimal
    /// exponent of the first one.</summary>
    static int ShortestDigits(double value, ref Span<byte> digits)
    {
        Span<byte> text = stackalloc byte[MaxBytes];
        value.TryFormat(text, out int length, default, CultureInfo.InvariantCulture);
        int count = 0;
        int pointAt = -1;
        int exponent = 0;
        int leadingZeros = 0;
        for (int i = 0; i < length; i++)
        {
            byte b = text[i];
            if (b == '.')
            {
                pointAt = count + leadingZeros;
            }
            else if (b == 'E')
            {
                ParseInt(text[(i + 1)..length], out long written);
                exponent = (int)written;
                break;
            }
            else if (b == '0' && count == 0)
            {
                leadingZeros++;
            }
            else
            {
                digits[count++] = b;
            }
        }

        int integerDigits = pointAt < 0 ? count + leadingZeros : pointAt;
        exponent += integerDigits - leadingZeros - 1;
        while (digits[count - 1] == '0')
        {
            count--;
        }

        digits = digits[..count];
        return exponent;
    }

    static int WriteScientific(ReadOnlySpan<byte> digits, int exponent, byte letter, Span<byte> destination)
    {
        int at = 0;
        destination[at++] = digits[0];
        if (digits.Length > 1)
        {
            destination[at++] = (byte)'.';
            digits[1..].CopyTo(destination[at..]);
            at += digits.Length - 1;
        }

        destination[at++] = letter;
        destination[at++] = (byte)(exponent < 0 ? '-' : '+');
        int size = Math.Abs(exponent);
        if (size < 10)
        {
            destination[at++] = (byte)'0';
        }

        return at + FormatInt(size, destination[at..]);
    }

    static int WritePlain(ReadOnlySpan<byte> digits, int exponent, Span<byte> destination)
    {
        int at = 0;
        if (exponent < 0)
        {
            destination[at++] = (byte)'0';
            destination[at++] = (byte)'.';
            for (int i = -1; i > exponent; i--)
            {
                destination[at++] = (byte)'0';
            }

            digits.CopyTo(destination[at..]);
            return at + digits.Length;
        }

        for (int i = 0; i <= exponent || i < digits.Length; i++)
        {
            if (i == exponent + 1)
            {
                destination[at++] = (byte)'.';
            }

            destination[at++] = i < digits.Length ? digits[i] : (byte)'0';
        }

        return at;
    }

    static uint DigitOf(byte b) => b switch
    {
        >= (byte)'0' and <= (byte)'9' => (uint)(b - '0'),
        >= (byte)'a' and <= (byte)'z' => (uint)(b - 'a' + 10),
        >= (byte)'A' and <= (byte)'Z' => (uint)(b - 'A' + 10),
        _ => uint.MaxValue,
    };
}
