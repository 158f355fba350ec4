using System.Buffers.Binary;
using System.IO.Compression;

namespace LogMetrics.Runtime.Inputs.Files.Compression;

/// <summary>Tells a gzip file that is complete from one that was cut off: .NET's stream ends the same way in both.</summary>
static class GzipEnding
{
    const int NextMemberLength = 1000;

    // The shortest member, one with nothing in it.
    const int FewestBytes = 18;

    static readonly byte[] NextMember = Compress(new byte[NextMemberLength]);

    /// <summary>Whether a file that was read to where the stream ended is complete.</summary>
    /// <param name="file">The compressed file.</param>
    /// <param name="length">How many bytes came out of it.</param>
    internal static bool IsComplete(OpenFile file, long length)
    {
        // The last bytes of a member say how much is in it. A file of several members, and one that was cut off, end otherwise;
        // these are read once more.
        return file.Stat(out FileStat stat) == FileError.None
            && stat.SizeBytes >= FewestBytes
            && (EndsWith(file, stat.SizeBytes, (uint)length) || HasRoomForAnother(file, length));
    }

    static bool EndsWith(OpenFile file, long size, uint length)
    {
        Span<byte> last = stackalloc byte[sizeof(uint)];
        return file.Read(last, size - last.Length, out int count) == FileError.None
            && count == last.Length
            && BinaryPrimitives.ReadUInt32LittleEndian(last) == length;
    }

    // Behind a complete member another one may follow; inside one its bytes are data that do not agree with its check sum.
    static bool HasRoomForAnother(OpenFile file, long length)
    {
        byte[] buffer = new byte[64 * 1024];
        using var stream = new GZipStream(new OpenFileStream(file, NextMember), CompressionMode.Decompress);
        try
        {
            long total = 0;
            int count;
            while ((count = stream.Read(buffer)) > 0)
            {
                total += count;
            }

            return total == length + NextMemberLength;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            return false;
        }
    }

    static byte[] Compress(byte[] bytes)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return compressed.ToArray();
    }
}
