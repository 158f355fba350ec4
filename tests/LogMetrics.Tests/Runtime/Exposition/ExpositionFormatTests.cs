using LogMetrics.Runtime.Exposition;

namespace LogMetrics.Tests.Runtime.Exposition;

public sealed class ExpositionFormatTests
{
    const string Prometheus3 =
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,"
        + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1";

    [Theory]
    [InlineData(null, ExpositionFormat.PrometheusText)]
    [InlineData("", ExpositionFormat.PrometheusText)]
    [InlineData("*/*", ExpositionFormat.PrometheusText)]
    [InlineData("text/html, application/xhtml+xml, */*;q=0.8", ExpositionFormat.PrometheusText)]
    [InlineData("image/png", ExpositionFormat.PrometheusText)]
    [InlineData(Prometheus3, ExpositionFormat.OpenMetrics)]
    [InlineData("application/openmetrics-text; version=1.0.0; charset=utf-8", ExpositionFormat.OpenMetrics)]
    [InlineData("Application/OpenMetrics-Text", ExpositionFormat.OpenMetrics)]
    [InlineData("application/openmetrics-text;version=\"1.0.0\"", ExpositionFormat.OpenMetrics)]
    [InlineData("application/openmetrics-text;version=2.0.0", ExpositionFormat.PrometheusText)]
    [InlineData("application/openmetrics-text;q=0.2,text/plain;version=0.0.4;q=0.5", ExpositionFormat.PrometheusText)]
    [InlineData("application/openmetrics-text;q=0.5,text/plain;version=0.0.4;q=0.5", ExpositionFormat.OpenMetrics)]
    [InlineData("application/openmetrics-text;q=0,*/*;q=0.1", ExpositionFormat.PrometheusText)]
    [InlineData("application/openmetrics-text;q=0.3,text/plain;q=0.1,*/*;q=0.9", ExpositionFormat.OpenMetrics)]
    [InlineData("application/openmetrics-text;q=nonsense", ExpositionFormat.PrometheusText)]
    [InlineData(";;,,=;q", ExpositionFormat.PrometheusText)]
    public void A_client_gets_the_format_it_wants_most(string? accept, ExpositionFormat expected) =>
        Assert.Equal(expected, ExpositionFormats.Choose(accept));

    [Theory]
    [InlineData(ExpositionFormat.PrometheusText, "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData(ExpositionFormat.OpenMetrics, "application/openmetrics-text; version=1.0.0; charset=utf-8")]
    public void An_answer_says_what_it_is(ExpositionFormat format, string contentType) =>
        Assert.Equal(contentType, format.ContentType());
}
