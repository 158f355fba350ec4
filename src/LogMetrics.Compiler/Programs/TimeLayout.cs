using System.Collections.Immutable;
using System.Text;

namespace LogMetrics.Compiler.Programs;

/// <summary>A Go time layout, such as <c>02/Jan/2006:15:04:05 -0700</c>: shows how the reference time would be written.</summary>
/// <remarks>
/// Taken apart once, when a program is compiled; reading a text with it then allocates nothing. Immutable, and safe to use
/// from any thread.
/// </remarks>
public sealed class TimeLayout
{
    readonly ImmutableArray<TimeLayoutPart> _parts;

    TimeLayout(string text)
    {
        Text = text;
        _parts = TimeLayoutScanner.Scan(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>The layout as the program gives it.</summary>
    public string Text { get; }

    /// <summary>Whether times in it tell their year.</summary>
    public bool HasYear => _parts.Any(part => part.Field is TimeField.LongYear or TimeField.Year);

    /// <summary>Takes a layout apart, if it is one that mtail accepts.</summary>
    /// <remarks>mtail reads the layout with itself, after taking out every <c>_</c> and putting <c>+</c> for every
    /// <c>Z</c>; a layout that does not survive that (one with a literal <c>Z</c>, or <c>3PM15</c>) is refused.</remarks>
    /// <param name="layout">The layout.</param>
    /// <returns>Null when it is no usable layout.</returns>
    public static TimeLayout? TryParse(string layout)
    {
        var parsed = new TimeLayout(layout);
        string sample = layout.Replace("_", "", StringComparison.Ordinal).Replace('Z', '+');
        TimeError error = parsed.Read(Encoding.UTF8.GetBytes(sample), TimeZoneInfo.Utc, 0, out _, out _);
        return error == TimeError.None ? parsed : null;
    }

    /// <summary>Reads a time.</summary>
    /// <param name="text">The text, whole.</param>
    /// <param name="zone">Where a time without a zone was written; also whose zone abbreviations are known.</param>
    /// <param name="yearIfNone">The year of a time that tells none, or tells the year 0; 0 leaves it there. February 29
    /// becomes March 1 in a year that does not have it.</param>
    /// <param name="time">The instant; undefined after an error.</param>
    /// <param name="errorOffset">After an error, the offset in the text of the piece that is to blame; its end when the
    /// pieces fit and the date they give does not exist.</param>
    public TimeError Read(
        ReadOnlySpan<byte> text,
        TimeZoneInfo zone,
        int yearIfNone,
        out UnixTime time,
        out int errorOffset)
    {
        var reader = new TimeReader(text);
        TimeError error = reader.ReadAll(_parts.AsSpan());
        if (error == TimeError.None)
        {
            error = reader.Finish(zone, yearIfNone, out time);
        }
        else
        {
            time = default;
        }

        errorOffset = error == TimeError.None ? 0 : reader.ErrorOffset;
        return error;
    }
}
