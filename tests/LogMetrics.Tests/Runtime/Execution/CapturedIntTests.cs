namespace LogMetrics.Tests.Runtime.Execution;

/// <summary>Captures that are read as integers once for all places that ask: nothing shows that they are.</summary>
public sealed class CapturedIntTests
{
    [Fact]
    public void Each_line_has_its_own_number_and_one_that_is_none_fails()
    {
        RunningProgram running = RunningProgram.Load("""
            counter sum
            gauge last
            /n=(?P<n>\w+)/ {
              sum += int($n)
              last = int($n)
            }

            """);
        running.Feed("n=5", "n=x", "no number", "n=7");
        Assert.Equal(["last=7", "sum=12"], running.Metrics.Order());
        Assert.Equal(1, running.Statistics[0].Errors);
    }

    [Fact]
    public void A_group_that_took_no_part_has_not_the_number_of_an_earlier_line()
    {
        RunningProgram running = RunningProgram.Load("""
            counter sum
            /^(?:n=(?P<n>\d+)|skip)$/ {
              sum += int($n)
            }

            """);
        running.Feed("n=5", "skip", "n=6");
        Assert.Equal(["sum=11"], running.Metrics);
        Assert.Equal(1, running.Statistics[0].Errors);
    }

    [Fact]
    public void Groups_of_two_patterns_and_two_groups_of_one_are_told_apart()
    {
        RunningProgram running = RunningProgram.Load("""
            counter first
            counter second
            counter third
            /(?P<a>\d+) (?P<b>\d+)/ {
              first += int($a)
              second += int($b)
              first += int($a)
              $b =~ /^(?P<c>\d)/ {
                third += int($c)
                second += int($b)
              }
            }

            """);
        running.Feed("1 20", "2 35");
        Assert.Equal(["first=6", "second=110", "third=5"], running.Metrics);
    }
}
