namespace LogMetrics.Tests.Simulation;

/// <summary>The time of a simulation: it moves when something is done, and jumps to what is due next.</summary>
/// <param name="start">The time of day when it begins; null keeps to the system's, because real files have its stamps.</param>
sealed class SimulatedClock(DateTimeOffset? start) : TimeProvider
{
    long _ticks;
    TimeSpan _offset;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>The time of day for whoever puts it into names; also when real files have other stamps.</summary>
    internal DateTime Calendar => new DateTime(2026, 11, 21).AddTicks(_ticks) + _offset;

    /// <summary>How long the simulation has lasted.</summary>
    internal TimeSpan Elapsed => new(_ticks);

    public override long GetTimestamp() => _ticks;

    public override DateTimeOffset GetUtcNow() => start?.AddTicks(_ticks) + _offset ?? base.GetUtcNow();

    /// <summary>Sets the time of day: how much it is ahead of what it was without that.</summary>
    internal void Set(TimeSpan offset) => _offset = offset;

    internal void Advance(TimeSpan time) => _ticks += time.Ticks;

    /// <summary>Moves on to a moment; one that has passed changes nothing.</summary>
    internal void MoveTo(TimeSpan elapsed) => _ticks = Math.Max(_ticks, elapsed.Ticks);
}
