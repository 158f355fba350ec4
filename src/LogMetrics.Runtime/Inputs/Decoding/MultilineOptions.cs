namespace LogMetrics.Runtime.Inputs.Decoding;

/// <summary>How lines are put together to records.</summary>
public sealed record MultilineOptions
{
    /// <summary>The most that <see cref="MaxLines"/> may be.</summary>
    public const int MostLines = 1_000_000;

    /// <summary>The least that <see cref="MaxAge"/> may be.</summary>
    public static readonly TimeSpan ShortestAge = TimeSpan.FromMilliseconds(10);

    /// <summary>A regular expression that the first line of each record matches, somewhere in it, and no other.</summary>
    public required string Start { get; init; }

    /// <summary>The flag that <see cref="Start"/> came by, for messages.</summary>
    public string StartFlag { get; init; } = "--multiline-start";

    /// <summary>The most lines of a record; the next one begins another. 500: a stack trace has fewer.</summary>
    public int MaxLines { get; init; } = 500;

    /// <summary>How long nothing is added until a record is complete though no other has begun. 5 s.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromSeconds(5);
}
