using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Programs;
using LogMetrics.Runtime.Metrics;

namespace LogMetrics.Tests.Runtime.Metrics;

public sealed class SummarySeriesTests
{
    const long Minute = 60_000_000_000;

    static readonly SummaryQuantile[] Quantiles = [new(0, 0.001), new(0.5, 0.05), new(0.9, 0.01), new(0.99, 0.001), new(1, 0.001)];

    [Fact]
    public void Few_observations_give_exact_quantiles()
    {
        SummarySeries summary = NewSummary();
        foreach (int value in (int[])[5, 1, 4, 2, 3])
        {
            summary.Observe(value, 0);
        }

        Assert.Equal([1, 3, 5, 5, 5], summary.Quantiles(0).ToArray());
        Assert.Equal((5, 15), (summary.Count, summary.Sum));
    }

    [Fact]
    public void Without_observations_quantiles_are_not_a_number() =>
        Assert.All(NewSummary().Quantiles(0).ToArray(), quantile => Assert.True(double.IsNaN(quantile)));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Ranks_are_within_their_errors(int seed)
    {
        const int Count = 50_000;
        var random = new Random(seed);
        double[] values = [.. Enumerable.Range(0, Count).Select(i => seed switch
        {
            1 => random.NextDouble(),
            2 => Math.Exp(4 * random.NextDouble() * random.NextDouble()),
            _ => i,
        })];
        SummarySeries summary = NewSummary();
        foreach (double value in values)
        {
            summary.Observe(value, 0);
        }

        Array.Sort(values);
        double[] answers = summary.Quantiles(0).ToArray();
        for (int i = 0; i < answers.Length; i++)
        {
            double rank = (double)Array.BinarySearch(values, answers[i]) / Count;
            Assert.InRange(rank, Quantiles[i].Quantile - Quantiles[i].Error - 0.0005, Quantiles[i].Quantile + Quantiles[i].Error + 0.0005);
        }
    }

    [Fact]
    public void Old_observations_leave_the_quantiles_and_stay_in_count_and_sum()
    {
        SummarySeries summary = NewSummary();
        summary.Observe(100, 0);
        summary.Observe(1, 9 * Minute);
        Assert.Equal(100, summary.Quantiles(9 * Minute)[^1]);
        Assert.Equal(1, summary.Quantiles(11 * Minute)[^1]);
        Assert.True(double.IsNaN(summary.Quantiles(1000 * Minute)[^1]));
        summary.Observe(7, 1001 * Minute);
        Assert.Equal(7, summary.Quantiles(1001 * Minute)[^1]);
        Assert.Equal((3, 108), (summary.Count, summary.Sum));
    }

    [Fact]
    public void What_is_not_a_number_is_counted_and_has_no_rank()
    {
        SummarySeries summary = NewSummary();
        summary.Observe(double.NaN, 0);
        summary.Observe(2, 0);
        Assert.Equal(2, summary.Quantiles(0)[0]);
        Assert.Equal(2, summary.Count);
        Assert.True(double.IsNaN(summary.Sum));
    }

    [Fact]
    public void Observing_allocates_nothing_once_it_is_warm()
    {
        SummarySeries summary = NewSummary();
        var random = new Random(1);
        double[] values = [.. Enumerable.Range(0, 20_000).Select(_ => random.NextDouble())];
        ObserveAll();
        Assert.Equal(0, Allocations.LeastOf(ObserveAll));

        void ObserveAll()
        {
            foreach (double value in values)
            {
                summary.Observe(value, 0);
            }
        }
    }

    static SummarySeries NewSummary()
    {
        var declaration = new MetricDeclaration(
            "s", "s", MetricKind.Summary, MetricValueType.Quantiles, [], new SourceSpan(new SourceText("p", ""), 0, 0))
        {
            Quantiles = [.. Quantiles],
        };
        return new SummarySeries(new SeriesOrigin([], 0, 0, 0), new SummaryShape(declaration));
    }
}
