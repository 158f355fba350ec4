using Microsoft.Extensions.FileSystemGlobbing;

namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>A path or a glob, and the paths that it stands for at the moment.</summary>
sealed class FileGlob
{
    readonly string[] _names;
    readonly GlobSegment[] _segments;
    readonly Matcher? _deepMatcher;
    readonly Dictionary<string, ListedDirectory> _listed = new(StringComparer.Ordinal);
    volatile bool _hasMatches;
    volatile FileError _obstacle;

    FileGlob(string text, string[] names, GlobSegment[] segments)
    {
        Text = text;
        _names = names;
        _segments = segments;
        IsLiteral = Array.TrueForAll(segments, segment => segment.IsLiteral);
        int folderCount = IsLiteral ? Math.Max(0, names.Length - 1) : Array.FindIndex(segments, segment => !segment.IsLiteral);
        Folder = "/" + string.Join('/', names[..folderCount]);
        if (names.Contains("**"))
        {
            _deepMatcher = new Matcher(StringComparison.Ordinal);
            _deepMatcher.AddInclude(string.Join('/', names[folderCount..]));
        }
    }

    /// <summary>The glob, made absolute.</summary>
    internal string Text { get; }

    /// <summary>Whether it is one path.</summary>
    internal bool IsLiteral { get; }

    /// <summary>Where the search starts: everything before the first segment that is not literal, or before the name.</summary>
    internal string Folder { get; }

    /// <summary>Why <see cref="Folder"/> could not be searched when it was last asked and found nothing.</summary>
    internal FileError Obstacle => _obstacle;

    /// <summary>Whether it stood for some path when it was last asked.</summary>
    internal bool HasMatches => _hasMatches;

    /// <summary>Reads a glob.</summary>
    /// <param name="text">Absolute, or relative to the directory.</param>
    /// <param name="directory">An absolute path.</param>
    /// <param name="problem">What is wrong with it, in words.</param>
    /// <returns>Null when it is malformed.</returns>
    internal static FileGlob? Parse(string text, string directory, out string problem)
    {
        problem = "";
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            problem = "a path cannot contain a NUL character";
            return null;
        }

        string absolute = Path.GetFullPath(text, directory).Replace('\\', OperatingSystem.IsWindows() ? '/' : '\\');
        string[] names = absolute.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var segments = new GlobSegment[names.Length];
        for (int index = 0; index < names.Length; index++)
        {
            if (GlobSegment.Parse(names[index]) is not { } segment)
            {
                problem = $"bad pattern `{names[index]}`: a class needs members and a `]`, and a `\\` something behind it";
                return null;
            }

            segments[index] = segment;
        }

        if (names.Contains("**") && names.Any(name => name.AsSpan().IndexOfAny("?[\\") >= 0))
        {
            problem = "`?`, `[…]` and `\\` cannot stand in a glob with `**`; use `*`";
            return null;
        }

        return new FileGlob(absolute, names, segments);
    }

    /// <summary>Whether a path is one that it stands for, whatever the file system has.</summary>
    internal bool IsMatch(string path)
    {
        if (_deepMatcher is not null)
        {
            return _deepMatcher.Match(Folder, path).HasMatches;
        }

        string[] names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (names.Length != _segments.Length)
        {
            return false;
        }

        for (int i = 0; i < names.Length; i++)
        {
            if (!_segments[i].IsMatch(names[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Adds the paths that match at the moment to those known, and lists those that were not. A literal path is one
    /// whether there is such a file or not.</summary>
    internal void FindNew(HashSet<string> known, List<string> found, FileSystem files)
    {
        int before = found.Count;
        _hasMatches = false;
        if (IsLiteral)
        {
            AddNew(Text, known, found);
        }
        else if (_deepMatcher is not null)
        {
            foreach (FilePatternMatch match in _deepMatcher.Execute(new GlobDirectory(Folder, files)).Files)
            {
                AddNew(Join(Folder, match.Path), known, found);
            }
        }
        else
        {
            Descend("/", 0, known, found, files);
        }

        _obstacle = _hasMatches ? FileError.None : files.Probe(Folder);
        found.Sort(before, found.Count - before, StringComparer.Ordinal);
    }

    void Descend(string directory, int depth, HashSet<string> known, List<string> found, FileSystem files)
    {
        while (depth < _names.Length - 1 && _segments[depth].IsLiteral)
        {
            directory = Join(directory, _names[depth++]);
        }

        if (depth < _names.Length - 1)
        {
            foreach (string name in Directories(directory, _segments[depth], files))
            {
                Descend(Join(directory, name), depth + 1, known, found, files);
            }
        }
        else if (!_segments[depth].IsLiteral)
        {
            if (!_listed.TryGetValue(directory, out ListedDirectory? listed))
            {
                _listed.Add(directory, listed = new ListedDirectory());
            }

            if (listed.HasToBeListed(directory, files))
            {
                listed.HasMatches = AddNewFiles(directory, _segments[depth], known, found, files);
            }

            _hasMatches |= listed.HasMatches;
        }
        else if (files.Stat(Join(directory, _names[depth]), out FileStat stat) == FileError.None && stat.Kind != FileKind.Other)
        {
            AddNew(Join(directory, _names[depth]), known, found);
        }
    }

    static List<string> Directories(string directory, GlobSegment segment, FileSystem files)
    {
        var names = new List<string>();
        files.List(directory, segment.IsMatch, (name, isDirectory) =>
        {
            if (isDirectory)
            {
                names.Add(name.ToString());
            }
        });
        return names;
    }

    // Directories are listed again and again; a path that is known costs no string. Whether there is any, known or not.
    static bool AddNewFiles(string directory, GlobSegment segment, HashSet<string> known, List<string> found, FileSystem files)
    {
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup = known.GetAlternateLookup<ReadOnlySpan<char>>();
        char[] path = new char[directory.Length + 1 + 255];
        int start = Join(directory, "").Length;
        Join(directory, "").CopyTo(path);
        bool hasMatches = false;
        files.List(directory, segment.IsMatch, (name, isDirectory) =>
        {
            if (!isDirectory)
            {
                hasMatches = true;
                name.CopyTo(path.AsSpan(start));
                ReadOnlySpan<char> entry = path.AsSpan(0, start + name.Length);
                if (!lookup.Contains(entry))
                {
                    string newPath = entry.ToString();
                    known.Add(newPath);
                    found.Add(newPath);
                }
            }
        });
        return hasMatches;
    }

    void AddNew(string path, HashSet<string> known, List<string> found)
    {
        _hasMatches = true;
        if (known.Add(path))
        {
            found.Add(path);
        }
    }

    internal static string Join(string directory, string name) => directory.EndsWith('/') ? directory + name : $"{directory}/{name}";
}
