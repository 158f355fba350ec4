using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using LogMetrics.Runtime.Inputs.Files.Compression;

namespace LogMetrics.Tests.Runtime.Inputs.Files.Compression;

/// <summary>Files of Zstandard frames, as its library writes them and as nobody would.</summary>
static class Zstd
{
    /// <summary>The byte that says how large a window of eight megabytes is, the most that every reader allows.</summary>
    internal const byte EightMegabytes = (23 - 10) << 3;

    const string Library = "libzstd.so.1";

    internal static void SkipUnlessInstalled() =>
        Assert.SkipUnless(ZstandardLibrary.OfThisSystem is not null, "libzstd is not installed");

    internal static byte[] Compress(string text, int level = 3) => Compress(Encoding.UTF8.GetBytes(text), level);

    internal static byte[] Compress(byte[] bytes, int level = 3)
    {
        byte[] target = new byte[(int)Bound((nuint)bytes.Length)];
        nuint count = Compress(target, (nuint)target.Length, bytes, (nuint)bytes.Length, level);
        return target[..(int)count];
    }

    /// <summary>A frame of blocks that each say: this byte, so many times.</summary>
    internal static byte[] Runs(byte value, int count, int length, byte window = EightMegabytes)
    {
        var frame = new List<byte>([0x28, 0xB5, 0x2F, 0xFD, 0, window]);
        Span<byte> header = stackalloc byte[4];
        for (int i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(header, (length << 3) | (1 << 1) | (i == count - 1 ? 1 : 0));
            frame.AddRange([header[0], header[1], header[2], value]);
        }

        return [.. frame];
    }

    [DllImport(Library, EntryPoint = "ZSTD_compressBound")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern nuint Bound(nuint size);

    [DllImport(Library, EntryPoint = "ZSTD_compress")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern nuint Compress(byte[] target, nuint capacity, byte[] source, nuint size, int level);
}
