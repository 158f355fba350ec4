using System.Diagnostics;
using System.Globalization;
using LogMetrics.Runtime;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Metrics;
using LogMetrics.Runtime.State;
using LogMetrics.Tests.Runtime.Metrics;

namespace LogMetrics.Tests.Runtime.State;

public class StateCostTests
{
    const int Series = 100_000;

    // Lines wait while the engine copies; encoding and writing are the work of whoever asked. The bound is that of a machine
    // that does much else.
    [Fact]
    public void Copying_a_hundred_thousand_series_keeps_the_engine_for_little_time()
    {
        var fixture = new StoreFixture(limits: Limits.Default with { MaxSeriesPerMetric = Series, MaxSeries = Series });
        fixture.Load([StoreFixture.Declare("counter hits by path, code")]);
        for (int n = 0; n < Series; n++)
        {
            fixture.Add(0, n, string.Create(CultureInfo.InvariantCulture, $"/some/path/{n}"), "200");
        }

        StoreCheckpoint copy = Copy(fixture);
        TimeSpan copying = Enumerable.Range(0, 15).Select(_ => Time(() => copy = Copy(fixture))).Order().ElementAt(7);
        byte[] bytes = [];
        TimeSpan encoding = Enumerable.Range(0, 5).Select(_ => Time(() => bytes = Encode(copy))).Order().ElementAt(2);

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Series} series: copied in {copying.TotalMilliseconds:F1} ms, encoded in {encoding.TotalMilliseconds:F1} ms, {bytes.Length} bytes");
        Assert.InRange(copying, TimeSpan.Zero, TimeSpan.FromMilliseconds(200));
        Assert.InRange(bytes.Length, Series, 100 * Series);
    }

    static StoreCheckpoint Copy(StoreFixture fixture) => fixture.Store.Checkpoint(fixture.Store.Snapshot());

    static byte[] Encode(StoreCheckpoint metrics) => StateFormat.Encode(new StateImage
    {
        Sequence = 1,
        SavedNanoseconds = 1,
        IsFinal = false,
        Boot = "boot",
        Version = "1",
        Programs = [],
        Inputs = InputCheckpoint.Empty,
        Metrics = metrics,
    }).ToArray();

    static TimeSpan Time(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start);
    }
}
