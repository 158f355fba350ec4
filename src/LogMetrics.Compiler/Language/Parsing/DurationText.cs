using System.Buffers;
using System.Globalization;

namespace LogMetrics.Compiler.Language.Parsing;

/// <summary>Durations as programs write them: numbers with units, one after the other.</summary>
static class DurationText
{
    static readonly (string Unit, double Seconds)[] Units =
        [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86400)];

    static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    /// <summary>Reads a duration such as <c>1h30m</c>, <c>-5s</c> or <c>1.5d</c>.</summary>
    /// <returns>False when it is none, or is longer than the 292 years that mtail can count.</returns>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        ReadOnlySpan<char> rest = text;
        bool negative = rest.StartsWith("-");
        rest = rest[(negative ? 1 : 0)..];
        double seconds = 0;
        while (rest.Length > 0)
        {
            int digits = rest.IndexOfAnyExcept(NumberCharacters);
            if (digits <= 0
                || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double count))
            {
                return false;
            }

            rest = rest[digits..];
            int unit = -1;
            for (int i = 0; i < Units.Length && unit < 0; i++)
            {
                unit = rest.StartsWith(Units[i].Unit) ? i : -1;
            }

            if (unit < 0)
            {
                return false;
            }

            seconds += count * Units[unit].Seconds;
            rest = rest[Units[unit].Unit.Length..];
        }

        if (seconds > long.MaxValue / 1e9)
        {
            return false;
        }

        duration = TimeSpan.FromSeconds(negative ? -seconds : seconds);
        return true;
    }
}
