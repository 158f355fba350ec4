using System.Globalization;

namespace LogMetrics.Runtime.Inputs.Sockets;

/// <summary>A socket that is listened on, as the operator named it.</summary>
/// <param name="Kind">What sort of socket.</param>
/// <param name="Host">A host name or address; empty is every address of this machine. Unused for Unix sockets.</param>
/// <param name="Port">The port; 0 takes a free one.</param>
/// <param name="Path">Where the Unix socket lies, absolute.</param>
/// <param name="IsSyslog">Whether messages are framed and headed as syslog has it.</param>
sealed record SocketWord(SocketKind Kind, string Host, int Port, string Path, bool IsSyslog)
{
    const string SyslogPrefix = "syslog+";

    /// <summary>Whether it receives datagrams, not connections.</summary>
    internal bool IsDatagram => Kind is SocketKind.Udp or SocketKind.UnixDatagram;

    /// <summary>Whether it has a path.</summary>
    internal bool IsUnix => Kind is SocketKind.Unix or SocketKind.UnixDatagram;

    /// <summary>The name of a source that listens there.</summary>
    internal string NameWith(int port) => (IsSyslog ? SyslogPrefix : "") + (Kind switch
    {
        SocketKind.Unix => $"unix://{Path}",
        SocketKind.UnixDatagram => $"unixgram://{Path}",
        SocketKind.Tcp => string.Create(CultureInfo.InvariantCulture, $"tcp://{Host}:{port}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"udp://{Host}:{port}"),
    });

    /// <summary>The kind of socket that a word begins with.</summary>
    /// <param name="word">As the operator gave it.</param>
    /// <param name="rest">What follows the scheme and its colon.</param>
    /// <returns>Null when it does not name a socket.</returns>
    internal static (SocketKind Kind, bool IsSyslog)? SchemeOf(string word, out string rest)
    {
        bool isSyslog = word.StartsWith(SyslogPrefix, StringComparison.Ordinal);
        string plain = isSyslog ? word[SyslogPrefix.Length..] : word;
        int at = plain.IndexOf(':', StringComparison.Ordinal);
        rest = at < 0 ? "" : plain[(at + 1)..];
        return (at < 0 ? "" : plain[..at]) switch
        {
            "unix" => (SocketKind.Unix, isSyslog),
            "unixgram" => (SocketKind.UnixDatagram, isSyslog),
            "tcp" => (SocketKind.Tcp, isSyslog),
            "udp" => (SocketKind.Udp, isSyslog),
            _ => null,
        };
    }

    /// <summary>Reads what follows the scheme.</summary>
    /// <param name="kind">The kind of socket.</param>
    /// <param name="isSyslog">Whether it receives syslog.</param>
    /// <param name="rest">The text behind the colon of the scheme.</param>
    /// <param name="directory">What relative paths are relative to.</param>
    /// <param name="problem">What is wrong, and what to write instead.</param>
    /// <returns>Null when something is wrong.</returns>
    internal static SocketWord? TryParse(SocketKind kind, bool isSyslog, string rest, string directory, out string problem)
    {
        bool hasSlashes = rest.StartsWith("//", StringComparison.Ordinal);
        string place = Uri.UnescapeDataString(hasSlashes ? rest[2..] : rest);
        if (kind is SocketKind.Unix or SocketKind.UnixDatagram)
        {
            problem = "name the socket's path, such as `unix:///run/app/log.sock`";
            return place.Length == 0
                ? null
                : new SocketWord(kind, "", 0, System.IO.Path.GetFullPath(place, directory), isSyslog);
        }

        problem = "name an address and a port, such as `tcp://0.0.0.0:5140` or `udp://[::1]:514`";
        int colon = place.LastIndexOf(':');
        string host = colon < 0 ? "" : place[..colon];
        bool isBracketed = host is ['[', .., ']'];
        return colon >= 0
            && (isBracketed || host.AsSpan().IndexOfAny(':', '/') < 0)
            && int.TryParse(place.AsSpan(colon + 1).TrimEnd('/'), NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            && port <= ushort.MaxValue
            ? new SocketWord(kind, host, port, "", isSyslog)
            : null;
    }
}

/// <summary>The sorts of socket.</summary>
enum SocketKind
{
    /// <summary>Connections to a path.</summary>
    Unix,

    /// <summary>Datagrams to a path.</summary>
    UnixDatagram,

    /// <summary>Connections to a port.</summary>
    Tcp,

    /// <summary>Datagrams to a port.</summary>
    Udp,
}
