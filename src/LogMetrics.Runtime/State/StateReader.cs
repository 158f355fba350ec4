using System.Buffers.Binary;
using System.Text;

namespace LogMetrics.Runtime.State;

/// <summary>Bytes → numbers and texts. What is not there reads as nothing, and is noted.</summary>
/// <remarks>The checksum says that the bytes are those that were written; that they mean something is asked all the same,
/// because a state must never bring the process down.</remarks>
ref struct StateReader(ReadOnlySpan<byte> bytes)
{
    ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Whether something was read that is not there, or cannot be meant.</summary>
    internal bool HasFailed { get; private set; }

    /// <summary>How many bytes are left.</summary>
    internal readonly int Remaining => _rest.Length;

    internal void Fail()
    {
        HasFailed = true;
        _rest = [];
    }

    internal byte Byte()
    {
        ReadOnlySpan<byte> taken = Take(1);
        return taken.IsEmpty ? (byte)0 : taken[0];
    }

    internal bool Flag()
    {
        byte value = Byte();
        if (value > 1)
        {
            Fail();
        }

        return value == 1;
    }

    internal uint UInt()
    {
        ReadOnlySpan<byte> taken = Take(sizeof(uint));
        return taken.IsEmpty ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(taken);
    }

    internal ulong ULong() => (ulong)Long();

    internal long Long()
    {
        ReadOnlySpan<byte> taken = Take(sizeof(long));
        return taken.IsEmpty ? 0 : BinaryPrimitives.ReadInt64LittleEndian(taken);
    }

    internal double Double() => BitConverter.Int64BitsToDouble(Long());

    /// <summary>A number of things that take at least so many bytes each, so that it cannot be more than can be there.</summary>
    internal int Count(int bytesOfEach)
    {
        ulong value = 0;
        int shift = 0;
        byte part;
        do
        {
            part = Byte();
            value |= (ulong)(part & 0x7F) << shift;
            shift += 7;
        }
        while (part >= 0x80 && shift < 35);

        if (part >= 0x80 || value * (ulong)bytesOfEach > (ulong)_rest.Length)
        {
            Fail();
            return 0;
        }

        return (int)value;
    }

    internal ReadOnlySpan<byte> Bytes() => Take(Count(1));

    internal string Text() => Encoding.UTF8.GetString(Bytes());

    internal string? TextOrNull() => Flag() ? Text() : null;

    ReadOnlySpan<byte> Take(int count)
    {
        if (_rest.Length < count)
        {
            Fail();
            return [];
        }

        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
