namespace LogMetrics.Server;

/// <summary>The scrape that a process waits for before it ends, so that what it counted last is seen.</summary>
sealed class LastScrape
{
    readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    volatile bool _isAwaited;

    /// <summary>From now on a scrape shows everything.</summary>
    public void Await() => _isAwaited = true;

    /// <summary>Whether a scrape that begins now shows everything.</summary>
    public bool IsAwaited => _isAwaited;

    /// <summary>Such a scrape was answered.</summary>
    public void Note() => _answered.TrySetResult();

    /// <summary>Ends when one was.</summary>
    public Task Answered => _answered.Task;
}
