using System.Collections.Immutable;

namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>Files beside logs that were left alone, and that have stamps which the clock, since it was set back, has not come to yet.</summary>
/// <remarks>What lies beside a log and was made after one looked at it is read. By its stamp alone, such a file is one of those
/// when the clock comes to it again. So it is remembered which files were there.</remarks>
sealed class PassedOverFiles(FileSystem files, TailTable tails)
{
    // Where copies are in the making, files count as not seen since before they were made; longer than that takes no copy.
    const long LongestLag = 300_000_000_000;

    readonly HashSet<FileIdentity> _files = [];
    long _lookedAt;

    /// <summary>All of them, in a form that other threads may keep.</summary>
    internal ImmutableArray<FileIdentity> All { get; private set; } = [];

    /// <summary>Whether a file is one of them.</summary>
    internal bool Contains(in FileIdentity file) => _files.Contains(file);

    /// <summary>Goes on with those that an earlier process knew.</summary>
    /// <param name="passedOver">The files.</param>
    /// <param name="utcNanoseconds">When that process looked last.</param>
    internal void Resume(ImmutableArray<FileIdentity> passedOver, long utcNanoseconds)
    {
        _lookedAt = utcNanoseconds;
        _files.UnionWith(passedOver);
        All = passedOver;
    }

    /// <summary>All logs were looked at, and what was to be read beside them is followed.</summary>
    /// <param name="utcNanoseconds">When that was, on the clock that stamps files.</param>
    /// <param name="logs">Their paths.</param>
    internal void NoteLook(long utcNanoseconds, IEnumerable<string> logs)
    {
        bool isSetBack = utcNanoseconds < _lookedAt;
        if (isSetBack)
        {
            foreach (IGrouping<string?, string> folder in logs.Select(files.TargetOf).Distinct().GroupBy(Path.GetDirectoryName))
            {
                Add(folder.Key ?? "/", [.. folder], utcNanoseconds, _lookedAt);
            }
        }

        _lookedAt = utcNanoseconds;
        int passed = _files.RemoveWhere(file => file.BornNanoseconds != 0 && file.BornNanoseconds < utcNanoseconds - LongestLag);
        if (isSetBack || passed > 0)
        {
            All = [.. _files];
        }
    }

    // What was compressed while one looked was read before. Anything else may have been made since the last look.
    void Add(string folder, string[] logs, long from, long lookedAt)
    {
        foreach (string path in files.Names(folder).Select(name => FileGlob.Join(folder, name)))
        {
            bool isArchive = Array.Exists(logs, log => RotationFamily.IsArchiveOf(path, log));
            if ((isArchive || Array.Exists(logs, log => RotatedName.IsOf(path, log)))
                && files.Stat(path, out FileStat stat) == FileError.None
                && stat.IsRegular
                && stat.FirstStampNanoseconds >= from
                && (isArchive || stat.FirstStampNanoseconds < lookedAt)
                && tails.Find(stat.Identity) is null)
            {
                _files.Add(stat.Identity);
            }
        }
    }
}
