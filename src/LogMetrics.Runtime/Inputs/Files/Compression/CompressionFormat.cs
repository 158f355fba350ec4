using System.IO.Compression;

namespace LogMetrics.Runtime.Inputs.Files.Compression;

/// <summary>What differs between the ways of compression that can be read.</summary>
abstract class CompressionFormat
{
    /// <summary>Whether a read that meets damage loses the bytes in front of it that it would have given.</summary>
    internal abstract bool LosesBytesBeforeDamage { get; }

    /// <summary>Begins to decompress. What comes throws <see cref="InvalidDataException"/> where it is damaged.</summary>
    internal abstract Stream Open(OpenFile file);

    /// <summary>Whether a stream that has ended came to the end of what was compressed.</summary>
    /// <param name="file">The compressed file.</param>
    /// <param name="length">How many bytes came out of it.</param>
    internal abstract bool IsComplete(OpenFile file, long length);

    /// <summary>What is wrong with a stream that threw.</summary>
    internal abstract FileError DamageOf(Stream stream);
}

/// <summary>gzip, by .NET.</summary>
sealed class GzipFormat : CompressionFormat
{
    /// <inheritdoc/>
    internal override bool LosesBytesBeforeDamage => true;

    /// <inheritdoc/>
    internal override Stream Open(OpenFile file) => new GZipStream(new OpenFileStream(file), CompressionMode.Decompress);

    /// <inheritdoc/>
    internal override bool IsComplete(OpenFile file, long length) => GzipEnding.IsComplete(file, length);

    /// <inheritdoc/>
    internal override FileError DamageOf(Stream stream) => FileError.Corrupt;
}

/// <summary>Zstandard, by the library of the system.</summary>
sealed class ZstandardFormat(ZstandardLibrary library) : CompressionFormat
{
    /// <inheritdoc/>
    internal override bool LosesBytesBeforeDamage => false;

    /// <inheritdoc/>
    internal override Stream Open(OpenFile file) => new ZstandardStream(library, new OpenFileStream(file));

    /// <inheritdoc/>
    internal override bool IsComplete(OpenFile file, long length) => true;

    /// <inheritdoc/>
    internal override FileError DamageOf(Stream stream) =>
        stream is ZstandardStream { IsWindowTooLarge: true } ? FileError.WindowTooLarge : FileError.Corrupt;
}
