namespace LogMetrics.Tests.Simulation;

/// <summary>What other names the logs have, in a folder of their own.</summary>
enum LinkKind
{
    None,

    /// <summary>Symbolic links, as in <c>/var/log/containers</c>.</summary>
    Symbolic,

    /// <summary>Hard links: what is rotated keeps the other name until somebody notices.</summary>
    Hard,
}

/// <summary>Sees to it that a log has another name.</summary>
sealed class Linker(string log, string link, LinkKind kind, LogFolder folder, Random random)
{
    /// <summary>Does so for ever; returns how long it rests.</summary>
    internal IEnumerable<TimeSpan> Run()
    {
        while (kind == LinkKind.Symbolic)
        {
            folder.PointLink(link, log);
            yield return TimeSpan.FromMinutes(random.Next(1, 300));
        }

        while (kind == LinkKind.Hard)
        {
            if (folder.Has(log) && !folder.AreOne(log, link))
            {
                folder.AddName(log, link);
            }

            yield return TimeSpan.FromSeconds(random.Next(3) > 0 ? random.Next(1, 20) : random.Next(1, 600));
        }
    }
}
