using LogMetrics.Runtime.Execution;

namespace LogMetrics.Tests.Runtime.Execution;

public sealed class ExpressionTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, ExpressionCase.All.Count)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_expression_has_the_value_that_its_case_gives(int number)
    {
        ExpressionCase given = ExpressionCase.All[number];
        RunningProgram running = RunningProgram.Load(given.Program("")).Feed(given.Line);
        ProgramStatistics statistics = Assert.Single(running.Statistics);
        Assert.False(statistics.IsUnloaded, given.ToString());
        if (given.IsError)
        {
            Assert.True(1 == statistics.Errors, given.ToString());
            string reason = given.Value["error ".Length..];
            Assert.Equal(1, running.Counted("logmetrics_program_errors_total", "p0.mtail", reason));
            return;
        }

        Assert.Equal((given.ToString(), $"out={given.Value}", 0), (given.ToString(), Assert.Single(running.Metrics), statistics.Errors));
    }
}
