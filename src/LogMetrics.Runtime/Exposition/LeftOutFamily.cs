namespace LogMetrics.Runtime.Exposition;

/// <summary>Why a family is not part of an exposition.</summary>
public enum LeftOutReason
{
    /// <summary>Its name is none that Prometheus accepts, even with <c>_</c> for <c>-</c>.</summary>
    InvalidName,

    /// <summary>A label name is invalid, is there twice, or belongs to the format: <c>le</c>, <c>prog</c>, <c>__x</c>.</summary>
    InvalidLabel,

    /// <summary>Its samples would have the name of another family's.</summary>
    NameClash,

    /// <summary>It is an own metric whose value could not be read: a mistake of ours.</summary>
    Unreadable,
}

/// <summary>A family that is left out so that the rest of the scrape stays valid.</summary>
/// <param name="Metric">Its exported name.</param>
/// <param name="Program">The program that declares it; empty for an own metric.</param>
/// <param name="Reason">Why.</param>
public sealed record LeftOutFamily(string Metric, string Program, LeftOutReason Reason);
