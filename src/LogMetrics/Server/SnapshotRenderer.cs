using System.Buffers;
using LogMetrics.Runtime.Exposition;
using LogMetrics.Runtime.Metrics;

namespace LogMetrics.Server;

/// <summary>Writes snapshots in the forms that are served.</summary>
/// <param name="page">Writes <c>/metrics</c>.</param>
/// <param name="graphitePrefix">What every path in Graphite's form begins with.</param>
sealed class SnapshotRenderer(MetricsPage page, string graphitePrefix)
{
    /// <summary>A snapshot in a form.</summary>
    public Rendering Render(MetricSnapshot snapshot, ScrapeFormat format)
    {
        var output = new ArrayBufferWriter<byte>(16 * 1024);
        switch (format)
        {
            case ScrapeFormat.PrometheusText:
                page.Write(snapshot, ExpositionFormat.PrometheusText, output);
                break;
            case ScrapeFormat.OpenMetrics:
                page.Write(snapshot, ExpositionFormat.OpenMetrics, output);
                break;
            case ScrapeFormat.Json:
                Json.WriteArray(snapshot, output);
                break;
            case ScrapeFormat.Varz:
                Varz.Write(snapshot, Environment.MachineName, output);
                break;
            case ScrapeFormat.Graphite:
                Graphite.Write(snapshot, graphitePrefix, output);
                break;
        }

        return new Rendering(output.WrittenMemory);
    }

    /// <summary>The <c>Content-Type</c> of a form.</summary>
    public static string ContentTypeOf(ScrapeFormat format) => format switch
    {
        ScrapeFormat.PrometheusText => ExpositionFormat.PrometheusText.ContentType(),
        ScrapeFormat.OpenMetrics => ExpositionFormat.OpenMetrics.ContentType(),
        ScrapeFormat.Json => "application/json",
        _ => "text/plain; charset=utf-8",
    };
}
