using LogMetrics.Runtime.Metrics;

namespace LogMetrics.Runtime.State;

/// <summary>What the state files of a folder come to when a process starts.</summary>
/// <param name="Image">What it goes on with; null when there is nothing.</param>
/// <param name="Fence">What must be reached before anything is shown; null when nothing must.</param>
/// <param name="LastSequence">The highest number in use.</param>
/// <param name="IsFirst">Whether there was no state at all: a first start, which is no loss.</param>
/// <param name="Problems">What is wrong, a sentence each.</param>
sealed record StateLoad(
    StateImage? Image, ExposureFence? Fence, long LastSequence, bool IsFirst, IReadOnlyList<string> Problems)
{
    /// <summary>Whether counters go on from where they were; if not they begin anew, with new start timestamps.</summary>
    internal bool IsRestored => Image is not null && Problems.Count == 0;

    /// <summary>Reads the newest file that is whole.</summary>
    /// <remarks>
    /// A value must never fall a little below what was shown before: whoever scrapes would count all of it again. The newest
    /// file covers everything that was shown, because it was written before. When it is another one that is read, or the
    /// machine has gone down since without the end of the process, that cannot be known: then positions, gauges and
    /// texts are used, and counters begin anew, which scrapers understand.
    /// </remarks>
    internal static StateLoad From(StateStorage storage, string boot)
    {
        var problems = new List<string>();
        long[] sequences = [.. storage.Sequences().OrderDescending()];
        StateImage? image = null;
        foreach (long sequence in sequences)
        {
            image = Read(storage, sequence, out StateProblem problem);
            if (image is not null)
            {
                break;
            }

            problems.Add($"file {sequence} {problem.Words()}");
        }

        if (image is { IsFinal: false } && image.Boot != boot)
        {
            image = image with { Inputs = image.Inputs with { MayHaveLostEnds = true } };
            problems.Add("the machine was started anew, and what was shown last may not have reached the disk");
        }

        // Without an image counters begin anew in any case.
        ExposureFence? fence = image is null ? null : ReadFence(storage, image.Sequence);
        if (fence is { Files.Count: 0 })
        {
            problems.Add("values were shown that could not be saved");
            fence = null;
        }

        long last = Math.Max(
            sequences.FirstOrDefault(), fence is null || fence.Sequence == long.MaxValue ? 0 : fence.Sequence);
        return new StateLoad(
            problems.Count > 0 ? WithoutCounters(image) : image,
            problems.Count > 0 ? null : fence,
            last,
            sequences.Length == 0,
            problems);
    }

    /// <summary>Reads one file.</summary>
    internal static StateImage? Read(StateStorage storage, long sequence, out StateProblem problem)
    {
        try
        {
            return StateFormat.Decode(storage.Read(sequence), out problem);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = StateProblem.Unreadable;
            return null;
        }
    }

    static ExposureFence? ReadFence(StateStorage storage, long newest)
    {
        try
        {
            return ExposureFence.Decode(storage.ReadFence()) is { } fence && fence.Sequence > newest ? fence : null;
        }
        catch (IOException)
        {
            return new ExposureFence(long.MaxValue, []);
        }
    }

    static StateImage? WithoutCounters(StateImage? image) => image is null ? null : image with
    {
        Metrics = new StoreCheckpoint(
        [
            .. image.Metrics.Families.Where(family => !KeptFamily.IsCounting(family.Series.Declaration.Kind)),
        ]),
    };
}
