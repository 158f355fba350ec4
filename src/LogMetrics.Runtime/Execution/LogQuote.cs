using System.Globalization;
using System.Text;

namespace LogMetrics.Runtime.Execution;

/// <summary>Text from a line of log as it may stand in ours: short, on one line, and without anything that a terminal obeys.</summary>
static class LogQuote
{
    const int MaxBytes = 64;

    /// <summary>The text in quotes behind a colon; nothing for an empty text.</summary>
    public static string Of(StringValue text)
    {
        if (text.Length == 0)
        {
            return "";
        }

        var quoted = new StringBuilder(": \"");
        foreach (byte b in text.Bytes[..Math.Min(text.Length, MaxBytes)])
        {
            if (b is >= 0x20 and < 0x7F and not (byte)'"' and not (byte)'\\')
            {
                quoted.Append((char)b);
            }
            else
            {
                quoted.Append(CultureInfo.InvariantCulture, $"\\x{b:x2}");
            }
        }

        return quoted.Append(text.Length > MaxBytes ? "…\"" : "\"").ToString();
    }
}
