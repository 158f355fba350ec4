namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>Why a call on a file failed, as far as it makes a difference.</summary>
enum FileError
{
    /// <summary>It did not.</summary>
    None,

    /// <summary>There is no such file, or no such directory on the way to it.</summary>
    NotFound,

    /// <summary>Its name is not UTF-8: it was found in its directory, but cannot be asked for.</summary>
    UnreadableName,

    /// <summary>This process may not read it.</summary>
    PermissionDenied,

    /// <summary>It is a directory, a pipe, a socket or a device.</summary>
    NotRegular,

    /// <summary>This process, or the whole system, has too many files open.</summary>
    TooManyOpenFiles,

    /// <summary>Symbolic links lead in a circle.</summary>
    LinkLoop,

    /// <summary>The file server no longer knows the file that was open.</summary>
    Stale,

    /// <summary>It is compressed, and ends before it should or says what cannot be.</summary>
    Corrupt,

    /// <summary>It is compressed, and takes more memory to be read than is allowed.</summary>
    WindowTooLarge,

    /// <summary>It is compressed in a way that cannot be read.</summary>
    UnknownCompression,

    /// <summary>It is compressed with Zstandard, and the library that reads that is not installed.</summary>
    NoZstandard,

    /// <summary>Anything else: the disk, the network.</summary>
    InputOutput,
}

static class FileErrorWords
{
    /// <summary>Whether a compressed file can be read up to here, and no further.</summary>
    internal static bool IsDamage(this FileError error) => error is FileError.Corrupt or FileError.WindowTooLarge;

    /// <summary>The value of the label <c>reason</c>.</summary>
    internal static string Label(this FileError error) => error switch
    {
        FileError.NotFound => "not_found",
        FileError.UnreadableName => "unreadable_name",
        FileError.PermissionDenied => "permission_denied",
        FileError.NotRegular => "not_regular",
        FileError.TooManyOpenFiles => "too_many_open_files",
        FileError.LinkLoop => "link_loop",
        FileError.Stale => "stale",
        FileError.Corrupt => "corrupt",
        FileError.WindowTooLarge => "window_too_large",
        FileError.UnknownCompression => "unknown_compression",
        FileError.NoZstandard => "no_zstd_library",
        _ => "io",
    };

    /// <summary>The same as <see cref="Label"/>, for people.</summary>
    internal static string Words(this FileError error) => error switch
    {
        FileError.NotFound => "no such file",
        FileError.UnreadableName => "its name is not UTF-8, so it cannot be opened; rename it",
        FileError.PermissionDenied => "permission denied",
        FileError.NotRegular => "not a regular file",
        FileError.TooManyOpenFiles => "too many open files",
        FileError.LinkLoop => "symbolic links lead in a circle",
        FileError.Corrupt => "the compressed data are damaged or cut off; the lines in front of that are counted",
        FileError.WindowTooLarge => "compressed with a window of more than 8 MiB (zstd --long or --ultra); unpack it into `-`",
        FileError.UnknownCompression => "compressed in another way than gzip and zstd, which can be read; unpack it into `-`",
        FileError.NoZstandard => "compressed with zstd, and libzstd.so.1 is not installed (Debian: libzstd1); or unpack it into `-`",
        FileError.Stale => "the file server no longer knows the file",
        _ => "reading failed",
    };
}
