using LogMetrics.Runtime.Inputs;

namespace LogMetrics.Tests.Simulation;

/// <summary>What a seed stands for: which logs there are, how they are rotated, and how the exporter is set up.</summary>
sealed record Scenario
{
    static readonly string[][] Globs = [["app.log"], ["app.log*"], ["app.log", "*.log*"]];
    static readonly int[] PollMilliseconds = [250, 250, 1000, 3000];

    /// <summary>The number that everything follows from.</summary>
    internal required int Seed { get; init; }

    internal required TimeSpan Duration { get; init; }

    /// <summary>Names and patterns in the folder of the logs.</summary>
    internal required string[] Logs { get; init; }

    internal required TimeSpan PollInterval { get; init; }

    /// <summary>In which steps files are stamped.</summary>
    internal required TimeSpan StampStep { get; init; }

    internal required RotationStyle Style { get; init; }

    /// <summary>How many rotated files are kept.</summary>
    internal required int Kept { get; init; }

    internal static Scenario Of(int seed, TimeSpan duration)
    {
        var random = new Random(seed);
        return new Scenario
        {
            Seed = seed,
            Duration = duration,
            Logs = Globs[random.Next(Globs.Length)],
            PollInterval = TimeSpan.FromMilliseconds(PollMilliseconds[random.Next(PollMilliseconds.Length)]),
            StampStep = TimeSpan.FromMilliseconds(random.Next(2) == 0 ? 4 : 10),
            Style = (RotationStyle)random.Next(4),
            Kept = random.Next(3, 9),
        };
    }

    public override string ToString() =>
        $"{Style}, {Kept} kept, logs {string.Join(" and ", Logs)}, looked at every {PollInterval.TotalSeconds} s";

    internal SourceOptions SourceOptionsIn(string folder) => new()
    {
        Logs = [.. Logs.Select(log => $"{folder}/{log}")],
        PollInterval = PollInterval,
        ReadFrom = ReadFrom.Beginning,
    };
}
