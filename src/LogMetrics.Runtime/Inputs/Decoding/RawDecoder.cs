using LogMetrics.Runtime.Lines;

namespace LogMetrics.Runtime.Inputs.Decoding;

/// <summary>Lines are what they are in the file.</summary>
sealed class RawDecoder : LineDecoder
{
    /// <inheritdoc/>
    internal override void Decode(LineBatch batch, int start, int length) => batch.Add(start, length);
}
