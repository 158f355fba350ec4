using LogMetrics.Regex;

namespace LogMetrics.Runtime;

/// <summary>Every bound of the running process, with its default and the reason for it.</summary>
public sealed record Limits
{
    /// <summary>All defaults.</summary>
    public static Limits Default { get; } = new();

    /// <summary>The longest line in bytes, terminator not counted. What is longer is counted as oversize, cut here, and the
    /// rest is skipped, so that a writer that never ends its line costs one buffer and not the process. 1 MiB.</summary>
    public int MaxLineBytes { get; init; } = 1024 * 1024;

    /// <summary>How much is read from a source at once, and so how much a batch of lines holds. 256 KiB: large enough that
    /// the calls do not count, small enough to stay in the processor's cache.</summary>
    public int ReadBufferBytes { get; init; } = 256 * 1024;

    /// <summary>How many batches may wait for the engine; sources wait when it is full, because the file is the buffer. 4.</summary>
    public int QueueCapacityBatches { get; init; } = 4;

    /// <summary>How many log files may be open at once. 4,096: a thousand logs, and what each was rotated to three times while its
    /// writer might go on; less where the system allows the process less. Files beyond it are opened for the time of a read.</summary>
    public int MaxOpenFiles { get; init; } = 4096;

    /// <summary>How many files that no path names any more are remembered, so that one that comes back is not read again.
    /// 4,096.</summary>
    public int MaxRememberedFiles { get; init; } = 4096;

    /// <summary>How many clients a socket has at once; further ones are turned away and counted. 256: each costs a descriptor
    /// and the line it has begun.</summary>
    public int MaxConnections { get; init; } = 256;

    /// <summary>How many bytes the lines that all clients of a socket have begun may take together; the client that goes
    /// beyond it is cut off. 16 MiB: no honest client comes near.</summary>
    public int MaxBegunLineBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>How many sources have series of their own in LogMetrics' own metrics; the others share
    /// <c>__other__</c>. 1,000.</summary>
    public int MaxLabelledSources { get; init; } = 1000;

    /// <summary>The longest label value in bytes; a longer one is cut on a character boundary and eight hex digits of its
    /// hash follow. 1 KiB: longer ones are no label, they are payload.</summary>
    public int MaxLabelValueBytes { get; init; } = 1024;

    /// <summary>The most series of one metric. Further label sets share one series whose labels are all
    /// <c>__other__</c>, so that sums stay exact. 10,000.</summary>
    public int MaxSeriesPerMetric { get; init; } = 10_000;

    /// <summary>The most series of all metrics together; beyond it as for one metric. 100,000.</summary>
    public int MaxSeries { get; init; } = 100_000;

    /// <summary>What a pattern may become, and how long one that backtracks may take. The defaults and their reasons are
    /// <see cref="RegexpLimits"/>' own, because whoever compiles a pattern is bound by them, with this process or without.
    /// How long the text of a pattern may be was bounded when its program was compiled.</summary>
    public RegexpLimits Patterns { get; init; } = RegexpLimits.Default with { MaxPatternBytes = int.MaxValue };

    /// <summary>The most bytes that states may take which tell what a line may match of the patterns inside one block of a
    /// program. 1 MiB: they are few, and their lines are alike; what is tried on every line has the whole of
    /// <see cref="RegexpLimits.MaxCacheBytes"/>.</summary>
    public int MaxBlockCacheBytes { get; init; } = 1024 * 1024;

    /// <summary>The most bytes that string values made for one line may take together. 16 MiB: what only a program that
    /// multiplies its own output reaches; that line is a runtime error.</summary>
    public int MaxScratchBytesPerLine { get; init; } = 16 * 1024 * 1024;
}
