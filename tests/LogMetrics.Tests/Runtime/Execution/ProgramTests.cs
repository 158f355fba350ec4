namespace LogMetrics.Tests.Runtime.Execution;

public sealed class ProgramTests
{
    public static TheoryData<string> Cases => [.. ProgramCase.All.Select(given => given.Title)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_program_keeps_the_metrics_and_counts_the_errors_of_its_case(string title)
    {
        ProgramCase given = ProgramCase.All.Single(given => given.Title == title);
        RunningProgram running = RunningProgram.Load(given.Program).Feed(given.Lines);
        Assert.Equal(given.Metrics, running.Metrics.Select(metric => metric.Split('@')[0]));
        Assert.Equal(given.Errors, running.Statistics[0].Errors);
        Assert.False(running.Statistics[0].IsUnloaded);
    }
}
