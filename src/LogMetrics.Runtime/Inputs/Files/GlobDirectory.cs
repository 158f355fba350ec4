using Microsoft.Extensions.FileSystemGlobbing.Abstractions;

namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>A directory as a glob with <c>**</c> walks it: links to directories are not followed, so that it always comes to
/// an end, and directories that may not be read are empty.</summary>
sealed class GlobDirectory(string path) : DirectoryInfoBase
{
    /// <inheritdoc/>
    public override string Name => Path.GetFileName(path);

    /// <inheritdoc/>
    public override string FullName => path;

    /// <inheritdoc/>
    public override DirectoryInfoBase? ParentDirectory =>
        Path.GetDirectoryName(path) is { } parent ? new GlobDirectory(parent) : null;

    /// <inheritdoc/>
    public override IEnumerable<FileSystemInfoBase> EnumerateFileSystemInfos()
    {
        foreach (string name in DirectoryListing.Names(path))
        {
            string entry = FileGlob.Join(path, name);
            FileAttributes attributes = AttributesOf(entry);
            if ((attributes & FileAttributes.Directory) == 0)
            {
                yield return new GlobFile(entry);
            }
            else if ((attributes & FileAttributes.ReparsePoint) == 0)
            {
                yield return new GlobDirectory(entry);
            }
        }
    }

    /// <inheritdoc/>
    public override DirectoryInfoBase GetDirectory(string path1) => new GlobDirectory(Path.Combine(path, path1));

    /// <inheritdoc/>
    public override FileInfoBase GetFile(string path1) => new GlobFile(Path.Combine(path, path1));

    static FileAttributes AttributesOf(string entry)
    {
        try
        {
            return File.GetAttributes(entry);
        }
        catch (IOException)
        {
            return FileAttributes.None;
        }
        catch (UnauthorizedAccessException)
        {
            return FileAttributes.None;
        }
    }

    sealed class GlobFile(string path) : FileInfoBase
    {
        public override string Name => Path.GetFileName(path);

        public override string FullName => path;

        public override DirectoryInfoBase? ParentDirectory =>
            Path.GetDirectoryName(path) is { } parent ? new GlobDirectory(parent) : null;
    }
}
