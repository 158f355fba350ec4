using System.Buffers.Binary;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Inputs.Files;

namespace LogMetrics.Runtime.State;

/// <summary>How far a scrape went that was answered although its state could not be saved: before that is reached again,
/// nothing may be shown.</summary>
/// <param name="Sequence">The number of the file that could not be written; a file with this number or a higher one makes
/// the fence meaningless.</param>
/// <param name="Files">Where each file was; empty when there were too many to note.</param>
sealed record ExposureFence(long Sequence, IReadOnlyList<(FileIdentity Identity, long Position)> Files)
{
    const int FileBytes = 32;
    const uint Magic = 0x4C4D4645;

    /// <summary>The fence of a moment.</summary>
    /// <param name="sequence">The number of the file that could not be written.</param>
    /// <param name="inputs">Where each file was.</param>
    /// <param name="forgotten">Where the files were that have been forgotten since the last save.</param>
    internal static ExposureFence At(
        long sequence, InputCheckpoint inputs, IEnumerable<(FileIdentity Identity, long Position)> forgotten) =>
        new(sequence, [.. inputs.Files.Select(file => (file.Identity, file.Position)), .. forgotten]);

    /// <summary>The bytes of it.</summary>
    internal byte[] Encode()
    {
        var writer = new StateWriter();
        writer.UInt(Magic);
        writer.Long(Sequence);
        bool fits = (Files.Count * FileBytes) + 24 <= StateStorage.FenceBytes;
        writer.UInt(fits ? (uint)Files.Count : 0);
        foreach ((FileIdentity identity, long position) in fits ? Files : [])
        {
            writer.ULong(identity.Device);
            writer.ULong(identity.Inode);
            writer.Long(identity.BornNanoseconds);
            writer.Long(position);
        }

        writer.UInt(Crc32C.Of(writer.Written));
        return writer.Written.ToArray();
    }

    /// <summary>Reads a fence; null when nothing was marked.</summary>
    /// <remarks>One that was torn by the end of the process still says that something was shown: it has no files, and a
    /// number above all others.</remarks>
    internal static ExposureFence? Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return null;
        }

        var reader = new StateReader(bytes);
        uint magic = reader.UInt();
        long sequence = reader.Long();
        uint count = reader.UInt();
        long length = 16 + (count * (long)FileBytes);
        bool isWhole = magic == Magic
            && length + sizeof(uint) <= bytes.Length
            && BinaryPrimitives.ReadUInt32LittleEndian(bytes[(int)length..]) == Crc32C.Of(bytes[..(int)length]);
        if (!isWhole)
        {
            return new ExposureFence(long.MaxValue, []);
        }

        var files = new List<(FileIdentity, long)>();
        for (uint i = 0; i < count; i++)
        {
            files.Add((new FileIdentity(reader.ULong(), reader.ULong(), reader.Long()), reader.Long()));
        }

        return new ExposureFence(sequence, files);
    }
}
