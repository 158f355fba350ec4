using System.Net;
using System.Net.Sockets;
using LogMetrics.Runtime;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Inputs.Sockets;
using LogMetrics.Runtime.Lines;
using LogMetrics.Runtime.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogMetrics.Tests.Runtime.Inputs.Sockets;

public class DatagramDropTests
{
    [Fact]
    public void Datagrams_that_found_no_room_are_counted()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux says how many there were");
        const int Sent = 5_000;
        var own = new OwnMetrics();
        var queue = new LineQueue(Limits.Default with { QueueCapacityBatches = 1_000_000 });
        var options = new SourceOptions { Logs = [] };
        var parts = new SourceParts(
            queue, new InputEvents(own, NullLogger.Instance), Limits.Default, TimeSpan.FromSeconds(60), false, options, TimeProvider.System);
        SocketBinding binding = SocketBinding.Open(SocketWord.TryParse(SocketKind.Udp, false, "127.0.0.1:0", "/", out _)!);
        using var source = new DatagramSource(binding, parts);
        using (var sender = new UdpClient())
        {
            // Nobody reads yet.
            var place = (IPEndPoint)binding.Socket.LocalEndPoint!;
            byte[] line = new byte[1000];
            for (int count = 0; count < Sent; count++)
            {
                sender.Send(line, place);
            }
        }

        source.Start();
        source.Finish();

        long dropped = own.Count("logmetrics_datagrams_dropped_total", "source");
        Assert.InRange(dropped, 1, Sent - 1);
        Assert.Equal(Sent, source.Lines + dropped);
    }
}
