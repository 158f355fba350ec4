using LogMetrics.Runtime.Inputs.Files;

namespace LogMetrics.Tests.Simulation;

/// <summary>The virtual disk as the exporter sees it.</summary>
sealed class VirtualFileSystem(VirtualDisk disk, TimeProvider clock) : FileSystem
{
    internal override TimeProvider Clock => clock;

    internal override long StampNanoseconds(TimeProvider time) => disk.Stamp;

    internal override FileError Stat(string path, out FileStat stat)
    {
        if (disk.Find(path) is { } inode)
        {
            stat = inode.Stat;
            return FileError.None;
        }

        VirtualFolder? folder = disk.FolderOf(path);
        stat = folder is null ? default : new FileStat(default, FileKind.Other, 0, 1, folder.Changed, folder.Changed);
        return folder is null ? FileError.NotFound : FileError.None;
    }

    internal override FileError TryOpen(string path, out OpenFile? file, out FileStat stat)
    {
        if (disk.Find(path) is not { } inode)
        {
            (file, stat) = (null, default);
            return FileError.NotFound;
        }

        (file, stat) = (new VirtualFile(disk, inode), inode.Stat);
        return FileError.None;
    }

    internal override void List(string directory, NameFilter wants, EntryVisitor visit)
    {
        string[] names = [.. disk.FolderOf(directory)?.Entries.Keys.AsEnumerable() ?? []];
        foreach (string name in names.Where(name => wants(name)))
        {
            visit(name, false);
        }
    }

    internal override FileError Probe(string directory) =>
        disk.FolderOf(directory) is null ? FileError.NotFound : FileError.None;

    internal override string TargetOf(string path) => disk.TargetOf(path);

    sealed class VirtualFile : OpenFile
    {
        readonly VirtualDisk _disk;
        readonly VirtualInode _inode;

        internal VirtualFile(VirtualDisk disk, VirtualInode inode)
        {
            _disk = disk;
            _inode = inode;
            VirtualDisk.Open(inode);
        }

        internal override FileError Stat(out FileStat stat)
        {
            stat = _inode.Stat;
            return FileError.None;
        }

        internal override FileError Read(Span<byte> buffer, long offset, out int count)
        {
            ReadOnlySpan<byte> content = _inode.Content;
            content = content[(int)Math.Min(offset, content.Length)..];
            count = Math.Min(buffer.Length, content.Length);
            content[..count].CopyTo(buffer);
            return FileError.None;
        }

        public override void Dispose() => _disk.Close(_inode);
    }
}
