using System.Globalization;
using LogMetrics.Runtime.State;

namespace LogMetrics.Tests.Simulation;

/// <summary>State files on the virtual disk.</summary>
sealed class VirtualState(VirtualDisk disk, string folder) : StateStorage
{
    internal override string Place => folder;

    internal override IReadOnlyList<long> Sequences() =>
    [
        .. disk.FolderOf(folder)!.Entries.Keys
            .Where(name => name.StartsWith("state-", StringComparison.Ordinal))
            .Select(name => long.Parse(name["state-".Length..], CultureInfo.InvariantCulture)),
    ];

    internal override byte[] Read(long sequence) => disk.Read(PathOf(sequence));

    internal override void Write(long sequence, ReadOnlySpan<byte> bytes)
    {
        string temporary = $"{folder}/state.tmp";
        disk.FindOrMake(temporary).Replace(bytes, disk.Stamp);
        disk.Rename(temporary, PathOf(sequence));
    }

    internal override void Sync(long sequence)
    {
        disk.Existing(PathOf(sequence)).Sync();
        disk.SyncFolder(folder);
    }

    internal override void Delete(long sequence)
    {
        if (disk.Find(PathOf(sequence)) is not null)
        {
            disk.Delete(PathOf(sequence));
        }
    }

    internal override byte[] ReadFence()
    {
        ReadOnlySpan<byte> bytes = disk.FindOrMake($"{folder}/exposed").Content;
        return bytes.ContainsAnyExcept((byte)0) ? bytes.ToArray() : [];
    }

    internal override void WriteFence(ReadOnlySpan<byte> bytes) =>
        disk.FindOrMake($"{folder}/exposed").Replace(bytes, disk.Stamp);

    public override void Dispose()
    {
    }

    string PathOf(long sequence) => string.Create(CultureInfo.InvariantCulture, $"{folder}/state-{sequence}");
}
