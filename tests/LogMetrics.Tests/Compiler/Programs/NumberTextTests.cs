using System.Globalization;
using System.Text;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Tests.Compiler.Programs;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData("0", 0L)]
    [InlineData("007", 7L)]
    [InlineData("+5", 5L)]
    [InlineData("-5", -5L)]
    [InlineData("-0", 0L)]
    [InlineData("999999999999999999", 999999999999999999L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("0000000000000000000000000000000012", 12L)]
    public void Decimal_integers_are_read(string text, long expected)
    {
        Assert.Equal(NumberError.None, NumberText.ParseInt(Encoding.UTF8.GetBytes(text), out long value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("", NumberError.Syntax)]
    [InlineData("-", NumberError.Syntax)]
    [InlineData("+", NumberError.Syntax)]
    [InlineData("+-1", NumberError.Syntax)]
    [InlineData(" 1", NumberError.Syntax)]
    [InlineData("1 ", NumberError.Syntax)]
    [InlineData("1_000", NumberError.Syntax)]
    [InlineData("0x10", NumberError.Syntax)]
    [InlineData("1.5", NumberError.Syntax)]
    [InlineData("1e3", NumberError.Syntax)]
    [InlineData("٣", NumberError.Syntax)]
    [InlineData("9223372036854775808", NumberError.Range)]
    [InlineData("-9223372036854775809", NumberError.Range)]
    [InlineData("99999999999999999999", NumberError.Range)]
    [InlineData("18446744073709551615x", NumberError.Syntax)]
    [InlineData("99999999999999999999x", NumberError.Range)]
    public void What_is_no_decimal_integer_is_refused(string text, NumberError expected) =>
        Assert.Equal(expected, NumberText.ParseInt(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("ff", 16, 255L)]
    [InlineData("FF", 16, 255L)]
    [InlineData("-zz", 36, -1295L)]
    [InlineData("0777", 8, 511L)]
    [InlineData("101", 2, 5L)]
    [InlineData("7fffffffffffffff", 16, long.MaxValue)]
    [InlineData("-8000000000000000", 16, long.MinValue)]
    public void Integers_of_a_base_are_read(string text, int numberBase, long expected)
    {
        Assert.Equal(NumberError.None, NumberText.ParseInt(Encoding.UTF8.GetBytes(text), numberBase, out long value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("0xff", 16, NumberError.Syntax)]
    [InlineData("8", 8, NumberError.Syntax)]
    [InlineData("1_0", 16, NumberError.Syntax)]
    [InlineData("1", 1, NumberError.Base)]
    [InlineData("1", 37, NumberError.Base)]
    [InlineData("", 37, NumberError.Syntax)]
    [InlineData("8000000000000000", 16, NumberError.Range)]
    public void What_is_no_integer_of_its_base_is_refused(string text, int numberBase, NumberError expected) =>
        Assert.Equal(expected, NumberText.ParseInt(Encoding.UTF8.GetBytes(text), numberBase, out _));

    [Theory]
    [InlineData("1.5", 1.5)]
    [InlineData(".5", 0.5)]
    [InlineData("1.", 1.0)]
    [InlineData("+.5", 0.5)]
    [InlineData("-0", -0.0)]
    [InlineData("1e3", 1000.0)]
    [InlineData("1E-3", 0.001)]
    [InlineData("0.1", 0.1)]
    [InlineData("123456789012345678901234567890", 1.2345678901234568e29)]
    [InlineData("1.7976931348623157e308", double.MaxValue)]
    [InlineData("4.9e-324", double.Epsilon)]
    [InlineData("2.4703282292062327e-324", 0.0)]
    [InlineData("2.4703282292062328e-324", double.Epsilon)]
    [InlineData("1e-400", 0.0)]
    [InlineData("0e999999999999", 0.0)]
    [InlineData("9007199254740993", 9007199254740992.0)]
    [InlineData("9007199254740993.0000000000000000000000000001", 9007199254740994.0)]
    [InlineData("1_000", 1000.0)]
    [InlineData("1_23.50_0_0e+1_2", 1.235e14)]
    [InlineData("0x1p4", 16.0)]
    [InlineData("0X1.8P1", 3.0)]
    [InlineData("0x.8p0", 0.5)]
    [InlineData("-0x1p-1074", -double.Epsilon)]
    [InlineData("0x1p-1075", 0.0)]
    [InlineData("0x1.8p-1075", double.Epsilon)]
    [InlineData("0x1.fffffffffffffp1023", double.MaxValue)]
    [InlineData("0x1.fffffffffffff7p1023", double.MaxValue)]
    [InlineData("0x1.00000000000008p0", 1.0)]
    [InlineData("0x1.000000000000080000000001p0", 1.0000000000000002)]
    [InlineData("0x_1_2.3_4_5p+1_2", 74565.0)]
    [InlineData("0x100000000000000000p-68", 1.0)]
    [InlineData("inf", double.PositiveInfinity)]
    [InlineData("-InFiNiTy", double.NegativeInfinity)]
    [InlineData("+Inf", double.PositiveInfinity)]
    [InlineData("NaN", double.NaN)]
    [InlineData("nan", double.NaN)]
    public void Doubles_are_read(string text, double expected)
    {
        Assert.Equal(NumberError.None, NumberText.ParseFloat(Encoding.UTF8.GetBytes(text), out double value));
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(value));
    }

    [Theory]
    [InlineData("", NumberError.Syntax)]
    [InlineData(".", NumberError.Syntax)]
    [InlineData("+", NumberError.Syntax)]
    [InlineData("e", NumberError.Syntax)]
    [InlineData("1e", NumberError.Syntax)]
    [InlineData("1e+", NumberError.Syntax)]
    [InlineData("1.2.3", NumberError.Syntax)]
    [InlineData(" 1", NumberError.Syntax)]
    [InlineData("1 ", NumberError.Syntax)]
    [InlineData("1,5", NumberError.Syntax)]
    [InlineData("0x10", NumberError.Syntax)]
    [InlineData("0x", NumberError.Syntax)]
    [InlineData("0xp1", NumberError.Syntax)]
    [InlineData("0b1", NumberError.Syntax)]
    [InlineData("_1", NumberError.Syntax)]
    [InlineData("1_", NumberError.Syntax)]
    [InlineData("1__0", NumberError.Syntax)]
    [InlineData("123_.5e+12", NumberError.Syntax)]
    [InlineData("123._5e+12", NumberError.Syntax)]
    [InlineData("123.5_e+12", NumberError.Syntax)]
    [InlineData("123.5e_+12", NumberError.Syntax)]
    [InlineData("123.5e+_12", NumberError.Syntax)]
    [InlineData("123.5e+12_", NumberError.Syntax)]
    [InlineData("0x1_.8p1", NumberError.Syntax)]
    [InlineData("infx", NumberError.Syntax)]
    [InlineData("infinit", NumberError.Syntax)]
    [InlineData("+nan", NumberError.Syntax)]
    [InlineData("1e400", NumberError.Range)]
    [InlineData("-1e400", NumberError.Range)]
    [InlineData("1e99999999999999999999", NumberError.Range)]
    [InlineData("1_0e40_0", NumberError.Range)]
    [InlineData("0x1p1024", NumberError.Range)]
    [InlineData("0x1.fffffffffffff8p1023", NumberError.Range)]
    public void What_is_no_double_is_refused(string text, NumberError expected) =>
        Assert.Equal(expected, NumberText.ParseFloat(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(-0.0, "-0")]
    [InlineData(1.0, "1")]
    [InlineData(1.5, "1.5")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(100000.0, "100000")]
    [InlineData(999999.0, "999999")]
    [InlineData(123456.7, "123456.7")]
    [InlineData(999999.9999999999, "999999.9999999999")]
    [InlineData(1000000.0, "1e+06")]
    [InlineData(1234567.8, "1.2345678e+06")]
    [InlineData(123456789.125, "1.23456789125e+08")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00012345, "0.00012345")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(0.1, "0.1")]
    [InlineData(1e100, "1e+100")]
    [InlineData(double.MaxValue, "1.7976931348623157e+308")]
    [InlineData(-double.MaxValue, "-1.7976931348623157e+308")]
    [InlineData(double.Epsilon, "5e-324")]
    [InlineData(9007199254740993.0, "9.007199254740992e+15")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    public void Doubles_are_written_with_the_fewest_digits(double value, string expected)
    {
        Span<byte> bytes = stackalloc byte[NumberText.MaxBytes];
        Assert.Equal(expected, Encoding.UTF8.GetString(bytes[..NumberText.FormatFloat(value, bytes)]));
        int length = NumberText.FormatFloatUpper(value, bytes);
        Assert.Equal(expected.Replace("e+", "E+").Replace("e-", "E-"), Encoding.UTF8.GetString(bytes[..length]));
    }

    [Theory]
    [InlineData(0L, "0")]
    [InlineData(long.MinValue, "-9223372036854775808")]
    [InlineData(long.MaxValue, "9223372036854775807")]
    public void Integers_are_written_in_decimal(long value, string expected)
    {
        Span<byte> bytes = stackalloc byte[NumberText.MaxBytes];
        Assert.Equal(expected, Encoding.UTF8.GetString(bytes[..NumberText.FormatInt(value, bytes)]));
    }

    [Fact]
    public void Whatever_double_is_written_reads_back_as_itself_and_agrees_with_the_platform()
    {
        var random = new Random(20170707);
        Span<byte> bytes = stackalloc byte[NumberText.MaxBytes];
        for (int i = 0; i < 200_000; i++)
        {
            double value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            value = i % 2 == 0 ? value : Math.Round(random.NextDouble() * Math.Pow(10, random.Next(-6, 12)), random.Next(8));
            if (!double.IsFinite(value))
            {
                continue;
            }

            ReadOnlySpan<byte> text = bytes[..NumberText.FormatFloat(value, bytes)];
            Assert.Equal(NumberError.None, NumberText.ParseFloat(text, out double read));
            Assert.Equal(value, read);
            Assert.Equal(value, double.Parse(text, CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Random_text_is_read_as_the_platform_reads_it()
    {
        const string Alphabet = "0123456789019.eE+-";
        var random = new Random(7);
        for (int i = 0; i < 200_000; i++)
        {
            string text = new([.. Enumerable.Range(0, random.Next(1, 24)).Select(_ => Alphabet[random.Next(Alphabet.Length)])]);
            const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint
                | NumberStyles.AllowExponent;
            bool isNumber = double.TryParse(text, Style, CultureInfo.InvariantCulture, out double expected);
            NumberError error = NumberText.ParseFloat(Encoding.UTF8.GetBytes(text), out double value);
            Assert.True(isNumber == (error != NumberError.Syntax), text);
            Assert.True(!isNumber || value == expected, text);
        }
    }
}
