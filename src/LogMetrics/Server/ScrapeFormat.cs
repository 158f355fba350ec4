namespace LogMetrics.Server;

/// <summary>The forms in which a snapshot is served.</summary>
enum ScrapeFormat
{
    /// <summary>Prometheus' text format 0.0.4.</summary>
    PrometheusText,

    /// <summary>OpenMetrics 1.0.</summary>
    OpenMetrics,

    /// <summary>mtail's JSON.</summary>
    Json,

    /// <summary>mtail's varz.</summary>
    Varz,

    /// <summary>What mtail pushes to Graphite.</summary>
    Graphite,
}
