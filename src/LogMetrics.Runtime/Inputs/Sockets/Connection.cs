using System.Net.Sockets;

namespace LogMetrics.Runtime.Inputs.Sockets;

/// <summary>One client of a socket, and the line that it has begun.</summary>
sealed class Connection(Socket socket, LineSplitter splitter, SyslogFraming? framing) : IDisposable
{
    /// <summary>The socket; reading from it does not wait.</summary>
    internal Socket Socket => socket;

    /// <summary>What cuts its bytes into lines.</summary>
    internal LineSplitter Splitter => splitter;

    /// <summary>What takes the frames of syslog off; null where there are none.</summary>
    internal SyslogFraming? Framing => framing;

    /// <summary>How many bytes of a begun line are kept for it.</summary>
    internal long HeldBytes => splitter.HeldBytes;

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();
}
