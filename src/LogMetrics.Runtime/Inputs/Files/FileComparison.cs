namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>Compares what two files hold, by as many bytes as tell.</summary>
static class FileComparison
{
    /// <summary>Whether the first and the last bytes of a file, which is not longer than another, are those that the other one has
    /// there.</summary>
    /// <param name="longer">The other one.</param>
    /// <param name="shorter">The file.</param>
    /// <param name="size">How long that is.</param>
    internal static bool IsBeginning(OpenFile longer, OpenFile shorter, long size)
    {
        int headCount = (int)Math.Min(size, ContentMark.MaxHeadBytes);
        int tailCount = (int)Math.Min(size, ContentMark.MaxTailBytes);
        return SameBytes(longer, shorter, 0, headCount)
            && SameBytes(longer, shorter, size - tailCount, tailCount);
    }

    /// <summary>What was read of a file that has only lost its last bytes since, as far as it still holds that; null when it holds
    /// something else.</summary>
    /// <remarks>An editor that takes the last line away leaves the rest as it was. A file that was emptied and filled again may look
    /// like that when it is short and its lines are all the same; so the bytes that agree must be many.</remarks>
    /// <param name="file">The file.</param>
    /// <param name="content">What was read of it.</param>
    internal static ContentMark? Shortened(OpenFile file, ContentMark content)
    {
        const int FewestBytes = 128;
        Span<byte> bytes = stackalloc byte[ContentMark.MaxTailBytes];
        ReadOnlySpan<byte> tail = content.Tail;
        FileError error = file.Read(bytes[..tail.Length], content.Position - tail.Length, out int count);
        if (error != FileError.None || count < FewestBytes || count == tail.Length
            || !bytes[..count].SequenceEqual(tail[..count]))
        {
            return null;
        }

        var mark = new ContentMark();
        return mark.Load(file, content.Position - tail.Length + count) == FileError.None ? mark : null;
    }

    static bool SameBytes(OpenFile one, OpenFile other, long offset, int count)
    {
        Span<byte> bytes = stackalloc byte[2 * ContentMark.MaxHeadBytes];
        Span<byte> ones = bytes[..count];
        Span<byte> others = bytes.Slice(ContentMark.MaxHeadBytes, count);
        return one.Read(ones, offset, out int oneCount) == FileError.None
            && other.Read(others, offset, out int otherCount) == FileError.None
            && oneCount == count
            && otherCount == count
            && ones.SequenceEqual(others);
    }
}
