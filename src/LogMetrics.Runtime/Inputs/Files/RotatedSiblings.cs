namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>The files with rotated names beside logs, while rotation goes on.</summary>
sealed class RotatedSiblings(FileSystem files)
{
    // Where a thousand logs lie in one folder, and some of them are rotated in every turn, listing it for each is most of the work.
    readonly Dictionary<string, List<string>> _listed = new(StringComparer.Ordinal);

    /// <summary>All logs were looked at: folders are listed anew, once for all of them.</summary>
    internal void BeginTurn() => _listed.Clear();

    /// <summary>Their paths at this moment.</summary>
    internal IEnumerable<string> Paths(IReadOnlyList<string> logs) =>
        logs.Count == 1 ? Paths(logs[0]) : logs.DistinctBy(files.TargetOf).SelectMany(Paths);

    /// <summary>The same for one log.</summary>
    internal List<string> Paths(string log)
    {
        // Of a folder with thousands of logs, only the names of one family become strings.
        (string directory, string name) = PlaceOf(log);
        var paths = new List<string>();
        files.List(
            directory,
            entry => RotatedName.IsOf(entry, name),
            (entry, _) => paths.Add(FileGlob.Join(directory, entry.ToString())));
        return paths;
    }

    /// <summary>What they are at this moment.</summary>
    /// <param name="logs">The log's paths.</param>
    /// <param name="hasMoved">Whether names were given to other files meanwhile: then some may be missing.</param>
    internal List<(string Path, FileStat Stat)> Look(IReadOnlyList<string> logs, out bool hasMoved)
    {
        List<string> paths = [.. Paths(logs)];
        List<(string Path, FileStat Stat)> found = Look(paths, out hasMoved);

        // One may have got a name that was not there: then all the others are what they were.
        hasMoved = hasMoved || HasMoved(found) || !paths.SequenceEqual(Paths(logs));
        return found;
    }

    /// <summary>What they are, by names that were listed since the turn began.</summary>
    /// <param name="log">The log's path.</param>
    /// <param name="named">The file that the path was found to name after the turn began; the default for none. As long as it does,
    /// the log was not rotated since.</param>
    /// <param name="hasMoved">As above.</param>
    internal List<(string Path, FileStat Stat)> LookListed(string log, in FileIdentity named, out bool hasMoved)
    {
        List<(string Path, FileStat Stat)> found = Look(Listed(log), out hasMoved);
        files.Stat(log, out FileStat stat);
        hasMoved = hasMoved || stat.Identity != named || HasMoved(found);
        return found;
    }

    /// <summary>Where a file is now; null when it has no rotated name.</summary>
    /// <param name="logs">The paths of its log.</param>
    /// <param name="identity">The file.</param>
    /// <param name="stat">What it is, when it was found.</param>
    /// <param name="hasMoved">Whether names moved while it was looked for: then it may be there although it was not found.</param>
    internal string? Find(IReadOnlyList<string> logs, FileIdentity identity, out FileStat stat, out bool hasMoved)
    {
        hasMoved = false;
        (string Path, FileStat Stat) found = logs.SelectMany(log => Look(Listed(log), out _)).FirstOrDefault(IsIt);
        if (found.Path is null)
        {
            found = Look(logs, out hasMoved).Find(IsIt);
        }

        stat = found.Stat;
        return found.Path;

        bool IsIt((string Path, FileStat Stat) sibling) => sibling.Stat.Identity == identity;
    }

    List<(string Path, FileStat Stat)> Look(List<string> paths, out bool hasMoved)
    {
        var found = new List<(string Path, FileStat Stat)>();
        hasMoved = false;
        foreach (string path in paths)
        {
            FileError error = files.Stat(path, out FileStat stat);
            hasMoved |= error == FileError.NotFound;
            if (error == FileError.None)
            {
                found.Add((path, stat));
            }
        }

        return found;
    }

    bool HasMoved(List<(string Path, FileStat Stat)> found) => found.Exists(
        sibling => files.Stat(sibling.Path, out FileStat now) != FileError.None || now.Identity != sibling.Stat.Identity);

    List<string> Listed(string log)
    {
        (string directory, string name) = PlaceOf(log);
        if (!_listed.TryGetValue(directory, out List<string>? entries))
        {
            entries = files.Names(directory);
            _listed.Add(directory, entries);
        }

        return [.. entries.Where(entry => RotatedName.IsOf(entry, name)).Select(entry => FileGlob.Join(directory, entry))];
    }

    // Rotated files lie beside the file, not beside links to it. So the kubelet has it.
    (string Directory, string Name) PlaceOf(string path)
    {
        string log = files.TargetOf(path);
        return (Path.GetDirectoryName(log) ?? "/", Path.GetFileName(log));
    }
}
