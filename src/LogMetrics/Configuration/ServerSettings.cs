using LogMetrics.Compiler.GrokExporter.Configuration;

namespace LogMetrics.Configuration;

/// <summary>What the HTTP server needs to know.</summary>
sealed record ServerSettings
{
    /// <summary>Where it listens.</summary>
    public ListenAddress Listen { get; init; } = ListenAddress.Default;

    /// <summary>Where the metrics are, beside <c>/metrics</c>' other forms.</summary>
    public string MetricsPath { get; init; } = "/metrics";

    /// <summary>Files and rules of TLS; null speaks plain HTTP.</summary>
    public HttpSettings? Tls { get; init; }

    /// <summary>How lines are taken from requests; null when they are not.</summary>
    public InputSettings? Webhook { get; init; }

    /// <summary>Whether paths that do not exist are answered with the status page, as mtail does: probes that were written
    /// for mtail may ask for any path and expect 200.</summary>
    public bool StatusPageForUnknownPaths { get; init; }

    /// <summary>How long the process stays, once it was told to stop, for one more scrape of what it counted last; zero does
    /// not wait.</summary>
    public TimeSpan Linger { get; init; }

    /// <summary>How many clients may be connected at once. 64.</summary>
    public int MaxClients { get; init; } = 64;

    /// <summary>What every path at <c>/graphite</c> begins with.</summary>
    public string GraphitePrefix { get; init; } = "";
}
