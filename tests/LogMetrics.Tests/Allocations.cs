namespace LogMetrics.Tests;

/// <summary>Counts what code allocates on the thread that runs it.</summary>
static class Allocations
{
    /// <summary>The fewest bytes that any of some rounds allocates.</summary>
    /// <remarks>What code allocates each time it runs shows in every round. A collection that another test causes adds what
    /// is left of this thread's allocation area to one round, and code that is compiled again may touch a type for the
    /// first time: those are not what is asked here.</remarks>
    public static long LeastOf(Action round)
    {
        long least = long.MaxValue;
        for (int i = 0; i < 8 && least > 0; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            round();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
