using System.Collections.Immutable;

namespace LogMetrics.Compiler.Programs;

/// <summary>Takes a layout apart: from left to right, the first field that fits at a place is a field there, and all else is
/// literal text.</summary>
static class TimeLayoutScanner
{
    public static ImmutableArray<TimeLayoutPart> Scan(ReadOnlySpan<byte> layout)
    {
        var parts = new List<TimeLayoutPart>();
        int literalStart = 0;
        int at = 0;
        while (at < layout.Length)
        {
            (TimeField field, int length) = FieldAt(layout[at..]);
            if (field == TimeField.End)
            {
                at++;
                continue;
            }

            ReadOnlySpan<byte> text = layout.Slice(at, length);
            parts.Add(new TimeLayoutPart(
                layout[literalStart..at].ToArray(), field, length - 1, FormOf(field, text), NextIsFraction: false));
            at += length;
            literalStart = at;
        }

        parts.Add(new TimeLayoutPart(layout[literalStart..].ToArray(), TimeField.End, 0, default, false));
        for (int i = 0; i + 1 < parts.Count; i++)
        {
            bool fraction = parts[i + 1].Field is TimeField.ExactFraction or TimeField.OptionalFraction;
            parts[i] = parts[i] with { NextIsFraction = fraction };
        }

        return [.. parts];
    }

    static (TimeField Field, int Length) FieldAt(ReadOnlySpan<byte> rest) => rest[0] switch
    {
        (byte)'J' or (byte)'M' => NameAt(rest),
        (byte)'0' => PaddedNumberAt(rest),
        (byte)'1' => rest.StartsWith("15"u8) ? (TimeField.Hour, 2) : (TimeField.Month, 1),
        (byte)'2' => rest.StartsWith("2006"u8) ? (TimeField.LongYear, 4) : (TimeField.Day, 1),
        (byte)'_' => SpacePaddedNumberAt(rest),
        (byte)'3' => (TimeField.Hour12, 1),
        (byte)'4' => (TimeField.Minute, 1),
        (byte)'5' => (TimeField.Second, 1),
        (byte)'P' => rest.StartsWith("PM"u8) ? (TimeField.UpperHalfOfDay, 2) : default,
        (byte)'p' => rest.StartsWith("pm"u8) ? (TimeField.LowerHalfOfDay, 2) : default,
        (byte)'-' or (byte)'Z' => OffsetAt(rest),
        (byte)'.' or (byte)',' => FractionAt(rest),
        _ => default,
    };

    static (TimeField Field, int Length) NameAt(ReadOnlySpan<byte> rest)
    {
        if (rest.StartsWith("January"u8))
        {
            return (TimeField.MonthName, 7);
        }

        if (rest.StartsWith("Monday"u8))
        {
            return (TimeField.WeekdayName, 6);
        }

        bool isShort = rest.Length == 3 || (rest.Length > 3 && rest[3] is not (>= (byte)'a' and <= (byte)'z'));
        if (isShort && rest.StartsWith("Jan"u8))
        {
            return (TimeField.ShortMonthName, 3);
        }

        if (isShort && rest.StartsWith("Mon"u8))
        {
            return (TimeField.ShortWeekdayName, 3);
        }

        return rest.StartsWith("MST"u8) ? (TimeField.ZoneName, 3) : default;
    }

    static (TimeField Field, int Length) PaddedNumberAt(ReadOnlySpan<byte> rest) => rest switch
    {
        [_, (byte)'1', ..] => (TimeField.PaddedMonth, 2),
        [_, (byte)'2', ..] => (TimeField.PaddedDay, 2),
        [_, (byte)'3', ..] => (TimeField.PaddedHour12, 2),
        [_, (byte)'4', ..] => (TimeField.PaddedMinute, 2),
        [_, (byte)'5', ..] => (TimeField.PaddedSecond, 2),
        [_, (byte)'6', ..] => (TimeField.Year, 2),
        [_, (byte)'0', (byte)'2', ..] => (TimeField.PaddedDayOfYear, 3),
        _ => default,
    };

    static (TimeField Field, int Length) SpacePaddedNumberAt(ReadOnlySpan<byte> rest)
    {
        // In _2006 the underscore is literal, and the year follows.
        if (rest.StartsWith("_2"u8))
        {
            return rest.StartsWith("_2006"u8) ? default : (TimeField.SpacePaddedDay, 2);
        }

        return rest.StartsWith("__2"u8) ? (TimeField.SpacePaddedDayOfYear, 3) : default;
    }

    static (TimeField Field, int Length) OffsetAt(ReadOnlySpan<byte> rest)
    {
        ReadOnlySpan<byte> digits = rest[1..];
        int length = digits.StartsWith("070000"u8) ? 6
            : digits.StartsWith("07:00:00"u8) ? 8
            : digits.StartsWith("0700"u8) ? 4
            : digits.StartsWith("07:00"u8) ? 5
            : digits.StartsWith("07"u8) ? 2
            : 0;
        return length == 0 ? default : (TimeField.Offset, length + 1);
    }

    static (TimeField Field, int Length) FractionAt(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 2 || rest[1] is not ((byte)'0' or (byte)'9'))
        {
            return default;
        }

        int end = rest[1..].IndexOfAnyExcept(rest[1]);
        end = end < 0 ? rest.Length : end + 1;
        bool digitFollows = end < rest.Length && rest[end] is >= (byte)'0' and <= (byte)'9';
        return digitFollows ? default : (rest[1] == '0' ? TimeField.ExactFraction : TimeField.OptionalFraction, end);
    }

    static OffsetForm FormOf(TimeField field, ReadOnlySpan<byte> text) => field != TimeField.Offset
        ? default
        : new OffsetForm(
            HasMinutes: text.Length > 3,
            HasSeconds: text.Length is 7 or 9,
            HasColons: text.Contains((byte)':'),
            AllowsZ: text[0] == 'Z');
}
