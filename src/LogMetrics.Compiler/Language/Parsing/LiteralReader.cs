using System.Globalization;
using System.Text;
using LogMetrics.Compiler.Diagnostics;

namespace LogMetrics.Compiler.Language.Parsing;

/// <summary>The values of the literals of a program.</summary>
sealed class LiteralReader(DiagnosticBag diagnostics)
{
    public long Int(string text, SourceSpan span)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value))
        {
            return value;
        }

        diagnostics.Error(DiagnosticCode.BadNumber, span, $"`{text}` does not fit into 64 bits");
        return 1;
    }

    public double Float(string text, SourceSpan span)
    {
        double value = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (double.IsFinite(value))
        {
            return value;
        }

        diagnostics.Error(DiagnosticCode.BadNumber, span, $"`{text}` is too large");
        return 1;
    }

    public TimeSpan Duration(string text, SourceSpan span)
    {
        if (DurationText.TryParse(text, out TimeSpan duration))
        {
            return duration;
        }

        diagnostics.Error(
            DiagnosticCode.BadDuration,
            span,
            $"`{text}` is no duration",
            "use numbers with the units `d`, `h`, `m`, `s` and `ms`, such as `1h30m`");
        return TimeSpan.Zero;
    }

    /// <summary>Takes the delimiters away, and the backslash in front of them; every other backslash stays.</summary>
    public static string Unescape(string text, char delimiter)
    {
        // A literal that does not end has been reported; it may lack the last delimiter.
        int end = text.Length > 1 && text[^1] == delimiter ? text.Length - 1 : text.Length;
        var value = new StringBuilder(text.Length);
        for (int i = 1; i < end; i++)
        {
            if (text[i] == '\\' && i + 1 < end)
            {
                if (text[i + 1] != delimiter)
                {
                    value.Append('\\');
                }

                i++;
            }

            value.Append(text[i]);
        }

        return value.ToString();
    }
}
