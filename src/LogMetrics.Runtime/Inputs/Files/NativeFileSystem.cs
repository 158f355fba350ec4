using System.IO.Enumeration;

namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>What .NET does alike for directories and links on every system.</summary>
abstract class NativeFileSystem : FileSystem
{
    static readonly EnumerationOptions EveryEntry = new()
    {
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = true,
        ReturnSpecialDirectories = false,
    };

    /// <inheritdoc/>
    internal sealed override void List(string directory, NameFilter wants, EntryVisitor visit)
    {
        try
        {
            // All is done where entries are asked for, so that those that nobody wants cost no string.
            var entries = new FileSystemEnumerable<bool>(directory, static (ref FileSystemEntry _) => true, EveryEntry)
            {
                ShouldIncludePredicate = (ref FileSystemEntry entry) =>
                {
                    if (wants(entry.FileName))
                    {
                        visit(entry.FileName, entry.IsDirectory);
                    }

                    return false;
                },
            };
            using IEnumerator<bool> none = entries.GetEnumerator();
            none.MoveNext();
        }
        catch (IOException)
        {
        }
        catch (UnauthorizedAccessException)
        {
        }
    }

    /// <inheritdoc/>
    internal sealed override FileError Probe(string directory)
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

    /// <inheritdoc/>
    internal sealed override string TargetOf(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return path;
        }
    }
}
