namespace LogMetrics.Tests.Runtime.Execution;

public sealed class UnsafePatternTests
{
    [Fact]
    public void Captures_of_a_pattern_that_backtracks_are_those_of_the_line()
    {
        RunningProgram running = RunningProgram.Load("""
            counter c by q, t
            unsafe_regex /(?P<q>['"])(.*?)\k<q>/ {
              c[$q][$2]++
            }
            """);
        running.Feed("é 'a \"b\"' x", "\"it's\"", "'open");
        Assert.Equal(["c[',a \"b\"]=1", "c[\",it's]=1"], running.Metrics);
    }

    [Fact]
    public void Lines_on_which_it_takes_too_long_are_counted_and_then_it_is_in_quarantine()
    {
        RunningProgram running = RunningProgram.Load("""
            counter c
            unsafe_regex /^(a|aa)+\1$/ {
              c++
            }
            """);
        string slow = new string('a', 5000) + "!";
        running.Feed("aa");
        running.Feed([.. Enumerable.Repeat(slow, 12)]);
        running.Feed("aa");
        Assert.Equal(["c=1"], running.Metrics);
        Assert.Equal(10, running.Counted("logmetrics_pattern_timeouts_total"));
        Assert.Equal(1, running.Counted("logmetrics_patterns_quarantined_total"));
    }
}
