using System.Globalization;

namespace LogMetrics.Runtime.Exposition;

/// <summary>The forms in which <c>/metrics</c> can be answered.</summary>
public enum ExpositionFormat
{
    /// <summary>Prometheus' text format 0.0.4.</summary>
    PrometheusText,

    /// <summary>OpenMetrics 1.0.</summary>
    OpenMetrics,
}

/// <summary>Content negotiation of a scrape.</summary>
public static class ExpositionFormats
{
    /// <summary>The format that a client wants most of those we have; the text format when it wants nothing we know.</summary>
    /// <param name="accept">The value of the <c>Accept</c> header, several joined by commas; null when there is none.</param>
    public static ExpositionFormat Choose(string? accept)
    {
        // A range that says more wins over one that says less, whatever their weights: that is how "*/*;q=0.1" after a
        // list of formats is meant. Of equal weights OpenMetrics wins, because it says more about a metric.
        Preference text = default;
        Preference openMetrics = default;
        foreach (string range in (accept ?? "").Split(',', StringSplitOptions.TrimEntries))
        {
            string[] parts = range.Split(';', StringSplitOptions.TrimEntries);
            double weight = WeightOf(parts);
            switch (parts[0].ToLowerInvariant())
            {
                case "application/openmetrics-text" when HasVersion(parts, "1.0.0"):
                    openMetrics = openMetrics.Or(new Preference(3, weight));
                    break;
                case "text/plain" when HasVersion(parts, "0.0.4"):
                    text = text.Or(new Preference(3, weight));
                    break;
                case "text/*":
                    text = text.Or(new Preference(2, weight));
                    break;
                case "*/*":
                    text = text.Or(new Preference(1, weight));
                    break;
            }
        }

        return openMetrics.Weight > 0 && openMetrics.Weight >= text.Weight
            ? ExpositionFormat.OpenMetrics
            : ExpositionFormat.PrometheusText;
    }

    /// <summary>The <c>Content-Type</c> of an answer.</summary>
    public static string ContentType(this ExpositionFormat format) => format == ExpositionFormat.OpenMetrics
        ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
        : "text/plain; version=0.0.4; charset=utf-8";

    static bool HasVersion(string[] parts, string version) =>
        Parameter(parts, "version") is not { } asked || asked == version;

    static double WeightOf(string[] parts)
    {
        if (Parameter(parts, "q") is not { } text)
        {
            return 1;
        }

        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double weight)
            ? Math.Min(weight, 1)
            : 0;
    }

    static string? Parameter(string[] parts, string name)
    {
        foreach (string part in parts.AsSpan(1))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && part.AsSpan(0, equals).Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return part[(equals + 1)..].Trim().Trim('"');
            }
        }

        return null;
    }

    /// <summary>How exactly a format was named, and with which weight.</summary>
    readonly record struct Preference(int Exactness, double Weight)
    {
        internal Preference Or(Preference other) =>
            other.Exactness > Exactness || (other.Exactness == Exactness && other.Weight > Weight) ? other : this;
    }
}
