using LogMetrics.Runtime.Inputs.Decoding;
using LogMetrics.Runtime.Lines;

namespace LogMetrics.Runtime.Inputs;

/// <summary>What every live source needs.</summary>
/// <param name="Queue">Where lines go.</param>
/// <param name="Events">What is told of what happens.</param>
/// <param name="Limits">Bounds on lines, buffers and connections.</param>
/// <param name="DrainTime">How long it may read on, once told to end, what is there already.</param>
/// <param name="Once">Whether it ends with its first writer.</param>
/// <param name="Options">How lines are decoded.</param>
/// <param name="Time">The clock that the age of records is measured by.</param>
sealed record SourceParts(
    LineQueue Queue, InputEvents Events, Limits Limits, TimeSpan DrainTime, bool Once, SourceOptions Options, TimeProvider Time)
{
    /// <summary>How lines are put together to records; null when each line is one.</summary>
    internal MultilineOptions? Multiline { get; init; } = Options.Multiline;

    /// <summary>How the lines of one source are decoded, on the thread that reads it.</summary>
    internal LineDecoding NewDecoding(bool isSyslog = false) => new(Options, Multiline, Limits, Events, Time, isSyslog);
}
