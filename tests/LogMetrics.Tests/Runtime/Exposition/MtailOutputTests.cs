using System.Globalization;
using System.Text;
using System.Text.Json;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Programs;
using LogMetrics.Runtime.Exposition;
using LogMetrics.Runtime.Metrics;
using LogMetrics.Tests.Runtime.Metrics;

namespace LogMetrics.Tests.Runtime.Exposition;

/// <summary>What mtail 3.0.0-rc50 printed for <c>Cases/kinds.mtail</c> over <c>Cases/kinds.log</c> with -one_shot, byte for
/// byte; in the JSON each time that is not zero was replaced by 1.</summary>
/// <remarks>The program is played by hand here, because these tests are about the formats and not about programs.</remarks>
public sealed class MtailOutputTests
{
    static readonly string Cases = Path.Combine(AppContext.BaseDirectory, "Runtime", "Exposition", "Cases");

    [Fact]
    public void The_text_format_is_what_mtail_prints()
    {
        StoreFixture store = PlayedStore();
        var options = new ExpositionOptions { ProgramLabel = true };

        string text = store.Render((snapshot, output) => PrometheusText.Write(snapshot, options, output));

        Assert.Equal(File.ReadAllText(Path.Combine(Cases, "kinds.prom")), text);
    }

    [Fact]
    public void The_JSON_is_what_mtail_prints()
    {
        StoreFixture store = PlayedStore();

        string json = store.Render(Json.WriteByName);

        Assert.Equal(File.ReadAllText(Path.Combine(Cases, "kinds.json")), json);
    }

    [Fact]
    public void The_flat_array_holds_the_same_metrics()
    {
        using var array = JsonDocument.Parse(PlayedStore().Render(Json.WriteArray));
        using var byName = JsonDocument.Parse(PlayedStore().Render(Json.WriteByName));

        Assert.Equal(
            byName.RootElement.EnumerateObject().SelectMany(name => name.Value.EnumerateArray()).Select(m => m.GetRawText()),
            array.RootElement.EnumerateArray().Select(m => m.GetRawText().Replace("\n", "\n  ", StringComparison.Ordinal)));
    }

    static StoreFixture PlayedStore()
    {
        string program = File.ReadAllText(Path.Combine(Cases, "kinds.mtail"));
        var source = new SourceText("/etc/mtail/kinds.mtail", program);
        MetricDeclaration Declare(
            MetricKind kind, string name, MetricValueType type, string[] keys, double[]? buckets = null)
        {
            int start = program.IndexOf($"{kind} {name}", StringComparison.OrdinalIgnoreCase) + kind.ToString().Length + 1;
            return new(name, name, kind, type, [.. keys], new SourceSpan(source, start, name.Length))
            {
                Buckets = [.. buckets ?? []],
            };
        }

        var store = new StoreFixture(programLabel: true);
        store.Load(("kinds.mtail",
        [
            Declare(MetricKind.Counter, "plain", MetricValueType.Int, []),
            Declare(MetricKind.Counter, "hits_total", MetricValueType.Int, ["method", "code"]),
            Declare(MetricKind.Gauge, "level", MetricValueType.Int, []),
            Declare(MetricKind.Gauge, "ratio", MetricValueType.Float, ["b", "a"]),
            Declare(MetricKind.Timer, "took", MetricValueType.Int, ["op"]),
            Declare(MetricKind.Text, "last", MetricValueType.String, ["k"]),
            Declare(MetricKind.Text, "note", MetricValueType.String, []),
            Declare(MetricKind.Histogram, "sizes", MetricValueType.Buckets, [], [1, 2, 4]),
            Declare(MetricKind.Histogram, "lat", MetricValueType.Buckets, ["host"], [-1, 0.5, 2.5, 1_000_000]),
            Declare(MetricKind.Counter, "renamed", MetricValueType.Int, []) with { ExportedName = "re-named" },
            Declare(MetricKind.Counter, "limited", MetricValueType.Int, ["x"]) with { SeriesLimit = 30 },
        ]));
        foreach (string line in File.ReadAllLines(Path.Combine(Cases, "kinds.log")))
        {
            Play(store, line.Split(' ', 4));
        }

        return store;
    }

    static void Play(StoreFixture store, string[] fields)
    {
        (string method, string code, string text) = (fields[0], fields[1], fields[3]);
        long number = long.Parse(code, CultureInfo.InvariantCulture);
        double value = double.Parse(fields[2], CultureInfo.InvariantCulture);
        Series At(int slot, params string[] labels)
        {
            Series series = store.Series(store.Family(slot, "kinds.mtail"), labels);
            series.UpdatedNanoseconds = 1;
            return series;
        }

        ((IntSeries)At(0)).Value++;
        ((IntSeries)At(1, method, code)).Value++;
        ((IntSeries)At(2)).Value = number;
        ((FloatSeries)At(3, method, text)).Value = value;
        ((IntSeries)At(4, method)).Value = number;
        ((TextSeries)At(5, method)).Set(Encoding.UTF8.GetBytes(text));
        ((TextSeries)At(6)).Set(Encoding.UTF8.GetBytes(text));
        ((HistogramSeries)At(7)).Observe(value);
        ((HistogramSeries)At(8, method)).Observe(value);
        ((IntSeries)At(9)).Value += number;
        ((IntSeries)At(10, method)).Value++;
    }
}
