using System.Net;
using System.Net.Sockets;

namespace LogMetrics.EndToEndTests.Processes;

/// <summary>Ports for programs that cannot choose one themselves.</summary>
static class LoopbackPort
{
    /// <summary>A port that nobody listens on at the moment.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
