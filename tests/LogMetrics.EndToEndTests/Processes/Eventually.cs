using System.Diagnostics;

namespace LogMetrics.EndToEndTests.Processes;

/// <summary>Waits for a condition of another process, which cannot tell us when it comes true.</summary>
static class Eventually
{
    /// <summary>How long anything may take on a busy machine before it counts as not happening; longer for gigabytes.</summary>
    public static TimeSpan Patience { get; } =
        Environment.GetEnvironmentVariable("LOGMETRICS_FULL") == "1" ? TimeSpan.FromHours(1) : TimeSpan.FromSeconds(60);

    /// <summary>Asks again and again until the answer is the expected one; fails with the last answer.</summary>
    public static async Task Equal<T>(T expected, Func<Task<T>> ask)
    {
        T last = default!;
        await True(
            async () => EqualityComparer<T>.Default.Equals(last = await ask(), expected),
            () => $"expected {expected}, but it is still {last}");
    }

    /// <summary>Asks again and again until the answer is yes.</summary>
    public static async Task True(Func<Task<bool>> ask, Func<string> describe, TimeSpan? patience = null)
    {
        long start = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        while (!await ask())
        {
            if (Stopwatch.GetElapsedTime(start) > (patience ?? Patience))
            {
                Assert.Fail($"{describe()} after {patience ?? Patience}");
            }

            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
