using System.Globalization;
using System.Text;

namespace LogMetrics.Compiler.GrokExporter.Templates;

/// <summary>A verb of <c>printf</c> with its flags: <c>%-8.2f</c>.</summary>
readonly record struct FormatVerb(char Verb, string Flags, int Width, int Precision)
{
    /// <summary>Reads one.</summary>
    /// <param name="format">The format.</param>
    /// <param name="at">Where its percent sign is; afterwards its last character.</param>
    /// <param name="maxWidth">What larger widths and precisions become.</param>
    public static FormatVerb Read(string format, ref int at, int maxWidth)
    {
        int start = ++at;
        while (at < format.Length && format[at] is '+' or '-' or '#' or ' ' or '0')
        {
            at++;
        }

        string flags = format[start..at];
        int width = ReadNumber(format, ref at, maxWidth);
        int precision = -1;
        if (at < format.Length && format[at] == '.')
        {
            at++;
            precision = Math.Max(0, ReadNumber(format, ref at, maxWidth));
        }

        return new FormatVerb(at < format.Length ? format[at] : '\0', flags, width, precision);
    }

    /// <summary>A value printed by it; what it cannot print becomes Go's complaint.</summary>
    public string Print(object? value)
    {
        string? text = (Verb, value) switch
        {
            ('v', _) => Cut(GoPrint.Text(value)),
            ('s', string or JsonNumber) => Cut(GoPrint.Text(value)),
            ('q', string or JsonNumber) => Quote(GoPrint.Text(value)),
            ('d', long number) => Signed(number.ToString(CultureInfo.InvariantCulture)),
            ('x', long number) => (number < 0 ? "-" : "") + Math.Abs(number).ToString("x", CultureInfo.InvariantCulture),
            ('X', long number) => (number < 0 ? "-" : "") + Math.Abs(number).ToString("X", CultureInfo.InvariantCulture),
            ('o', long number) => Convert.ToString(number, 8),
            ('b', long number) => Convert.ToString(number, 2),
            ('c', long number) when Rune.IsValid((int)Math.Clamp(number, -1, int.MaxValue)) => new Rune((int)number).ToString(),
            ('x', string text1) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text1)),
            ('X', string text2) => Convert.ToHexString(Encoding.UTF8.GetBytes(text2)),
            ('t', bool truth) => truth ? "true" : "false",
            ('f' or 'F', double real) => Signed(NotFinite(real) ?? real.ToString(string.Create(CultureInfo.InvariantCulture, $"F{(Precision < 0 ? 6 : Precision)}"), CultureInfo.InvariantCulture)),
            ('e' or 'E', double real) => Signed(NotFinite(real) ?? Scientific(real)),
            ('g' or 'G', double real) => Signed(GoPrint.Text(real)),
            ('T', _) => GoPrint.TypeName(value),
            _ => null,
        };
        return Pad(text ?? $"%!{Verb}({GoPrint.TypeName(value)}={GoPrint.Text(value)})");
    }

    static int ReadNumber(string format, ref int at, int max)
    {
        int number = -1;
        while (at < format.Length && char.IsAsciiDigit(format[at]))
        {
            number = Math.Min(max, (Math.Max(number, 0) * 10) + format[at++] - '0');
        }

        return number;
    }

    static string? NotFinite(double real) =>
        double.IsNaN(real) ? "NaN" : double.IsPositiveInfinity(real) ? "+Inf" : double.IsNegativeInfinity(real) ? "-Inf" : null;

    string Scientific(double real)
    {
        string digits = new('0', Precision < 0 ? 6 : Precision);
        return real.ToString((digits.Length == 0 ? "0" : "0." + digits) + Verb + "+00", CultureInfo.InvariantCulture);
    }

    string Signed(string number) => Flags.Contains('+') && number is not ['-' or '+', ..] ? "+" + number : number;

    string Cut(string text)
    {
        if (Precision < 0)
        {
            return text;
        }

        return string.Concat(text.EnumerateRunes().Take(Precision).Select(rune => rune.ToString()));
    }

    static string Quote(string text) =>
        '"' + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal) + '"';

    string Pad(string text)
    {
        int missing = Width - text.EnumerateRunes().Count();
        if (missing <= 0)
        {
            return text;
        }

        if (Flags.Contains('-'))
        {
            return text + new string(' ', missing);
        }

        bool zeros = Flags.Contains('0') && Verb is not 'q';
        int sign = zeros && text is ['-' or '+', ..] ? 1 : 0;
        return text[..sign] + new string(zeros ? '0' : ' ', missing) + text[sign..];
    }
}
