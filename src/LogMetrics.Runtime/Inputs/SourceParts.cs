using LogMetrics.Runtime.Inputs.Decoding;
using LogMetrics.Runtime.Lines;

namespace LogMetrics.Runtime.Inputs;

/// <summary>What every live source needs.</summary>
/// <param name="Queue">Where lines go.</param>
/// <param name="Events">What is told of what happens.</param>
/// <param name="Limits">Bounds on lines, buffers and connections.</param>
/// <param name="DrainTime">How long it may read on, once told to end, what is there already.</param>
/// <param name="Once">Whether it ends with its first writer.</param>
sealed record SourceParts(LineQueue Queue, InputEvents Events, Limits Limits, TimeSpan DrainTime, bool Once)
{
    /// <summary>What cuts the bytes of one writer into lines.</summary>
    internal LineSplitter NewSplitter() => new(Limits.MaxLineBytes, new RawDecoder(), Events, skipsHoles: false);
}
