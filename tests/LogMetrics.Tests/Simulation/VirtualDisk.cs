using LogMetrics.Runtime.Inputs.Files;
using LogMetrics.Runtime.State;

namespace LogMetrics.Tests.Simulation;

/// <summary>A disk in memory, as unhelpful as the rules of POSIX allow.</summary>
/// <remarks>The lowest free inode number is given out next, as ext4 does. Stamps move in steps. What is written is in the page
/// cache: it outlives every process, and the machine only when it was synced. Names that change are safe when their folder is
/// synced, or when the journal is written, which says nothing about what is in the files.</remarks>
sealed class VirtualDisk(SimulatedClock clock, TimeSpan stampStep) : SimulatedDisk
{
    readonly Dictionary<string, VirtualFolder> _folders = new(StringComparer.Ordinal)
    {
        ["/sim/log"] = new(),
        ["/sim/links"] = new(),
        ["/sim/state"] = new(),
    };

    readonly PriorityQueue<ulong, ulong> _freeNumbers = new();
    ulong _nextNumber = 10;

    internal override string Root => "/sim";

    internal override FileSystem Files => field ??= new VirtualFileSystem(this, clock);

    /// <summary>The present as files are stamped.</summary>
    internal long Stamp
    {
        get
        {
            long ticks = (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks;
            return (ticks - (ticks % stampStep.Ticks)) * TimeSpan.NanosecondsPerTick;
        }
    }

    internal override StateStorage OpenState() => new VirtualState(this, "/sim/state");

    internal VirtualFolder? FolderOf(ReadOnlySpan<char> path) =>
        _folders.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(path, out VirtualFolder? folder) ? folder : null;

    /// <summary>What has a name; a link is followed.</summary>
    internal VirtualInode? Find(ReadOnlySpan<char> path)
    {
        VirtualInode? inode = FindName(path);
        return inode?.Target is { } target ? Find(target) : inode;
    }

    internal VirtualInode FindOrMake(string path) => Find(path) ?? Make(TargetOf(path), target: null);

    /// <summary>Where a path leads to.</summary>
    internal string TargetOf(string path) => FindName(path)?.Target is { } target ? TargetOf(target) : path;

    internal override void MakeLink(string path, string target) => Make(path, target);

    internal override void AddName(string path, string other) => Name(other, Existing(path));

    internal override Appender OpenToAppend(string path) => new VirtualAppender(this, FindOrMake(path));

    internal override void Rename(string from, string to)
    {
        VirtualInode inode = ExistingName(from);
        if (FindName(to) == inode)
        {
            return;
        }

        Unname(to);
        Name(to, inode);
        Unname(from);
    }

    internal override void Delete(string path)
    {
        ExistingName(path);
        Unname(path);
    }

    internal override void Truncate(string path) => Existing(path).Replace([], Stamp);

    internal override byte[] Read(string path) => Existing(path).Content.ToArray();

    internal override void CopyTime(string from, string to) => Existing(to).Modified = Existing(from).Modified;

    internal static void Open(VirtualInode inode) => inode.Handles++;

    internal void Close(VirtualInode inode)
    {
        inode.Handles--;
        FreeIfGone(inode);
    }

    internal VirtualInode Existing(string path) => Find(path) ?? throw new FileNotFoundException(path);

    internal void SyncFolder(string path) => FolderOf(path)!.Sync();

    internal override void WriteBack(Random random)
    {
        foreach (VirtualFolder folder in _folders.Values)
        {
            folder.Sync();
            foreach (VirtualInode inode in folder.Entries.Values)
            {
                inode.SyncSize();
                if (random.Next(4) == 0)
                {
                    inode.Sync();
                }
            }
        }
    }

    internal override void Crash(Random random)
    {
        foreach (VirtualFolder folder in _folders.Values)
        {
            folder.Crash(Stamp);
        }

        VirtualInode[] left = [.. _folders.Values.SelectMany(folder => folder.Entries.Values).Distinct()];
        Array.ForEach(left, inode => inode.Crash(random));
        HashSet<ulong> used = [.. left.Select(inode => inode.Number)];
        foreach (VirtualInode inode in left)
        {
            inode.Links = _folders.Values.Sum(folder => folder.Entries.Values.Count(entry => entry == inode));
        }

        _freeNumbers.Clear();
        for (ulong number = 10; number < _nextNumber; number++)
        {
            if (!used.Contains(number))
            {
                _freeNumbers.Enqueue(number, number);
            }
        }
    }

    public override void Dispose()
    {
    }

    internal void Name(string path, VirtualInode inode)
    {
        int slash = path.LastIndexOf('/');
        VirtualFolder folder = FolderOf(path.AsSpan(0, slash))!;
        folder.Entries[path[(slash + 1)..]] = inode;
        folder.Changed = inode.Changed = Stamp;
        inode.Links++;
    }

    VirtualInode? FindName(ReadOnlySpan<char> path)
    {
        int slash = path.LastIndexOf('/');
        return FolderOf(path[..slash]) is { } folder
            && folder.Entries.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(path[(slash + 1)..], out VirtualInode? inode)
            ? inode
            : null;
    }

    VirtualInode ExistingName(string path) => FindName(path) ?? throw new FileNotFoundException(path);

    VirtualInode Make(string path, string? target)
    {
        ulong number = _freeNumbers.TryDequeue(out ulong free, out _) ? free : _nextNumber++;
        var inode = new VirtualInode(new FileIdentity(1, number, Stamp)) { Target = target };
        Name(path, inode);
        return inode;
    }

    void Unname(string path)
    {
        int slash = path.LastIndexOf('/');
        VirtualFolder folder = FolderOf(path.AsSpan(0, slash))!;
        if (folder.Entries.Remove(path[(slash + 1)..], out VirtualInode? inode))
        {
            folder.Changed = inode.Changed = Stamp;
            inode.Links--;
            FreeIfGone(inode);
        }
    }

    void FreeIfGone(VirtualInode inode)
    {
        if (inode is { Links: 0, Handles: 0 })
        {
            _freeNumbers.Enqueue(inode.Number, inode.Number);
        }
    }

    sealed class VirtualAppender : Appender
    {
        readonly VirtualDisk _disk;
        readonly VirtualInode _inode;

        internal VirtualAppender(VirtualDisk disk, VirtualInode inode)
        {
            _disk = disk;
            _inode = inode;
            Open(inode);
        }

        internal override void Write(ReadOnlySpan<byte> bytes) => _inode.Append(bytes, _disk.Stamp);

        public override void Dispose() => _disk.Close(_inode);
    }
}

/// <summary>A folder of the virtual disk.</summary>
sealed class VirtualFolder
{
    Dictionary<string, VirtualInode> _safe = [];

    internal Dictionary<string, VirtualInode> Entries { get; private set; } = new(StringComparer.Ordinal);

    internal long Changed { get; set; }

    internal void Sync() => _safe = new(Entries, StringComparer.Ordinal);

    internal void Crash(long now)
    {
        Entries = new(_safe, StringComparer.Ordinal);
        Changed = now;
    }
}
