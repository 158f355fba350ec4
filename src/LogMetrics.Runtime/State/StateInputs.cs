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
            writer.ULong(file.Identity.Device);
            writer.ULong(file.Identity.Inode);
            writer.Long(file.Identity.BornNanoseconds);
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
    }

    internal static InputCheckpoint Read(ref StateReader reader, bool hasMilestones)
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
            files.Add(ReadFile(ref reader, hasMilestones));
        }

        return new InputCheckpoint
        {
            Logs = logs.MoveToImmutable(),
            LookedThroughNanoseconds = lookedThrough,
            Files = files.DrainToImmutable(),
        };
    }

    static FileCheckpoint ReadFile(ref StateReader reader, bool hasMilestones)
    {
        string name = reader.Text();
        string path = reader.TextOrNull() ?? name;
        var identity = new FileIdentity(reader.ULong(), reader.ULong(), reader.Long());
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
