using System.Buffers.Binary;
using System.Text;

namespace LogMetrics.Runtime.State;

/// <summary>Numbers and texts → bytes, little-endian; grows as it must.</summary>
sealed class StateWriter
{
    byte[] _bytes = new byte[64 * 1024];

    /// <summary>How many bytes there are.</summary>
    internal int Length { get; private set; }

    /// <summary>What was written; valid until more is.</summary>
    internal Span<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>The same, to be kept when nothing more is written.</summary>
    internal ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, Length);

    internal void Byte(byte value) => Room(1)[0] = value;

    internal void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    internal void UInt(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Room(sizeof(uint)), value);

    internal void ULong(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Room(sizeof(ulong)), value);

    internal void Long(long value) => BinaryPrimitives.WriteInt64LittleEndian(Room(sizeof(long)), value);

    internal void Double(double value) => Long(BitConverter.DoubleToInt64Bits(value));

    /// <summary>A length or a number of things: one byte when it is small.</summary>
    internal void Count(int value)
    {
        uint rest = (uint)value;
        while (rest >= 0x80)
        {
            Byte((byte)(rest | 0x80));
            rest >>= 7;
        }

        Byte((byte)rest);
    }

    internal void Bytes(ReadOnlySpan<byte> value)
    {
        Count(value.Length);
        value.CopyTo(Room(value.Length));
    }

    internal void Text(string value)
    {
        int length = Encoding.UTF8.GetByteCount(value);
        Count(length);
        Encoding.UTF8.GetBytes(value, Room(length));
    }

    /// <summary>A text that may be missing.</summary>
    internal void TextOrNull(string? value)
    {
        Flag(value is not null);
        if (value is not null)
        {
            Text(value);
        }
    }

    Span<byte> Room(int count)
    {
        if (_bytes.Length - Length < count)
        {
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, checked(Length + count)));
        }

        Length += count;
        return _bytes.AsSpan(Length - count, count);
    }
}
