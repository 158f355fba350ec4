namespace LogMetrics.Tests.Runtime.Inputs;

/// <summary>A clock that stands still until it is moved.</summary>
sealed class ManualTimeProvider : TimeProvider
{
    long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _ticks);

    internal void Advance(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);
}
