using LogMetrics.Runtime.Inputs.Files;

namespace LogMetrics.Runtime.Inputs;

/// <summary>What one of the operator's words for a source means.</summary>
abstract record SourceAddress
{
    /// <summary>Files by path or glob.</summary>
    internal sealed record Files(FileGlob Glob) : SourceAddress;

    /// <summary>Standard input, under the name it was asked for by.</summary>
    internal sealed record StandardInput(string Name) : SourceAddress;

    /// <summary>Reads a word.</summary>
    /// <param name="word">As the operator gave it.</param>
    /// <param name="flag">The flag it was given with.</param>
    /// <param name="directory">What relative paths are relative to.</param>
    /// <exception cref="SourceUsageException">It is malformed, or not supported.</exception>
    internal static SourceAddress Parse(string word, string flag, string directory) => Scheme(word) switch
    {
        _ when word.Length == 0 => throw Refused(flag, "``", "empty; give a path, a glob, or `-` for standard input"),
        "" when word is "-" or "/dev/stdin" => new StandardInput(word),
        "" => new Files(ReadGlob(word, word, flag, directory)),
        "file" => new Files(ReadGlob(PathOfUrl(word), word, flag, directory)),
        "unix" or "tcp" => throw Refused(flag, word, "not supported yet: stream sockets; log to a file or pipe into `-`"),
        "unixgram" or "udp" => throw Refused(
            flag, word, "not supported yet: datagram sockets; log to a file or pipe into `-`"),
        string scheme => throw Refused(
            flag, word, $"unknown scheme `{scheme}`; give a path, a glob, `file:///path`, or `-` for standard input"),
    };

    /// <summary>The message for a word that cannot be a source.</summary>
    internal static SourceUsageException Refused(string flag, string word, string why) => new($"{flag} {word}: {why}");

    // Only a word with "://" is an address, because a file may have a colon in its name.
    static string Scheme(string word)
    {
        int at = word.IndexOf("://", StringComparison.Ordinal);
        return at > 0 && word.AsSpan(0, at).IndexOfAnyExceptInRange('a', 'z') < 0 ? word[..at] : "";
    }

    static FileGlob ReadGlob(string path, string word, string flag, string directory) =>
        FileGlob.Parse(path, directory, out string problem) ?? throw Refused(flag, word, problem);

    static string PathOfUrl(string url) => Uri.UnescapeDataString(url["file://".Length..]);
}
