namespace LogMetrics.Runtime.Inputs;

/// <summary>What lets the reader sleep until it is time to look again: a timer in production, a hand in tests.</summary>
public abstract class Waker
{
    /// <summary>Sleeps until it is time to look, or until <paramref name="stop"/> is asked for.</summary>
    public abstract void Wait(CancellationToken stop);

    /// <summary>One that wakes after the same time again and again.</summary>
    public static Waker Every(TimeSpan interval) => new TimerWaker(interval);

    sealed class TimerWaker(TimeSpan interval) : Waker
    {
        public override void Wait(CancellationToken stop) => stop.WaitHandle.WaitOne(interval);
    }
}
