using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace LogMetrics.Runtime.Exposition;

/// <summary>What an operator should know about scrapes.</summary>
sealed partial class ExpositionEvents(ILogger logger)
{
    // One line for each, not one for each scrape. Bounded by what the operator's programs declare.
    readonly ConcurrentDictionary<LeftOutFamily, bool> _told = new();

    /// <summary>A metric is missing from a scrape. Counted by the page itself, which knows how many are missing now.</summary>
    internal void FamilyLeftOut(LeftOutFamily family)
    {
        if (_told.TryAdd(family, true))
        {
            LogFamilyLeftOut(family.Metric, family.Program, NameOf(family.Reason));
        }
    }

    internal static string NameOf(LeftOutReason reason) => reason switch
    {
        LeftOutReason.InvalidName => "invalid_name",
        LeftOutReason.InvalidLabel => "invalid_label",
        LeftOutReason.NameClash => "name_clash",
        _ => "unreadable",
    };

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Metric {Metric} of {Program} cannot be exposed and is left out of /metrics: {Reason}.")]
    partial void LogFamilyLeftOut(string metric, string program, string reason);
}
