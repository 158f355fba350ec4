using LogMetrics.Runtime.Inputs.Files;
using LogMetrics.Runtime.Inputs.Sockets;

namespace LogMetrics.Runtime.Inputs;

/// <summary>What one of the operator's words for a source means.</summary>
abstract record SourceAddress
{
    /// <summary>Files by path or glob.</summary>
    internal sealed record Files(FileGlob Glob) : SourceAddress;

    /// <summary>Standard input, under the name it was asked for by.</summary>
    internal sealed record StandardInput(string Name) : SourceAddress;

    /// <summary>A named pipe.</summary>
    internal sealed record Pipe(string Path) : SourceAddress;

    /// <summary>A socket to listen on.</summary>
    internal sealed record Listener(SocketWord Word) : SourceAddress;

    /// <summary>Reads a word.</summary>
    /// <param name="word">As the operator gave it.</param>
    /// <param name="flag">The flag it was given with.</param>
    /// <param name="directory">What relative paths are relative to.</param>
    /// <exception cref="SourceUsageException">It is malformed, or not supported.</exception>
    internal static SourceAddress Parse(string word, string flag, string directory) => Scheme(word) switch
    {
        _ when word.Length == 0 => throw Refused(flag, "``", "empty; give a path, a glob, or `-` for standard input"),
        _ when SocketWord.SchemeOf(word, out string rest) is { } scheme => new Listener(
            SocketWord.TryParse(scheme.Kind, scheme.IsSyslog, rest, directory, out string problem)
            ?? throw Refused(flag, word, problem)),
        "" when word is "-" or "/dev/stdin" => new StandardInput(word),
        "" => ReadPath(word, word, flag, directory),
        "file" => ReadPath(PathOfUrl(word), word, flag, directory),
        string scheme => throw Refused(
            flag,
            word,
            $"unknown scheme `{scheme}`; give a path, a glob, `file:///path`, `unix:`, `unixgram:`, `tcp:`, `udp:`, "
            + "`syslog+udp:` and the like, or `-` for standard input"),
    };

    /// <summary>The message for a word that cannot be a source.</summary>
    internal static SourceUsageException Refused(string flag, string word, string why) => new($"{flag} {word}: {why}");

    // Only a word with "://" is an address, because a file may have a colon in its name; but for sockets.
    static string Scheme(string word)
    {
        int at = word.IndexOf("://", StringComparison.Ordinal);
        return at > 0 && word.AsSpan(0, at).IndexOfAnyExceptInRange('a', 'z') < 0 ? word[..at] : "";
    }

    // A pipe in a folder that a glob looks through is nobody's log; one that is named is.
    static SourceAddress ReadPath(string path, string word, string flag, string directory)
    {
        FileGlob glob = FileGlob.Parse(path, directory, out string problem) ?? throw Refused(flag, word, problem);
        bool isPipe = glob.IsLiteral
            && OperatingSystem.IsLinux()
            && FileSystem.OfThisSystem.Stat(glob.Text, out FileStat stat) == FileError.None
            && stat.Kind == FileKind.Pipe;
        return isPipe ? new Pipe(glob.Text) : new Files(glob);
    }

    static string PathOfUrl(string url) => Uri.UnescapeDataString(url["file://".Length..]);
}
