using System.Globalization;
using System.Net;

namespace LogMetrics.Configuration;

/// <summary>Where the HTTP server listens: a socket address, or the path of a Unix socket.</summary>
/// <param name="EndPoint">Address and port; port 0 lets the system choose. Null when <paramref name="UnixSocketPath"/> is set.</param>
/// <param name="UnixSocketPath">The path of the socket, which must not exist yet.</param>
sealed record ListenAddress(IPEndPoint? EndPoint, string? UnixSocketPath)
{
    /// <summary>mtail's port, so that a scrape configuration need not change.</summary>
    public const int DefaultPort = 3903;

    /// <summary>Every interface, mtail's port.</summary>
    public static ListenAddress Default { get; } = new(new IPEndPoint(IPAddress.Any, DefaultPort), null);

    /// <summary>Reads <c>127.0.0.1:3903</c>, <c>[::1]:3903</c>, <c>localhost:3903</c>, <c>:3903</c> or <c>unix:/run/x.sock</c>.</summary>
    /// <returns>Null when the text is none of them; names other than <c>localhost</c> are not looked up.</returns>
    public static ListenAddress? TryParse(string text)
    {
        if (text.StartsWith("unix:", StringComparison.Ordinal) && text.Length > "unix:".Length)
        {
            return new ListenAddress(null, text["unix:".Length..]);
        }

        int colon = text.LastIndexOf(':');
        return colon < 0 ? null : TryCreate(text[..colon], text[(colon + 1)..]);
    }

    /// <summary>Puts a host and a port together.</summary>
    /// <param name="host">An address, with or without brackets; empty for every interface.</param>
    /// <param name="port">0 to 65535.</param>
    public static ListenAddress? TryCreate(string host, string port)
    {
        bool isPort = ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out ushort number);
        IPAddress? address = AddressOf(host);
        return isPort && address is not null ? new ListenAddress(new IPEndPoint(address, number), null) : null;
    }

    static IPAddress? AddressOf(string host) => host switch
    {
        "" or "*" => IPAddress.Any,
        "localhost" => IPAddress.Loopback,
        ['[', .. string inner, ']'] => IPAddress.TryParse(inner, out IPAddress? bracketed) ? bracketed : null,
        _ => IPAddress.TryParse(host, out IPAddress? plain) ? plain : null,
    };

    /// <summary>As it is written on the command line.</summary>
    public override string ToString() => EndPoint?.ToString() ?? $"unix:{UnixSocketPath}";
}
