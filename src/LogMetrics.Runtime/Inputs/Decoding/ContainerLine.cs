namespace LogMetrics.Runtime.Inputs.Decoding;

/// <summary>What a container runtime wrote about a piece of a line.</summary>
/// <param name="Start">Where its text starts, in the raw line.</param>
/// <param name="Length">How many bytes of text.</param>
/// <param name="Stream">What the container wrote it to.</param>
/// <param name="IsPartial">Whether the line goes on with the next piece.</param>
readonly record struct ContainerLine(int Start, int Length, LineStream Stream, bool IsPartial)
{
    /// <summary>Reads <c>2026-11-21T10:00:00.123456789Z stdout F text</c>.</summary>
    internal static bool TryReadCri(ReadOnlySpan<byte> raw, out ContainerLine line)
    {
        // The shortest: 2026-11-21T10:00:00Z stdout F
        line = default;
        if (raw.Length < 29 || raw[10] != (byte)'T' || raw[4] != (byte)'-' || raw[13] != (byte)':' || !char.IsAsciiDigit((char)raw[0]))
        {
            return false;
        }

        int time = raw[..Math.Min(raw.Length, 40)].IndexOf((byte)' ');
        if (time < 0 || !TryReadStream(raw[(time + 1)..], out LineStream stream) || raw[time + 7] != (byte)' ')
        {
            return false;
        }

        int tags = time + 8;
        if (tags >= raw.Length || raw[tags] is not ((byte)'F' or (byte)'P'))
        {
            return false;
        }

        int length = raw[tags..].IndexOf((byte)' ');
        int tagsEnd = length < 0 ? raw.Length : tags + length;
        if (tagsEnd > tags + 1 && raw[tags + 1] != (byte)':')
        {
            return false;
        }

        int start = Math.Min(raw.Length, tagsEnd + 1);
        line = new ContainerLine(start, raw.Length - start, stream, raw[tags] == (byte)'P');
        return true;
    }

    /// <summary>Reads <c>{"log":"text\n","stream":"stdout","time":"…"}</c>, and puts the text of the string in its place.</summary>
    internal static bool TryReadDocker(Span<byte> raw, out ContainerLine line)
    {
        line = default;
        ReadOnlySpan<byte> opening = "{\"log\":\""u8;
        ReadOnlySpan<byte> streamKey = "\"stream\":\""u8;
        if (!raw.StartsWith(opening) || raw[^1] != (byte)'}')
        {
            return false;
        }

        // The stream first: nothing may be rewritten in a line that turns out to be another's.
        int key = raw.LastIndexOf(streamKey);
        if (key < 0 || !TryReadStream(raw[(key + streamKey.Length)..], out LineStream stream))
        {
            return false;
        }

        Span<byte> text = raw[opening.Length..key];
        if (!JsonText.TryUnescape(text, out int length, out _))
        {
            return false;
        }

        bool isWhole = length > 0 && text[length - 1] == (byte)'\n';
        length -= isWhole ? 1 : 0;
        length -= isWhole && length > 0 && text[length - 1] == (byte)'\r' ? 1 : 0;
        line = new ContainerLine(opening.Length, length, stream, !isWhole);
        return true;
    }

    static bool TryReadStream(ReadOnlySpan<byte> bytes, out LineStream stream)
    {
        stream = bytes.StartsWith("stdout"u8) ? LineStream.Out
            : bytes.StartsWith("stderr"u8) ? LineStream.Error
            : LineStream.None;
        return stream != LineStream.None && bytes.Length > 6;
    }
}
