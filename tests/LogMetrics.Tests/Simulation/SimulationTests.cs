using System.Diagnostics;
using System.Globalization;

namespace LogMetrics.Tests.Simulation;

// 24 hours of a log, its rotation and its exporter in some seconds, from a seed. A seed that fails is printed;
// LOGMETRICS_TEST_SEED=<seed> begins with it, and LOGMETRICS_TEST_RUNS says how many.
public class SimulationTests
{
    static readonly DateTimeOffset Start = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    readonly List<string> _failures = [];

    [Fact]
    public void A_day_of_rotation_and_kills_counts_every_line_once()
    {
        int first = Number("LOGMETRICS_TEST_SEED", 1);
        for (int seed = first; seed < first + Number("LOGMETRICS_TEST_RUNS", 20); seed++)
        {
            Scenario scenario = Scenario.Of(seed, TimeSpan.FromHours(24), isVirtual: true);
            var clock = new SimulatedClock(Start);
            using var disk = new VirtualDisk(clock, scenario.StampStep);
            Run(scenario, clock, disk);
        }

        Assert.True(_failures.Count == 0, string.Join("\n\n", _failures));
    }

    [Fact]
    public void The_same_is_so_on_the_disk_of_this_machine()
    {
        int first = Number("LOGMETRICS_TEST_SEED", 1);
        for (int seed = first; seed < first + ((Number("LOGMETRICS_TEST_RUNS", 20) + 9) / 10); seed++)
        {
            Scenario scenario = Scenario.Of(seed, TimeSpan.FromHours(6), isVirtual: false);
            using var disk = new RealDisk();
            Run(scenario, new SimulatedClock(start: null), disk);
        }

        Assert.True(_failures.Count == 0, string.Join("\n\n", _failures));
    }

    // One that fails does not keep the others from being tried.
    void Run(Scenario scenario, SimulatedClock clock, SimulatedDisk disk)
    {
        const int MostFailures = 10;
        long start = Stopwatch.GetTimestamp();
        using var simulation = new Simulation(scenario, clock, disk);
        string wrong = simulation.Run();
        string summary = $"{scenario}: {simulation.Summary}, {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s";
        TestContext.Current.TestOutputHelper?.WriteLine($"{(wrong.Length == 0 ? "" : "FAILED ")}seed {scenario.Seed}: {summary}");
        if (wrong.Length > 0 && _failures.Count < MostFailures)
        {
            _failures.Add(
                $"seed {scenario.Seed}: {summary}\n{wrong}\n\nagain: LOGMETRICS_TEST_SEED={scenario.Seed} LOGMETRICS_TEST_RUNS=1 "
                + $"dotnet tests/LogMetrics.Tests/bin/Debug/net10.0/LogMetrics.Tests.dll --filter-class '*{nameof(SimulationTests)}'");
        }
    }

    static int Number(string variable, int standard) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int given) ? given : standard;
}
