using System.Buffers.Binary;
using System.Numerics;

namespace LogMetrics.Runtime.State;

/// <summary>CRC-32C (Castagnoli): finds every burst of errors up to 32 bits, and processors compute it.</summary>
static class Crc32C
{
    internal static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (byte value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}
