using System.Net;
using Microsoft.AspNetCore.Connections;

namespace LogMetrics.Server;

/// <summary>Listeners that leave clients waiting in the system while there are as many as may be.</summary>
/// <remarks>The web server turns away whoever is one too many, but takes them faster than it lets them go: their descriptors would
/// use up those of the process, and whatever needs one then, such as a library that is loaded, could end it.</remarks>
sealed class BoundedListeners(IConnectionListenerFactory inner, int most) : IConnectionListenerFactory
{
    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new Listener(await inner.BindAsync(endpoint, cancellationToken), most);

    sealed class Listener(IConnectionListener inner, int most) : IConnectionListener
    {
        readonly SemaphoreSlim _room = new(most);
        readonly CancellationTokenSource _ended = new();

        public EndPoint EndPoint => inner.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            try
            {
                await _room.WaitAsync(_ended.Token);
            }
            catch (OperationCanceledException)
            {
                return null;
            }

            ConnectionContext? connection = await inner.AcceptAsync(cancellationToken);
            connection?.ConnectionClosed.UnsafeRegister(static room => ((SemaphoreSlim)room!).Release(), _room);
            return connection;
        }

        public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            await _ended.CancelAsync();
            await inner.UnbindAsync(cancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            await _ended.CancelAsync();
            await inner.DisposeAsync();
        }
    }
}
