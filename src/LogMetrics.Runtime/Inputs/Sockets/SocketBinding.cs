using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace LogMetrics.Runtime.Inputs.Sockets;

/// <summary>A bound socket, and the file it has when it is a Unix socket.</summary>
sealed class SocketBinding : IDisposable
{
    // What the system allows at most without being told to allow more; a burst of datagrams has to fit in.
    const int ReceiveBufferBytes = 1024 * 1024;

    // SOL_SOCKET and SO_MEMINFO of Linux; the last of its numbers is how many datagrams were dropped.
    const int SocketLevel = 1;
    const int MemoryInformation = 55;
    const int DropsAt = 8;

    readonly string? _path;

    SocketBinding(Socket socket, SocketWord word, string name, string? path)
    {
        IsSyslog = word.IsSyslog;
        Socket = socket;
        Name = name;
        _path = path;
    }

    /// <summary>The socket; reading from it does not wait.</summary>
    internal Socket Socket { get; }

    /// <summary>Whether syslog messages come by it.</summary>
    internal bool IsSyslog { get; }

    /// <summary>What the source is called: the operator's word, with the port that was taken.</summary>
    internal string Name { get; }

    /// <summary>How many datagrams the system has dropped because there was no room for them, modulo 2^32; 0 where it does not
    /// say.</summary>
    internal uint Drops
    {
        get
        {
            if (!OperatingSystem.IsLinux())
            {
                return 0;
            }

            Span<uint> numbers = stackalloc uint[16];
            try
            {
                int bytes = Socket.GetRawSocketOption(SocketLevel, MemoryInformation, MemoryMarshal.AsBytes(numbers));
                return bytes > DropsAt * sizeof(uint) ? numbers[DropsAt] : 0;
            }
            catch (SocketException)
            {
                return 0;
            }
        }
    }

    /// <summary>Binds, and listens when connections are expected.</summary>
    /// <exception cref="SocketException">The operating system refuses.</exception>
    internal static SocketBinding Open(SocketWord word)
    {
        EndPoint place = word.IsUnix ? new UnixDomainSocketEndPoint(word.Path) : PlaceOf(word);
        bool isAnything = place is IPEndPoint { Address: var address } && address.Equals(IPAddress.IPv6Any);
        Socket socket = NewSocket(word, place.AddressFamily);
        try
        {
            if (isAnything)
            {
                socket.DualMode = true;
            }

            if (word.IsUnix)
            {
                RemoveLeftover(word, place);
            }

            socket.ReceiveBufferSize = ReceiveBufferBytes;
            socket.Bind(place);
            if (!word.IsDatagram)
            {
                socket.Listen();
            }

            socket.Blocking = false;
            int port = socket.LocalEndPoint is IPEndPoint bound ? bound.Port : 0;
            return new SocketBinding(socket, word, word.NameWith(port), word.IsUnix ? word.Path : null);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Why a socket could not be bound, and what to do about it.</summary>
    internal static string WhyNot(SocketWord word, Exception exception)
    {
        if (word.IsUnix && Path.GetDirectoryName(word.Path) is { } folder && !Directory.Exists(folder))
        {
            return $"there is no folder {folder}";
        }

        return (exception as SocketException)?.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse => "it is in use; stop what listens there, or choose another",
            SocketError.AddressNotAvailable or SocketError.HostNotFound =>
                $"{word.Host} is no address of this machine, which receives lines here; an empty host, as in `tcp://:5140`, is every one of them",
            _ => exception.Message,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Socket.Dispose();
        if (_path is not null)
        {
            // It is gone already where the system, or .NET, removes it.
            File.Delete(_path);
        }
    }

    static Socket NewSocket(SocketWord word, AddressFamily family) => new(
        family,
        word.IsDatagram ? SocketType.Dgram : SocketType.Stream,
        word.Kind switch
        {
            SocketKind.Tcp => ProtocolType.Tcp,
            SocketKind.Udp => ProtocolType.Udp,
            _ => ProtocolType.Unspecified,
        });

    static IPEndPoint PlaceOf(SocketWord word)
    {
        if (word.Host.Length == 0)
        {
            return new IPEndPoint(Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, word.Port);
        }

        IPAddress address = IPAddress.TryParse(word.Host, out IPAddress? literal)
            ? literal
            : Dns.GetHostAddresses(word.Host).OrderBy(found => found.AddressFamily == AddressFamily.InterNetwork ? 0 : 1).First();
        return new IPEndPoint(address, word.Port);
    }

    // A process that was killed leaves the file of its socket behind, and nobody can bind to that path until it is removed.
    // A socket that somebody has open is left alone; so is anything that is no socket.
    static void RemoveLeftover(SocketWord word, EndPoint place)
    {
        if (!File.Exists(word.Path) && !Directory.Exists(word.Path))
        {
            return;
        }

        using Socket probe = NewSocket(word, place.AddressFamily);
        try
        {
            probe.Connect(place);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused && IsSocket(word.Path))
        {
            File.Delete(word.Path);
        }
        catch (SocketException)
        {
            // To bind tells why not.
        }
    }

    static bool IsSocket(string path) =>
        Files.FileSystem.OfThisSystem.Stat(path, out Files.FileStat stat) == Files.FileError.None && stat.Kind == Files.FileKind.Other
        && !Directory.Exists(path);
}
