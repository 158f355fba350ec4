using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Inputs.Decoding;

namespace LogMetrics.Tests.Simulation;

/// <summary>What a seed stands for: which logs there are, how they are rotated, what else happens, and how the exporter is set up.</summary>
sealed record Scenario
{
    static readonly string[] Names = ["app.log", "web.log", "db.log"];
    static readonly RotationStyle[] Styles =
    [
        RotationStyle.Numbered, RotationStyle.Numbered, RotationStyle.Dated, RotationStyle.CopyTruncate, RotationStyle.CopyTruncate,
        RotationStyle.Delete, RotationStyle.Pointed,
    ];

    static readonly Compression[] Compressions = [Compression.None, Compression.None, Compression.Delayed, Compression.Soon];
    static readonly LinkKind[] LinkKinds = [LinkKind.None, LinkKind.None, LinkKind.Symbolic, LinkKind.Hard];

    static readonly int[] PollMilliseconds = [250, 250, 1000, 3000];

    /// <summary>The number that everything follows from.</summary>
    internal required int Seed { get; init; }

    internal required TimeSpan Duration { get; init; }

    /// <summary>The logs, and how each is rotated.</summary>
    internal required (string Name, Rotation Rotation)[] Logs { get; init; }

    /// <summary>What other names they have.</summary>
    internal required LinkKind Links { get; init; }

    /// <summary>What the exporter is told to follow: names and patterns in the folders of the logs and of their other names.</summary>
    internal required string[] Globs { get; init; }

    internal required TimeSpan PollInterval { get; init; }

    /// <summary>In which steps files are stamped.</summary>
    internal required TimeSpan StampStep { get; init; }

    /// <summary>Whether the machine goes down now and then, without a word to anybody.</summary>
    internal required bool HasCrashes { get; init; }

    /// <summary>Whether there is no room for state now and then.</summary>
    internal required bool HasFullDisk { get; init; }

    /// <summary>Whether the clock is set now and then, by hours.</summary>
    internal required bool HasClockJumps { get; init; }

    /// <summary>What is written and counted: records of one or more lines, or lines.</summary>
    internal required bool HasRecords { get; init; }

    /// <summary>How long nothing is added until a record is complete.</summary>
    internal TimeSpan RecordAge => HasRecords ? Multiline.MaxAge : TimeSpan.Zero;

    // Who has begun a record ends it within 20 s.
    static MultilineOptions Multiline => new() { Start = "^L ", MaxAge = TimeSpan.FromSeconds(25) };

    /// <summary>What a seed stands for.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="duration">How long it lasts.</param>
    /// <param name="isVirtual">Whether the disk and the clock are not those of this machine, and anything may be done to them.</param>
    internal static Scenario Of(int seed, TimeSpan duration, bool isVirtual)
    {
        var random = new Random(seed);
        bool hasCrashes = random.Next(3) == 0 && isVirtual;
        bool hasFullDisk = random.Next(3) == 0;
        LinkKind links = LinkKinds[random.Next(LinkKinds.Length)];
        (string Name, Rotation Rotation)[] logs =
        [
            .. Names.Take(random.Next(1, 4)).Select(name => (name, new Rotation(
                StyleOf(random, hasCrashes || hasFullDisk), random.Next(3, 9), CompressionOf(random, links)))),
        ];
        return new Scenario
        {
            Seed = seed,
            Duration = duration,
            Logs = logs,
            Links = links,
            Globs = GlobsOf(links, random.Next(3), [.. logs.Select(log => log.Name)]),
            PollInterval = TimeSpan.FromMilliseconds(PollMilliseconds[random.Next(PollMilliseconds.Length)]),
            StampStep = TimeSpan.FromMilliseconds(random.Next(2) == 0 ? 4 : 10),
            HasCrashes = hasCrashes,
            HasFullDisk = hasFullDisk,
            // Of what was not saved nobody knows which start it had.
            HasClockJumps = random.Next(3) == 0 && isVirtual && !hasFullDisk,
            HasRecords = random.Next(3) == 0,
        };
    }

    /// <summary>What the exporter is told, when the folders are in this one.</summary>
    internal SourceOptions SourceOptionsIn(string root) => new()
    {
        Logs = [.. Globs.Select(glob => $"{root}/{glob}")],
        PollInterval = PollInterval,
        ReadFrom = ReadFrom.Beginning,
        Multiline = HasRecords ? Multiline : null,
    };

    // What was compressed is looked for where the log is, and which of two folders that is, is not known.
    static Compression CompressionOf(Random random, LinkKind links) =>
        Compressions[random.Next(Compressions.Length)] is var compression && links == LinkKind.Hard ? Compression.None : compression;

    // Where a link led to is known by no name; the exporter has to have seen and saved it before it leads elsewhere.
    static RotationStyle StyleOf(Random random, bool mayForget) =>
        Styles[random.Next(Styles.Length)] is var style && style == RotationStyle.Pointed && mayForget ? RotationStyle.Dated : style;

    static string[] GlobsOf(LinkKind links, int choice, string[] names) => (links, choice) switch
    {
        (LinkKind.Symbolic, 0) => [.. names.Select(name => $"links/{name}")],
        (LinkKind.Symbolic, 1) => ["links/*.log"],
        (LinkKind.Symbolic, _) => ["links/*.log", "log/*.log"],
        (LinkKind.Hard, 0) => [.. names.Select(name => $"log/{name}"), "links/*.log"],
        (LinkKind.Hard, 1) => ["links/*.log", "log/*.log*"],
        (LinkKind.Hard, _) => ["log/*.log", "links/*.log"],
        (_, 0) => [.. names.Select(name => $"log/{name}")],
        (_, 1) => ["log/*.log*"],
        _ => [$"log/{names[0]}", "log/*.log"],
    };

    public override string ToString()
    {
        IEnumerable<string> logs = Logs.Select(log =>
            $"{log.Name} {log.Rotation.Style} {log.Rotation.Kept} {log.Rotation.Compression}");
        return $"{string.Join(", ", logs)}; follows {string.Join(" ", Globs)} each {PollInterval.TotalSeconds} s"
            + $"{(HasCrashes ? "; crashes" : "")}{(HasFullDisk ? "; full disk" : "")}{(HasClockJumps ? "; clock jumps" : "")}"
            + $"{(HasRecords ? "; records" : "")}{(Links == LinkKind.None ? "" : $"; {Links} links")}";
    }
}
