using LogMetrics.Configuration;

namespace LogMetrics.Hosting;

/// <summary>Which files are programs: the files that were named, and the <c>*.mtail</c> files of the folders that were.</summary>
/// <remarks>Folders are not descended into, and names that start with a dot are left out: the mount of a ConfigMap keeps its
/// older contents in such folders, and editors their backups.</remarks>
static class ProgramFiles
{
    /// <summary>The ending that makes a file of a folder a program.</summary>
    public const string Extension = ".mtail";

    /// <summary>The most bytes a program may have: far more than people write, and little enough to compile.</summary>
    public const long MaxBytes = 16 * 1024 * 1024;

    /// <summary>The paths of all programs; those of a folder by name. A file that is found twice is there once.</summary>
    /// <exception cref="CommandFailedException">A path does not exist, or a folder cannot be listed.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> paths)
    {
        var files = new List<string>();
        foreach (string path in paths)
        {
            foreach (string file in FindIn(path))
            {
                if (!files.Contains(file))
                {
                    files.Add(file);
                }
            }
        }

        return files;
    }

    static IEnumerable<string> FindIn(string path)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        if (!Directory.Exists(path))
        {
            if (IsOutOfReach(path))
            {
                throw new CommandFailedException(ExitCode.Usage, $"{path}: permission denied; let this user enter the folder");
            }

            throw new CommandFailedException(ExitCode.Usage, $"{path}: no such file or folder; name a program or a folder with *{Extension} files");
        }

        try
        {
            return Directory.EnumerateFiles(path)
                .Where(file => Path.GetFileName(file) is ['.', ..] is false && file.EndsWith(Extension, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal);
        }
        catch (UnauthorizedAccessException)
        {
            throw new CommandFailedException(ExitCode.Usage, $"{path}: permission denied; let this user list the folder");
        }
        catch (IOException exception)
        {
            throw new CommandFailedException(ExitCode.Usage, $"{path}: {exception.Message}");
        }
    }

    // Asking whether something is there answers no when a folder above it may not be entered.
    static bool IsOutOfReach(string path)
    {
        try
        {
            File.GetAttributes(path);
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
