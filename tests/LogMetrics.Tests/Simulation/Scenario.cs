using LogMetrics.Runtime.Inputs;

namespace LogMetrics.Tests.Simulation;

/// <summary>What a seed stands for: which logs there are, how they are rotated, what else happens, and how the exporter is set up.</summary>
sealed record Scenario
{
    static readonly string[] Names = ["app.log", "web.log", "db.log"];
    static readonly RotationStyle[] Styles =
    [
        RotationStyle.Numbered, RotationStyle.Numbered, RotationStyle.Dated, RotationStyle.CopyTruncate, RotationStyle.CopyTruncate,
        RotationStyle.Delete,
    ];

    static readonly int[] PollMilliseconds = [250, 250, 1000, 3000];

    /// <summary>The number that everything follows from.</summary>
    internal required int Seed { get; init; }

    internal required TimeSpan Duration { get; init; }

    /// <summary>The logs, and how each is rotated.</summary>
    internal required (string Name, Rotation Rotation)[] Logs { get; init; }

    /// <summary>What the exporter is told to follow: names and patterns in the folder of the logs.</summary>
    internal required string[] Globs { get; init; }

    internal required TimeSpan PollInterval { get; init; }

    /// <summary>In which steps files are stamped.</summary>
    internal required TimeSpan StampStep { get; init; }

    /// <summary>Whether the machine goes down now and then, without a word to anybody.</summary>
    internal required bool HasCrashes { get; init; }

    /// <summary>Whether there is no room for state now and then.</summary>
    internal required bool HasFullDisk { get; init; }

    internal static Scenario Of(int seed, TimeSpan duration, bool mayCrash)
    {
        var random = new Random(seed);
        (string Name, Rotation Rotation)[] logs =
        [
            .. Names.Take(random.Next(1, 4)).Select(name => (name, new Rotation(
                Styles[random.Next(Styles.Length)], random.Next(3, 9), random.Next(3) == 0))),
        ];
        return new Scenario
        {
            Seed = seed,
            Duration = duration,
            Logs = logs,
            Globs = random.Next(3) switch
            {
                0 => [.. logs.Select(log => log.Name)],
                1 => ["*.log*"],
                _ => [logs[0].Name, "*.log"],
            },
            PollInterval = TimeSpan.FromMilliseconds(PollMilliseconds[random.Next(PollMilliseconds.Length)]),
            StampStep = TimeSpan.FromMilliseconds(random.Next(2) == 0 ? 4 : 10),
            HasCrashes = random.Next(3) == 0 && mayCrash,
            HasFullDisk = random.Next(3) == 0,
        };
    }

    internal SourceOptions SourceOptionsIn(string folder) => new()
    {
        Logs = [.. Globs.Select(glob => $"{folder}/{glob}")],
        PollInterval = PollInterval,
        ReadFrom = ReadFrom.Beginning,
    };

    public override string ToString()
    {
        IEnumerable<string> logs = Logs.Select(log =>
            $"{log.Name} {log.Rotation.Style} {log.Rotation.Kept}{(log.Rotation.IsCompressed ? " gz" : "")}");
        return $"{string.Join(", ", logs)}; follows {string.Join(" ", Globs)} each {PollInterval.TotalSeconds} s"
            + $"{(HasCrashes ? "; crashes" : "")}{(HasFullDisk ? "; full disk" : "")}";
    }
}
