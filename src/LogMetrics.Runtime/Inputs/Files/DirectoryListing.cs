using System.IO.Enumeration;

namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>What is in a directory. One that is missing or may not be read holds nothing, for the time being.</summary>
static class DirectoryListing
{
    static readonly EnumerationOptions EveryEntry = new()
    {
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = true,
        ReturnSpecialDirectories = false,
    };

    /// <summary>The names of the directories in it that match.</summary>
    internal static string[] Directories(string directory, GlobSegment segment) => List(
        directory,
        (ref FileSystemEntry entry) => segment.IsMatch(entry.FileName) && entry.IsDirectory,
        (ref FileSystemEntry entry) => entry.FileName.ToString());

    /// <summary>Adds the paths of the other entries that match to those known, and lists those that were not.</summary>
    /// <remarks>Directories are listed again and again; what is known costs no string.</remarks>
    /// <returns>Whether there is any, known or not.</returns>
    internal static bool AddNewFiles(string directory, GlobSegment segment, HashSet<string> known, List<string> found)
    {
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup = known.GetAlternateLookup<ReadOnlySpan<char>>();
        char[] path = new char[directory.Length + 1 + 255];
        int start = FileGlob.Join(directory, "").Length;
        FileGlob.Join(directory, "").CopyTo(path);
        bool hasMatches = false;
        string[] paths = List(
            directory,
            (ref FileSystemEntry entry) =>
            {
                if (!segment.IsMatch(entry.FileName) || entry.IsDirectory)
                {
                    return false;
                }

                hasMatches = true;
                entry.FileName.CopyTo(path.AsSpan(start));
                return !lookup.Contains(path.AsSpan(0, start + entry.FileName.Length));
            },
            (ref FileSystemEntry entry) => FileGlob.Join(directory, entry.FileName.ToString()));
        foreach (string newPath in paths)
        {
            known.Add(newPath);
            found.Add(newPath);
        }

        return hasMatches;
    }

    /// <summary>Why a directory cannot be listed.</summary>
    internal static FileError Probe(string directory)
    {
        try
        {
            using IEnumerator<string> entries = Directory.EnumerateFileSystemEntries(directory).GetEnumerator();
            entries.MoveNext();
            return FileError.None;
        }
        catch (UnauthorizedAccessException)
        {
            return FileError.PermissionDenied;
        }
        catch (IOException exception)
        {
            return exception is DirectoryNotFoundException || File.Exists(directory) ? FileError.NotFound : FileError.InputOutput;
        }
    }

    /// <summary>The names of all entries.</summary>
    internal static string[] Names(string directory) => List(
        directory, (ref FileSystemEntry _) => true, (ref FileSystemEntry entry) => entry.FileName.ToString());

    static string[] List(
        string directory,
        FileSystemEnumerable<string>.FindPredicate predicate,
        FileSystemEnumerable<string>.FindTransform transform)
    {
        try
        {
            var entries = new FileSystemEnumerable<string>(directory, transform, EveryEntry)
            {
                ShouldIncludePredicate = predicate,
            };
            return [.. entries];
        }
        catch (IOException)
        {
            return [];
        }
        catch (UnauthorizedAccessException)
        {
            return [];
        }
    }
}
