namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>A place that was passed while a file was read, where another process can begin when the end of the file is gone.</summary>
/// <param name="Start">Where a line, or a record of several lines, starts.</param>
/// <param name="Position">How far the file was read then; never less than the start.</param>
/// <param name="Hash">What stood in front of that position: the hash of the last bytes of the <see cref="ContentMark"/>.</param>
readonly record struct Milestone(long Start, long Position, ulong Hash)
{
    /// <summary>Whether the file still holds what stood there.</summary>
    internal bool Fits(OpenFile file)
    {
        Span<byte> bytes = stackalloc byte[ContentMark.MaxTailBytes];
        bytes = bytes[..(int)Math.Min(Position, bytes.Length)];
        return file.Read(bytes, Position - bytes.Length, out int count) == FileError.None
            && count == bytes.Length
            && ContentMark.HashOf(bytes) == Hash;
    }
}
