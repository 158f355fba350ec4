namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>Why a call on a file failed, as far as it makes a difference.</summary>
enum FileError
{
    /// <summary>It did not.</summary>
    None,

    /// <summary>There is no such file, or no such directory on the way to it.</summary>
    NotFound,

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

    /// <summary>It is compressed in a way that cannot be read.</summary>
    UnknownCompression,

    /// <summary>Anything else: the disk, the network.</summary>
    InputOutput,
}

static class FileErrorWords
{
    /// <summary>The value of the label <c>reason</c>.</summary>
    internal static string Label(this FileError error) => error switch
    {
        FileError.NotFound => "not_found",
        FileError.PermissionDenied => "permission_denied",
        FileError.NotRegular => "not_regular",
        FileError.TooManyOpenFiles => "too_many_open_files",
        FileError.LinkLoop => "link_loop",
        FileError.Stale => "stale",
        FileError.Corrupt => "corrupt",
        FileError.UnknownCompression => "unknown_compression",
        _ => "io",
    };

    /// <summary>The same for people.</summary>
    internal static string Words(this FileError error) => error switch
    {
        FileError.NotFound => "no such file",
        FileError.PermissionDenied => "permission denied",
        FileError.NotRegular => "not a regular file",
        FileError.TooManyOpenFiles => "too many open files",
        FileError.LinkLoop => "symbolic links lead in a circle",
        FileError.Corrupt => "the compressed data are damaged or cut off; the lines in front of that are counted",
        FileError.UnknownCompression => "compressed in another way than gzip, which is all that can be read; unpack it into `-`",
        FileError.Stale => "the file server no longer knows the file",
        _ => "reading failed",
    };
}
