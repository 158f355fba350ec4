using System.Globalization;

namespace LogMetrics.Server;

/// <summary>Whether an answer may be compressed.</summary>
static class GzipNegotiation
{
    /// <summary>Whether a client takes gzip.</summary>
    /// <param name="acceptEncoding">The value of the <c>Accept-Encoding</c> header, several joined by commas; null when
    /// there is none.</param>
    public static bool IsAccepted(string? acceptEncoding)
    {
        bool any = false;
        foreach (string range in (acceptEncoding ?? "").Split(',', StringSplitOptions.TrimEntries))
        {
            string[] parts = range.Split(';', StringSplitOptions.TrimEntries);
            bool isWanted = !parts.Skip(1).Any(IsZeroWeight);
            switch (parts[0].ToLowerInvariant())
            {
                case "gzip" or "x-gzip":
                    return isWanted;
                case "*":
                    any = isWanted;
                    break;
            }
        }

        return any;
    }

    static bool IsZeroWeight(string parameter) =>
        parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase)
        && double.TryParse(parameter.AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double weight)
        && weight <= 0;
}
