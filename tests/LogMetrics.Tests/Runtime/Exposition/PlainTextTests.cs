using System.Text;
using LogMetrics.Compiler.Programs;
using LogMetrics.Runtime.Exposition;
using LogMetrics.Runtime.Metrics;
using LogMetrics.Tests.Runtime.Metrics;
using static LogMetrics.Tests.Runtime.Metrics.StoreFixture;

namespace LogMetrics.Tests.Runtime.Exposition;

// The forms are those that mtail's /varz and /graphite gave for the program in Cases/kinds.mtail.
public sealed class PlainTextTests
{
    [Fact]
    public void Varz_names_the_program_and_the_host_behind_the_labels()
    {
        Assert.Equal("""
            last{k=,prog=a.mtail,instance=vm} quo"te back\slash
            lat{host=a.b,prog=a.mtail,instance=vm} 1.5
            ratio{a=z,b=GET,prog=a.mtail,instance=vm} 1.23456789125e+08
            re-named{prog=a.mtail,instance=vm} 124557600

            """, Filled().Render((snapshot, output) => Varz.Write(snapshot, "vm", output)));
    }

    [Fact]
    public void Graphite_makes_a_path_of_the_labels_and_lines_of_the_buckets()
    {
        Assert.Equal("""
            x.a.mtail.last.k. quo"te back\slash 0
            x.a.mtail.lat.host.a_b.bin_1 0 1499446032
            x.a.mtail.lat.host.a_b.bin_2 1 1499446032
            x.a.mtail.lat.host.a_b.bin_4 0 1499446032
            x.a.mtail.lat.host.a_b.bin_inf 0 1499446032
            x.a.mtail.lat.host.a_b.count 1 1499446032
            x.a.mtail.lat.host.a_b 1.5 1499446032
            x.a.mtail.ratio.a.z.b.GET 1.23456789125e+08 0
            x.a.mtail.re-named 124557600 0

            """, Filled().Render((snapshot, output) => Graphite.Write(snapshot, "x.", output)));
    }

    static StoreFixture Filled()
    {
        var store = new StoreFixture();
        store.Load(
            Declare("gauge ratio by b, a", MetricValueType.Float),
            Declare("text last by k"),
            Declare("histogram lat by host"),
            Declare("counter re-named"),
            Declare("counter secret") with { Hidden = true });
        ((FloatSeries)store.Series(0, "GET", "z")).Value = 123456789.125;
        ((TextSeries)store.Series(1, "")).Set(Encoding.UTF8.GetBytes("quo\"te\nback\\slash"));
        Series histogram = store.Series(2, "a.b");
        ((HistogramSeries)histogram).Observe(1.5);
        histogram.UpdatedNanoseconds = 1_499_446_032_999_999_999;
        store.Add(3, 124557600);
        return store;
    }
}
