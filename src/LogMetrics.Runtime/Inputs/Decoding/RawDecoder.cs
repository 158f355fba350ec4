using LogMetrics.Runtime.Lines;

namespace LogMetrics.Runtime.Inputs.Decoding;

/// <summary>Lines are what they are in the source.</summary>
sealed class RawDecoder(RecordJoiner? joiner = null) : LineDecoder(joiner)
{
    /// <inheritdoc/>
    internal override void Decode(LineBatch batch, int start, int length, long position) =>
        Emit(batch, start, length, position, LineStream.None);
}
