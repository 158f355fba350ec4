using LogMetrics.Runtime.Telemetry;
using Microsoft.Extensions.Logging;

namespace LogMetrics.Runtime.State;

/// <summary>What happens to the state that an operator should know: each method logs and counts.</summary>
public sealed partial class StateEvents(OwnMetrics own, ILogger logger, TimeProvider time)
{
    readonly OwnCounter _writes = own.AddCounter("logmetrics_state_writes_total", "Times the state was saved.");

    readonly OwnCounter _errors = own.AddCounter(
        "logmetrics_state_write_errors_total", "Times the state could not be saved; the one saved before is still there.");

    long? _lastComplaint;

    /// <summary>Adds the gauges, which are read at each scrape.</summary>
    internal void Observe(Func<StateStatus> status)
    {
        own.AddGauge(
            "logmetrics_state_restored",
            "1 if counters went on where the process before left them, 0 if they began anew.",
            () => status().IsRestored ? 1 : 0);
        own.AddGauge("logmetrics_state_size_bytes", "How large the state was when it was saved last.", () => status().SizeBytes);
        own.AddGauge(
            "logmetrics_state_last_write_timestamp_seconds",
            "When the state was saved last, in seconds since 1970; 0 if it never was.",
            () => (status().SavedAt?.ToUnixTimeMilliseconds() ?? 0) / 1000.0);
    }

    /// <summary>The state of the process before is gone on with.</summary>
    internal void Restored(string place, StateImage image)
    {
        DateTimeOffset saved = DateTimeOffset.UnixEpoch.AddTicks(image.SavedNanoseconds / TimeSpan.NanosecondsPerTick);
        int series = image.Metrics.Families.Sum(family => family.Series.Count);
        LogRestored(place, saved, image.Inputs.Files.Length, series);
    }

    /// <summary>There was no state yet.</summary>
    internal void FirstStart(string place) => LogFirstStart(place);

    /// <summary>What there was cannot be gone on with, or not with all of it.</summary>
    internal void NotRestored(string place, string problems, bool hasPositions) => LogNotRestored(
        place,
        problems,
        hasPositions
            ? "logs are read from where they were left, and counters begin anew"
            : "counters begin anew, and logs are read as at a first start");

    /// <summary>More was shown than was saved: nothing is shown until the logs have been read as far again.</summary>
    internal void Held(string place) => LogHeld(place);

    /// <summary>The logs have been read as far again.</summary>
    internal void Released() => LogReleased();

    /// <summary>The logs cannot be read as far again.</summary>
    internal void GivenUp() => LogGivenUp();

    /// <summary>The state was saved.</summary>
    internal void Saved()
    {
        _writes.Add();
        if (_lastComplaint is not null)
        {
            _lastComplaint = null;
            LogSavedAgain();
        }
    }

    /// <summary>The state could not be saved. Counted each time, logged once a minute at most.</summary>
    internal void NotSaved(string place, string reason)
    {
        _errors.Add();
        long now = time.GetTimestamp();
        if (_lastComplaint is not { } last || time.GetElapsedTime(last, now) >= TimeSpan.FromMinutes(1))
        {
            _lastComplaint = now;
            LogNotSaved(place, reason);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "{Place}: going on with the state of {Saved:yyyy-MM-dd HH:mm:ss} UTC: {FileCount} files, {SeriesCount} series")]
    partial void LogRestored(string place, DateTimeOffset saved, int fileCount, int seriesCount);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Place}: no state yet; it is kept there from now on")]
    partial void LogFirstStart(string place);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Place}: {Problems}: {Consequence}")]
    partial void LogNotRestored(string place, string problems, string consequence);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Place}: values were shown that could not be saved; /metrics waits until the logs are read as far again")]
    partial void LogHeld(string place);

    [LoggerMessage(Level = LogLevel.Information, Message = "the logs are read as far as was shown before; /metrics answers again")]
    partial void LogReleased();

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "the logs cannot be read as far as was shown before, because something of them is gone; counters begin anew")]
    partial void LogGivenUp();

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "{Place}: the state cannot be saved: {Reason}; counting goes on, and it is tried again")]
    partial void LogNotSaved(string place, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "the state is saved again")]
    partial void LogSavedAgain();
}
