using System.Text;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Compiler.GrokExporter.Templates;

/// <summary><c>timestamp layout text</c>: seconds since 1970 by Go's way to write a layout.</summary>
static class TimestampFunction
{
    /// <summary>Whether a text is a layout: it can read itself. A comma stands only before milliseconds.</summary>
    public static bool IsLayout(string layout) =>
        Milliseconds(layout) is { } plain && TimeLayout.TryParse(plain) is not null;

    /// <summary>Reads a time.</summary>
    /// <returns>False when the text does not fit.</returns>
    public static bool TryRead(TimeLayout layout, string text, out double seconds)
    {
        bool isRead = layout.Read(Encoding.UTF8.GetBytes(text.Replace(',', '.')), TimeZoneInfo.Utc, 0, out UnixTime time, out _) == TimeError.None;

        // One multiplication of the nanoseconds, as grok_exporter has it, with the last digits that come of it.
        seconds = isRead ? time.TotalNanoseconds * 1e-9 : 0;
        return isRead;
    }

    /// <summary>A layout as <see cref="TimeLayout"/> reads it.</summary>
    public static TimeLayout? LayoutOf(string layout) =>
        Milliseconds(layout) is { } plain ? TimeLayout.TryParse(plain) : null;

    // Log4j writes 15:04:05,000, and Go knows only the dot.
    static string? Milliseconds(string layout)
    {
        int comma = layout.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0)
        {
            return layout;
        }

        ReadOnlySpan<char> behind = layout.AsSpan(comma + 1);
        bool isMilliseconds = behind.StartsWith("000") || behind.StartsWith("999");
        return isMilliseconds && !behind.Contains(',') ? layout.Replace(',', '.') : null;
    }
}
