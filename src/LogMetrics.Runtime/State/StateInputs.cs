using System.Collections.Immutable;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Inputs.Files;

namespace LogMetrics.Runtime.State;

/// <summary>The offsets in a state file.</summary>
static class StateInputs
{
    internal static void Write(StateWriter writer, InputCheckpoint inputs)
    {
        writer.Count(inputs.Logs.Length);
        foreach (string log in inputs.Logs)
        {
            writer.Text(log);
        }

        writer.Long(inputs.LookedThroughNanoseconds);
        writer.Count(inputs.Files.Length);
        foreach (FileCheckpoint file in inputs.Files)
        {
            writer.Text(file.Name);
            writer.TextOrNull(file.Path == file.Name ? null : file.Path);
            Write(writer, file.Identity);
            writer.Long(file.Position);
            writer.Long(file.SizeBytes);
            writer.Long(file.Mark.Position);
            writer.ULong(file.Mark.HeadHash);
            writer.Count(file.Mark.HeadCount);
            writer.Bytes(file.Mark.Tail);
            writer.Count(file.Milestones.Length);
            foreach (Milestone milestone in file.Milestones)
            {
                writer.Long(milestone.Start);
                writer.Long(milestone.Position);
                writer.ULong(milestone.Hash);
            }
        }

        writer.Count(inputs.PassedOver.Length);
        foreach (FileIdentity file in inputs.PassedOver)
        {
            Write(writer, file);
        }
    }

    static void Write(StateWriter writer, in FileIdentity identity)
    {
        writer.ULong(identity.Device);
        writer.ULong(identity.Inode);
        writer.Long(identity.BornNanoseconds);
    }

    static FileIdentity ReadIdentity(ref StateReader reader) => new(reader.ULong(), reader.ULong(), reader.Long());

    /// <param name="reader">Where they are.</param>
    /// <param name="format">Which version of the format that is.</param>
    internal static InputCheckpoint Read(ref StateReader reader, uint format)
    {
        int logCount = reader.Count(1);
        var logs = ImmutableArray.CreateBuilder<string>(logCount);
        for (int i = 0; i < logCount; i++)
        {
            logs.Add(reader.Text());
        }

        long lookedThrough = reader.Long();
        int fileCount = reader.Count(68);
        var files = ImmutableArray.CreateBuilder<FileCheckpoint>(fileCount);
        for (int i = 0; i < fileCount && !reader.HasFailed; i++)
        {
            files.Add(ReadFile(ref reader, hasMilestones: format >= StateFormat.VersionWithMilestones));
        }

        return new InputCheckpoint
        {
            Logs = logs.MoveToImmutable(),
            LookedThroughNanoseconds = lookedThrough,
            Files = files.DrainToImmutable(),
            PassedOver = format >= StateFormat.VersionWithPassedOver ? ReadPassedOver(ref reader) : [],
        };
    }

    static ImmutableArray<FileIdentity> ReadPassedOver(ref StateReader reader)
    {
        int count = reader.Count(24);
        var files = ImmutableArray.CreateBuilder<FileIdentity>(count);
        for (int i = 0; i < count; i++)
        {
            files.Add(ReadIdentity(ref reader));
        }

        return files.MoveToImmutable();
    }

    static FileCheckpoint ReadFile(ref StateReader reader, bool hasMilestones)
    {
        string name = reader.Text();
        string path = reader.TextOrNull() ?? name;
        FileIdentity identity = ReadIdentity(ref reader);
        long position = reader.Long();
        long size = reader.Long();
        long markPosition = reader.Long();
        ulong headHash = reader.ULong();
        int headCount = reader.Count(0);
        ReadOnlySpan<byte> tail = reader.Bytes();
        if (position < 0 || size < 0 || markPosition < tail.Length
            || headCount > ContentMark.MaxHeadBytes || tail.Length > ContentMark.MaxTailBytes)
        {
            reader.Fail();
            tail = [];
        }

        return new FileCheckpoint(name, path, identity, position, size, new ContentMark(markPosition, headHash, headCount, tail))
        {
            Milestones = hasMilestones ? ReadMilestones(ref reader) : [],
        };
    }

    static ImmutableArray<Milestone> ReadMilestones(ref StateReader reader)
    {
        int count = reader.Count(24);
        var milestones = ImmutableArray.CreateBuilder<Milestone>(count);
        for (int i = 0; i < count; i++)
        {
            milestones.Add(new Milestone(reader.Long(), reader.Long(), reader.ULong()));
            if (milestones[i].Start < 0 || milestones[i].Position < milestones[i].Start)
            {
                reader.Fail();
                return [];
            }
        }

        return milestones.MoveToImmutable();
    }
}
