namespace LogMetrics.Runtime.Inputs.Files.Compression;

/// <summary>How a file is compressed.</summary>
enum CompressionKind
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>gzip.</summary>
    Gzip,

    /// <summary>Zstandard.</summary>
    Zstandard,

    /// <summary>Something else that is known by its first bytes and cannot be read: bzip2, xz.</summary>
    Other,
}

/// <summary>Tells compressed files from logs: by their first bytes, which no text begins with, and by their names.</summary>
static class Compressed
{
    static readonly string[] Extensions = [".gz", ".zst", ".bz2", ".xz"];

    /// <summary>Whether a name is that of a compressed file.</summary>
    internal static bool HasName(ReadOnlySpan<char> path) => !WithoutExtension(path, out _).IsEmpty;

    /// <summary>The name of what is in a compressed file, by its own name; empty when that is not one of a compressed file.</summary>
    /// <param name="path">The path.</param>
    /// <param name="isReadable">Whether such files can be read.</param>
    internal static ReadOnlySpan<char> WithoutExtension(ReadOnlySpan<char> path, out bool isReadable)
    {
        foreach (string extension in Extensions)
        {
            if (path.EndsWith(extension, StringComparison.Ordinal))
            {
                isReadable = extension is ".gz" or ".zst";
                return path[..^extension.Length];
            }
        }

        isReadable = false;
        return [];
    }

    /// <summary>What an open file is.</summary>
    internal static CompressionKind KindOf(OpenFile file)
    {
        Span<byte> first = stackalloc byte[6];
        return file.Read(first, 0, out int count) != FileError.None ? CompressionKind.None : first[..count] switch
        {
            [0x1F, 0x8B, 0x08, ..] => CompressionKind.Gzip,
            [0x28, 0xB5, 0x2F, 0xFD, ..] => CompressionKind.Zstandard,

            // A frame to skip, which compressors with several threads write first.
            [>= 0x50 and <= 0x5F, 0x2A, 0x4D, 0x18, ..] => CompressionKind.Zstandard,
            [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0x00] => CompressionKind.Other,
            [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', 0x31, 0x41] => CompressionKind.Other,
            _ => CompressionKind.None,
        };
    }

    /// <summary>The file that shows what is in a compressed one; the file itself when it is not compressed.</summary>
    /// <param name="file">The file, which is taken over; closed when it cannot be read.</param>
    /// <param name="readable">The file to read.</param>
    internal static FileError Open(OpenFile file, out OpenFile? readable) =>
        Open(file, () => ZstandardLibrary.OfThisSystem, out readable);

    /// <summary>The same, with a library that is asked for when it is needed.</summary>
    internal static FileError Open(OpenFile file, Func<ZstandardLibrary?> zstandard, out OpenFile? readable)
    {
        switch (KindOf(file))
        {
            case CompressionKind.None:
                readable = file;
                return FileError.None;
            case CompressionKind.Gzip:
                readable = new CompressedFile(file, new GzipFormat());
                return FileError.None;
            case CompressionKind.Zstandard when zstandard() is { } library:
                readable = new CompressedFile(file, new ZstandardFormat(library));
                return FileError.None;
            case CompressionKind.Zstandard:
                file.Dispose();
                readable = null;
                return FileError.NoZstandard;
            default:
                file.Dispose();
                readable = null;
                return FileError.UnknownCompression;
        }
    }
}
