using LogMetrics.Runtime;
using LogMetrics.Runtime.Execution;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogMetrics.Tests.Runtime.Execution;

/// <summary>Label values that are evaluated once for several metrics: nothing shows that they are.</summary>
public sealed class SharedLabelsTests
{
    [Fact]
    public void Metrics_with_the_same_keys_count_what_each_would_count_alone()
    {
        RunningProgram running = RunningProgram.Load("""
            counter a by x, y
            counter b by x, y
            counter c by y, x
            counter d by x, y
            /(?P<x>\S+) (?P<y>\S+)/ {
              a[$x][$y]++
              b[$x][$y]++
              c[$y][$x]++
              d[$x][tolower($y)]++
            }

            """);
        running.Feed("A B", "A B", "nothing", "A C");
        Assert.Equal(
            ["a[A,B]=2", "a[A,C]=1", "b[A,B]=2", "b[A,C]=1", "c[B,A]=2", "c[C,A]=1", "d[A,b]=2", "d[A,c]=1"],
            running.Metrics);
    }

    [Fact]
    public void A_capture_that_changes_within_the_line_is_read_again()
    {
        RunningProgram running = RunningProgram.Load("""
            counter a by x
            counter b by x
            /(\S+) (\S+)/ {
              $1 =~ /(?P<x>\w)$/ {
                a[$x]++
              }
              $2 =~ /(?P<x>\w)$/ {
                a[$x]++
                b[$x]++
              }
            }

            """);
        running.Feed("ab cd");
        Assert.Equal(["a[b]=1", "a[d]=1", "b[d]=1"], running.Metrics);
    }

    [Fact]
    public void A_key_that_reads_a_series_is_read_again_after_a_change()
    {
        RunningProgram running = RunningProgram.Load("""
            counter a by n
            counter n
            /x/ {
              a[n]++
              n++
              a[n]++
            }

            """);
        running.Feed("x");
        Assert.Equal(["a[0]=1", "a[1]=1", "n=1"], running.Metrics);
    }

    [Fact]
    public void A_series_that_was_deleted_on_the_line_begins_anew()
    {
        RunningProgram running = RunningProgram.Load("""
            counter a by x
            /(?P<x>\S+) (?P<what>\S+)/ {
              a[$x]++
              $what == "del" {
                del a[$x]
              }
              $what == "both" {
                del a[$x]
                a[$x]++
              }
            }

            """);
        running.Feed("u 1", "u 1", "v 1", "u both");
        Assert.Equal(["a[v]=1", "a[u]=1"], running.Metrics);
        running.Feed("u del");
        Assert.Equal(["a[v]=1"], running.Metrics);
        running.Feed("u 1");
        Assert.Equal(["a[v]=1", "a[u]=1"], running.Metrics);
    }

    [Fact]
    public void Every_cut_of_a_value_is_counted()
    {
        RunningProgram running = RunningProgram.Load(
            ExecutionOptions.Default,
            Limits.Default with { MaxLabelValueBytes = 16 },
            NullLogger.Instance,
            """
            counter a by x
            counter b by x
            /(?P<x>\S+)/ {
              a[$x]++
              b[$x]++
            }

            """);
        running.Feed(new string('x', 17));
        Assert.Equal(2, running.Counted("logmetrics_label_values_cut_total"));
    }

    [Fact]
    public void A_line_on_which_the_keys_fail_gets_no_values_of_another_line()
    {
        RunningProgram running = RunningProgram.Load("""
            counter a by x
            counter b by x
            /^(?P<x>\S+) y/ || getfilename() == "" {
              a[$x]++
              b[$x]++
            }

            """);
        running.Feed("z y", "z", "z y");
        Assert.Equal(["a[z]=2", "b[z]=2"], running.Metrics);
        Assert.Equal(1, running.Statistics[0].Errors);
    }

    [Fact]
    public void A_series_that_was_removed_begins_anew_for_every_metric_that_shares_its_labels()
    {
        RunningProgram running = RunningProgram.Load("""
            counter a by x
            counter b by x
            counter c by x limit 2
            /^(?P<x>\w)$/ {
              a[$x]++
              b[$x]++
              c[$x]++
            }
            /^-(?P<x>\w)$/ {
              del a[$x]
            }
            /^clear$/ {
              del b[*]
            }

            """);
        running.Feed("p", "p", "q", "-p", "p", "q", "clear", "p", "q", "r", "p");
        Assert.Equal(["a[q]=3", "a[p]=3", "a[r]=1", "b[p]=2", "b[q]=1", "b[r]=1", "c[r]=1", "c[p]=1"], running.Metrics);
    }

    [Fact]
    public void More_label_sets_than_get_numbers_count_as_the_others_do()
    {
        RunningProgram running = RunningProgram.Load("""
            counter a by x
            counter b by x
            /^(?P<x>\w+)$/ {
              a[$x]++
              b[$x]++
            }

            """);
        string[] lines = [.. Enumerable.Range(0, LabelSetNumbers.MaxSets + 100).Select(i => $"x{i}")];
        running.Feed(lines).Feed(lines);
        Assert.Equal(2 * lines.Length, running.Metrics.Count(metric => metric.EndsWith("]=2", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_is_over_the_limit_of_series_is_counted_each_time()
    {
        Limits limits = Limits.Default with { MaxSeriesPerMetric = 2 };
        RunningProgram running = RunningProgram.Load(ExecutionOptions.Default, limits, NullLogger.Instance, """
            counter a by x
            counter b by x
            /^(?P<x>\w)$/ {
              a[$x]++
              b[$x]++
            }

            """);
        running.Feed("p", "q", "r", "r", "s", "p");
        Assert.Equal(["a[p]=2", "a[q]=1", "a[__other__]=3", "b[p]=2", "b[q]=1", "b[__other__]=3"], running.Metrics);
    }
}
