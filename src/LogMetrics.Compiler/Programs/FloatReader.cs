using System.Buffers;
using System.Globalization;
using System.Numerics;

namespace LogMetrics.Compiler.Programs;

/// <summary>Reads doubles for <see cref="NumberText"/>: first settles whether the text has the form of a number, and only
/// then works out which.</summary>
static class FloatReader
{
    // Powers of ten that a double holds exactly; with a mantissa of at most 53 bits one operation then rounds once.
    static readonly double[] ExactPowers =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ];

    // Any number of so many digits is one that a double holds exactly.
    const int MaxExactDigits = 15;

    public static NumberError Read(ReadOnlySpan<byte> text, out double value)
    {
        if (TryReadDigits(text, out value))
        {
            return NumberError.None;
        }

        bool signed = text.Length > 0 && text[0] is (byte)'+' or (byte)'-';
        bool negative = signed && text[0] == '-';
        ReadOnlySpan<byte> number = signed ? text[1..] : text;
        if (number.IsEmpty)
        {
            return NumberError.Syntax;
        }

        NumberError error;
        if (number.Length > 2 && number[0] == '0' && Lower(number[1]) == 'x')
        {
            error = ReadHexadecimal(number, out value);
        }
        else if (number[0] is (>= (byte)'0' and <= (byte)'9') or (byte)'.')
        {
            error = ReadDecimal(number, out value);
        }
        else
        {
            error = ReadName(number, signed, out value);
        }

        if (negative)
        {
            value = -value;
        }

        return error;
    }

    // Nearly all numbers of logs.
    static bool TryReadDigits(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        if (text.Length is 0 or > MaxExactDigits)
        {
            return false;
        }

        long number = 0;
        foreach (byte b in text)
        {
            int digit = b - '0';
            if ((uint)digit > 9)
            {
                return false;
            }

            number = (number * 10) + digit;
        }

        value = number;
        return true;
    }

    static NumberError ReadName(ReadOnlySpan<byte> name, bool signed, out double value)
    {
        bool infinite = EqualsIgnoringCase(name, "inf"u8) || EqualsIgnoringCase(name, "infinity"u8);
        bool isNaN = !signed && EqualsIgnoringCase(name, "nan"u8);
        value = infinite ? double.PositiveInfinity : isNaN ? double.NaN : 0;
        return infinite || isNaN ? NumberError.None : NumberError.Syntax;
    }

    static NumberError ReadDecimal(ReadOnlySpan<byte> number, out double value)
    {
        value = 0;
        ulong mantissa = 0;
        int mantissaDigits = 0;
        int scale = 0;
        int at = 0;
        bool sawDigit = false;
        bool sawPoint = false;
        bool sawUnderscore = false;
        for (; at < number.Length; at++)
        {
            byte b = number[at];
            if (b is >= (byte)'0' and <= (byte)'9')
            {
                sawDigit = true;
                if (sawPoint)
                {
                    scale--;
                }

                if (mantissaDigits > 0 || b != '0')
                {
                    mantissaDigits++;
                    mantissa = unchecked((mantissa * 10) + b - '0');
                }
            }
            else if (b == '.' && !sawPoint)
            {
                sawPoint = true;
            }
            else if (b == '_')
            {
                sawUnderscore = true;
            }
            else
            {
                break;
            }
        }

        if (!sawDigit)
        {
            return NumberError.Syntax;
        }

        if (at < number.Length && !TryReadExponent(number, ref at, (byte)'e', ref scale, ref sawUnderscore))
        {
            return NumberError.Syntax;
        }

        if (sawUnderscore)
        {
            return UnderscoresSeparateDigits(number, isHexadecimal: false)
                ? ReadWithoutUnderscores(number, out value)
                : NumberError.Syntax;
        }

        if (mantissaDigits <= 15 && Math.Abs(scale) < ExactPowers.Length)
        {
            value = scale < 0 ? mantissa / ExactPowers[-scale] : mantissa * ExactPowers[scale];
            return NumberError.None;
        }

        // Digits beyond what fits are its affair: it rounds correctly, whatever their number.
        double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        return double.IsInfinity(value) ? NumberError.Range : NumberError.None;
    }

    static NumberError ReadWithoutUnderscores(ReadOnlySpan<byte> number, out double value)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(number.Length);
        int length = 0;
        foreach (byte b in number)
        {
            if (b != '_')
            {
                rented[length++] = b;
            }
        }

        NumberError error = ReadDecimal(rented.AsSpan(0, length), out value);
        ArrayPool<byte>.Shared.Return(rented);
        return error;
    }

    static NumberError ReadHexadecimal(ReadOnlySpan<byte> number, out double value)
    {
        value = 0;
        ulong mantissa = 0;
        int mantissaDigits = 0;
        int scale = 0;
        int at = 2;
        bool inexact = false;
        bool sawDigit = false;
        bool sawPoint = false;
        bool sawUnderscore = false;
        for (; at < number.Length; at++)
        {
            byte b = number[at];
            if (char.IsAsciiHexDigit((char)b))
            {
                sawDigit = true;
                uint digit = b <= '9' ? (uint)(b - '0') : (uint)(Lower(b) - 'a' + 10);
                if (mantissaDigits == 16)
                {
                    inexact |= digit != 0;
                    scale += sawPoint ? 0 : 4;
                    continue;
                }

                mantissaDigits += mantissa != 0 || digit != 0 ? 1 : 0;
                mantissa = (mantissa << 4) | digit;
                scale -= sawPoint ? 4 : 0;
            }
            else if (b == '.' && !sawPoint)
            {
                sawPoint = true;
            }
            else if (b == '_')
            {
                sawUnderscore = true;
            }
            else
            {
                break;
            }
        }

        // Unlike a decimal one, a hexadecimal number must have its exponent.
        if (!sawDigit || at == number.Length
            || !TryReadExponent(number, ref at, (byte)'p', ref scale, ref sawUnderscore)
            || (sawUnderscore && !UnderscoresSeparateDigits(number, isHexadecimal: true)))
        {
            return NumberError.Syntax;
        }

        value = Scale(mantissa, scale, inexact);
        return double.IsInfinity(value) ? NumberError.Range : NumberError.None;
    }

    /// <summary>Mantissa × 2^scale, rounded once, to nearest and to even, subnormal results included.</summary>
    static double Scale(ulong mantissa, int scale, bool inexact)
    {
        if (mantissa == 0)
        {
            return 0;
        }

        int shift = BitOperations.LeadingZeroCount(mantissa);
        mantissa <<= shift;
        int exponent = scale - shift + 63;
        if (exponent > 1023)
        {
            return double.PositiveInfinity;
        }

        int dropped = exponent < -1022 ? 11 + (-1022 - exponent) : 11;
        if (dropped > 64)
        {
            return 0;
        }

        ulong kept = dropped == 64 ? 0 : mantissa >> dropped;
        ulong half = 1UL << (dropped - 1);
        ulong rest = dropped == 64 ? mantissa : mantissa & ((1UL << dropped) - 1);
        if (rest > half || (rest == half && (inexact || (kept & 1) == 1)))
        {
            kept++;
        }

        return Math.ScaleB(kept, exponent - 63 + dropped);
    }

    static bool TryReadExponent(
        ReadOnlySpan<byte> number, ref int at, byte letter, ref int scale, ref bool sawUnderscore)
    {
        if (Lower(number[at++]) != letter)
        {
            return false;
        }

        bool negative = at < number.Length && number[at] == '-';
        if (at < number.Length && number[at] is (byte)'+' or (byte)'-')
        {
            at++;
        }

        if (at == number.Length || number[at] is < (byte)'0' or > (byte)'9')
        {
            return false;
        }

        int exponent = 0;
        for (; at < number.Length; at++)
        {
            byte b = number[at];
            if (b == '_')
            {
                sawUnderscore = true;
            }
            else if (b is >= (byte)'0' and <= (byte)'9')
            {
                // Far beyond every double, and far from overflowing together with a long row of digits.
                exponent = Math.Min((exponent * 10) + b - '0', 100_000_000);
            }
            else
            {
                return false;
            }
        }

        scale += negative ? -exponent : exponent;
        return true;
    }

    static bool UnderscoresSeparateDigits(ReadOnlySpan<byte> number, bool isHexadecimal)
    {
        // A prefix counts as a digit: an underscore may follow it.
        bool afterDigit = isHexadecimal;
        bool afterUnderscore = false;
        for (int i = isHexadecimal ? 2 : 0; i < number.Length; i++)
        {
            byte b = number[i];
            bool isDigit = b is >= (byte)'0' and <= (byte)'9' || (isHexadecimal && char.IsAsciiHexDigit((char)b));
            if ((b == '_' && !afterDigit) || (b != '_' && afterUnderscore && !isDigit))
            {
                return false;
            }

            afterUnderscore = b == '_';
            afterDigit = isDigit;
        }

        return !afterUnderscore;
    }

    static bool EqualsIgnoringCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower)
    {
        if (text.Length != lower.Length)
        {
            return false;
        }

        for (int i = 0; i < text.Length; i++)
        {
            if (Lower(text[i]) != lower[i])
            {
                return false;
            }
        }

        return true;
    }

    static byte Lower(byte b) => b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b;
}
