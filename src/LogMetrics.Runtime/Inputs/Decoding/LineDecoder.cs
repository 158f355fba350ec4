using LogMetrics.Runtime.Lines;

namespace LogMetrics.Runtime.Inputs.Decoding;

/// <summary>Turns raw lines, as they lie in the source, into the lines that programs see.</summary>
/// <remarks>One for each source, because a container runtime's format spreads one line over several raw ones. It may
/// rewrite the bytes of the raw line in place, which a decoder that only takes wrapping away never makes longer.</remarks>
abstract class LineDecoder
{
    /// <summary>Adds what a raw line means to the batch it lies in: no line, one, or the end of one that began earlier.</summary>
    /// <param name="batch">Where the raw line lies, and where lines go to.</param>
    /// <param name="start">Where it starts in the batch's buffer.</param>
    /// <param name="length">How many bytes it has, terminator not counted.</param>
    internal abstract void Decode(LineBatch batch, int start, int length);
}
