using System.Buffers.Binary;
using System.Collections.Immutable;

namespace LogMetrics.Runtime.State;

/// <summary>A state file, byte by byte: a header, a body, and a checksum for each.</summary>
/// <remarks>
/// <code>
///  0  8  magic
///  8  4  format version, so that an older LogMetrics refuses what it cannot understand
/// 12  4  flags: 1 = the process ended in order after this
/// 16  8  number of the file
/// 24  8  when it was saved, in nanoseconds since 1970
/// 32  8  length of the body
/// 40  4  CRC-32C of the bytes before
/// 44  n  body: <see cref="StateInputs"/>, <see cref="StateFamilies"/>
///     4  CRC-32C of the body
/// </code>
/// Numbers are little-endian; texts are UTF-8 behind their length.
/// </remarks>
static class StateFormat
{
    internal const uint Version = 3;
    internal const int HeaderBytes = 44;

    // The first that has milestones.
    internal const uint VersionWithMilestones = 2;

    // The first that has the files that were passed over.
    internal const uint VersionWithPassedOver = 3;

    const uint FinalFlag = 1;

    static ReadOnlySpan<byte> Magic => "LMSTATE\n"u8;

    /// <summary>The bytes of a file.</summary>
    internal static ReadOnlyMemory<byte> Encode(StateImage image)
    {
        var writer = new StateWriter();
        foreach (byte value in Magic)
        {
            writer.Byte(value);
        }

        writer.UInt(Version);
        writer.UInt(image.IsFinal ? FinalFlag : 0);
        writer.Long(image.Sequence);
        writer.Long(image.SavedNanoseconds);
        writer.Long(0);
        writer.UInt(0);
        WriteBody(writer, image);
        Span<byte> bytes = writer.Written;
        BinaryPrimitives.WriteInt64LittleEndian(bytes[32..], bytes.Length - HeaderBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[40..], Crc32C.Of(bytes[..40]));
        writer.UInt(Crc32C.Of(bytes[HeaderBytes..]));
        return writer.WrittenMemory;
    }

    /// <summary>Reads a file; never throws, whatever the bytes are.</summary>
    /// <returns>Null when it cannot be used.</returns>
    internal static StateImage? Decode(ReadOnlySpan<byte> bytes, out StateProblem problem)
    {
        problem = ProblemOf(bytes);
        if (problem != StateProblem.None)
        {
            return null;
        }

        var header = new StateReader(bytes[12..40]);
        uint flags = header.UInt();
        long sequence = header.Long();
        long saved = header.Long();
        var body = new StateReader(bytes[HeaderBytes..^sizeof(uint)]);
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        StateImage image = ReadBody(ref body, version, sequence, saved, flags == FinalFlag);
        problem = body.HasFailed || body.Remaining > 0 || flags > FinalFlag ? StateProblem.Damaged : StateProblem.None;
        return problem == StateProblem.None ? image : null;
    }

    static StateProblem ProblemOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderBytes + sizeof(uint))
        {
            return bytes.StartsWith(Magic) || bytes.IsEmpty ? StateProblem.Damaged : StateProblem.Foreign;
        }

        if (!bytes.StartsWith(Magic))
        {
            return StateProblem.Foreign;
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[40..]) != Crc32C.Of(bytes[..40]))
        {
            return StateProblem.Damaged;
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) > Version)
        {
            return StateProblem.Newer;
        }

        ReadOnlySpan<byte> body = bytes[HeaderBytes..^sizeof(uint)];
        return BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]) == body.Length
            && BinaryPrimitives.ReadUInt32LittleEndian(bytes[^sizeof(uint)..]) == Crc32C.Of(body)
            ? StateProblem.None
            : StateProblem.Damaged;
    }

    static void WriteBody(StateWriter writer, StateImage image)
    {
        writer.Text(image.Version);
        writer.Text(image.Boot);
        writer.Count(image.Programs.Length);
        foreach ((string name, ulong hash) in image.Programs)
        {
            writer.Text(name);
            writer.ULong(hash);
        }

        StateInputs.Write(writer, image.Inputs);
        StateFamilies.Write(writer, image.Metrics);
    }

    static StateImage ReadBody(ref StateReader reader, uint format, long sequence, long saved, bool isFinal)
    {
        string version = reader.Text();
        string boot = reader.Text();
        int count = reader.Count(9);
        var programs = ImmutableArray.CreateBuilder<(string, ulong)>(count);
        for (int i = 0; i < count; i++)
        {
            programs.Add((reader.Text(), reader.ULong()));
        }

        return new StateImage
        {
            Sequence = sequence,
            SavedNanoseconds = saved,
            IsFinal = isFinal,
            Version = version,
            Boot = boot,
            Programs = programs.MoveToImmutable(),
            Inputs = StateInputs.Read(ref reader, format),
            Metrics = StateFamilies.Read(ref reader),
        };
    }
}
