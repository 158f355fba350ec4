using System.Text.Json;
using LogMetrics.Compiler.Programs;
using LogMetrics.Runtime.Exposition;
using LogMetrics.Runtime.Metrics;
using LogMetrics.Tests.Runtime.Metrics;
using static LogMetrics.Tests.Runtime.Metrics.StoreFixture;

namespace LogMetrics.Tests.Runtime.Exposition;

public sealed class JsonTests
{
    [Fact]
    public void A_store_without_metrics_is_an_empty_array_or_object()
    {
        var store = new StoreFixture();

        Assert.Equal("[]", store.Render(Json.WriteArray));
        Assert.Equal("{}", store.Render(Json.WriteByName));
    }

    [Fact]
    public void Hidden_metrics_untouched_ones_and_expiries_are_told()
    {
        var store = new StoreFixture();
        store.Load(Declare("counter c by x") with { Hidden = true, SeriesLimit = 5 }, Declare("gauge g"));
        Series series = store.Series(0, "v");
        series.Expiry = TimeSpan.FromHours(1);

        Assert.Equal("""
            [
              {
                "Name": "c",
                "Program": "a.mtail",
                "Kind": 1,
                "Type": 0,
                "Hidden": true,
                "Keys": [
                  "x"
                ],
                "LabelValues": [
                  {
                    "Labels": [
                      "v"
                    ],
                    "Value": {
                      "Value": 0,
                      "Time": 1
                    },
                    "Expiry": 3600000000000
                  }
                ],
                "Source": "a.mtail:1:9",
                "Limit": 5
              },
              {
                "Name": "g",
                "Program": "a.mtail",
                "Kind": 2,
                "Type": 0,
                "Source": "a.mtail:1:7"
              }
            ]
            """, store.Render(Json.WriteArray));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "1")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(1e20, "100000000000000000000")]
    [InlineData(123456789012345680000.0, "123456789012345680000")]
    [InlineData(1e21, "1e+21")]
    [InlineData(-1.5e300, "-1.5e+300")]
    [InlineData(0.000001, "0.000001")]
    [InlineData(0.0000012345, "0.0000012345")]
    [InlineData(0.0000001, "1e-7")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(double.NaN, "null")]
    [InlineData(double.NegativeInfinity, "null")]
    public void Numbers_have_the_form_that_Gos_encoder_gives_them(double value, string expected)
    {
        var store = new StoreFixture();
        store.Load(Declare("gauge g", MetricValueType.Float));
        ((FloatSeries)store.Series(0)).Value = value;

        Assert.Contains($"\"Value\": {expected},\n", store.Render(Json.WriteArray), StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_are_escaped_as_for_a_web_page()
    {
        var store = new StoreFixture();
        store.Load(Declare("text t"));
        ((TextSeries)store.Series(0)).Set([.. "<a> & \"b\" \\ \n\r\t\u0001\u001b\u2028é😀"u8, 0xFF, 0xE2, 0x82]);

        string json = store.Render(Json.WriteArray);

        Assert.Contains(
            """
            "Value": "\u003ca\u003e \u0026 \"b\" \\ \n\r\t\u0001\u001b\u2028é😀\ufffd\ufffd\ufffd",
            """,
            json,
            StringComparison.Ordinal);
        JsonDocument.Parse(json).Dispose();
    }
}
