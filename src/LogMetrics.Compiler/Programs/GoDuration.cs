using System.Buffers;
using System.Globalization;

namespace LogMetrics.Compiler.Programs;

/// <summary>Durations as Go writes them: <c>250ms</c>, <c>1m30s</c>, <c>1.5h</c>, <c>-2s</c>, <c>0</c>.</summary>
/// <remarks>mtail's flags and grok_exporter's configurations are written this way; our own options take the same.</remarks>
public static class GoDuration
{
    static readonly SearchValues<char> NumberChars = SearchValues.Create("0123456789.");

    /// <summary>Reads a duration.</summary>
    /// <param name="text">Numbers with units <c>ns us µs ms s m h</c>, one after the other; a sign in front.</param>
    /// <param name="duration">The duration; what is finer than 100 ns is lost.</param>
    /// <returns>False when the text is no duration, or one of more than 290 years.</returns>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        ReadOnlySpan<char> rest = text;
        bool negative = rest is ['-', ..];
        if (rest is ['-' or '+', ..])
        {
            rest = rest[1..];
        }

        if (rest is "0")
        {
            return true;
        }

        double ticks = 0;
        do
        {
            int digits = LengthOfNumber(rest);
            if (!double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
                || !TryReadUnit(rest[digits..], out int unitLength, out double unitTicks))
            {
                return false;
            }

            ticks += number * unitTicks;
            rest = rest[(digits + unitLength)..];
        }
        while (!rest.IsEmpty);

        if (ticks > long.MaxValue / 100.0)
        {
            return false;
        }

        duration = TimeSpan.FromTicks((long)Math.Round(negative ? -ticks : ticks));
        return true;
    }

    /// <summary>Writes a duration that is not negative.</summary>
    public static string Format(TimeSpan duration)
    {
        if (duration > TimeSpan.Zero && duration < TimeSpan.FromSeconds(1))
        {
            return string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds}ms");
        }

        long minutes = (long)duration.TotalMinutes;
        string seconds = string.Create(CultureInfo.InvariantCulture, $"{(duration - TimeSpan.FromMinutes(minutes)).TotalSeconds}s");
        return minutes == 0 ? seconds
            : minutes < 60 ? $"{minutes}m{seconds}"
            : $"{minutes / 60}h{minutes % 60}m{seconds}";
    }

    static int LengthOfNumber(ReadOnlySpan<char> text)
    {
        int length = text.IndexOfAnyExcept(NumberChars);
        return length < 0 ? text.Length : length;
    }

    static bool TryReadUnit(ReadOnlySpan<char> text, out int length, out double ticks)
    {
        int end = text.IndexOfAny(NumberChars);
        length = end < 0 ? text.Length : end;
        ticks = text[..length] switch
        {
            "ns" => 0.01,
            "us" or "µs" or "μs" => TimeSpan.TicksPerMicrosecond,
            "ms" => TimeSpan.TicksPerMillisecond,
            "s" => TimeSpan.TicksPerSecond,
            "m" => TimeSpan.TicksPerMinute,
            "h" => TimeSpan.TicksPerHour,
            _ => 0,
        };
        return ticks > 0;
    }
}
