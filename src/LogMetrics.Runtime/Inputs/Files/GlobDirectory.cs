using Microsoft.Extensions.FileSystemGlobbing.Abstractions;

namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>A directory as a glob with <c>**</c> walks it: links to directories are not followed, so that it always comes to
/// an end, and directories that may not be read are empty.</summary>
sealed class GlobDirectory(string path, FileSystem files) : DirectoryInfoBase
{
    /// <inheritdoc/>
    public override string Name => Path.GetFileName(path);

    /// <inheritdoc/>
    public override string FullName => path;

    /// <inheritdoc/>
    public override DirectoryInfoBase? ParentDirectory =>
        Path.GetDirectoryName(path) is { } parent ? new GlobDirectory(parent, files) : null;

    /// <inheritdoc/>
    public override IEnumerable<FileSystemInfoBase> EnumerateFileSystemInfos()
    {
        var entries = new List<(string Path, bool IsDirectory)>();
        files.List(
            path,
            static _ => true,
            (name, isDirectory) => entries.Add((FileGlob.Join(path, name.ToString()), isDirectory)));
        foreach ((string entry, bool isDirectory) in entries)
        {
            if (!isDirectory)
            {
                yield return new GlobFile(entry, files);
            }
            else if (files.TargetOf(entry) == entry)
            {
                yield return new GlobDirectory(entry, files);
            }
        }
    }

    /// <inheritdoc/>
    public override DirectoryInfoBase GetDirectory(string path1) => new GlobDirectory(Path.Combine(path, path1), files);

    /// <inheritdoc/>
    public override FileInfoBase GetFile(string path1) => new GlobFile(Path.Combine(path, path1), files);

    sealed class GlobFile(string path, FileSystem files) : FileInfoBase
    {
        public override string Name => Path.GetFileName(path);

        public override string FullName => path;

        public override DirectoryInfoBase? ParentDirectory =>
            Path.GetDirectoryName(path) is { } parent ? new GlobDirectory(parent, files) : null;
    }
}
