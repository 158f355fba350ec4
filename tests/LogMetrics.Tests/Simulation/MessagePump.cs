namespace LogMetrics.Tests.Simulation;

/// <summary>Continues what waits for an answer, on the thread of the simulation and when it is told to.</summary>
sealed class MessagePump : SynchronizationContext
{
    readonly Queue<(SendOrPostCallback Callback, object? State)> _posted = new();

    public override void Post(SendOrPostCallback d, object? state) => _posted.Enqueue((d, state));

    internal void Run()
    {
        while (_posted.TryDequeue(out (SendOrPostCallback Callback, object? State) next))
        {
            next.Callback(next.State);
        }
    }
}
