namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>Linux error numbers, as far as they make a difference.</summary>
static class LinuxErrors
{
    internal const int Interrupted = 4;

    internal static FileError FromNumber(int number) => number switch
    {
        2 or 20 => FileError.NotFound, // ENOENT, ENOTDIR
        1 or 13 => FileError.PermissionDenied, // EPERM, EACCES
        6 or 21 => FileError.NotRegular, // ENXIO (a pipe or device without the other side), EISDIR
        23 or 24 => FileError.TooManyOpenFiles, // ENFILE, EMFILE
        40 => FileError.LinkLoop, // ELOOP
        116 => FileError.Stale, // ESTALE
        _ => FileError.InputOutput,
    };

    // .NET puts the error number into HResult where it has no exception of its own for it.
    internal static FileError FromException(IOException exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => FileError.NotFound,
        _ when OperatingSystem.IsLinux() && exception.HResult is > 0 and < 256 => FromNumber(exception.HResult),
        _ => FileError.InputOutput,
    };
}
