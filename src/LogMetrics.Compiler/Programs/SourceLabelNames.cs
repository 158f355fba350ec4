using System.Collections.Immutable;

namespace LogMetrics.Compiler.Programs;

/// <summary>What is known of a line beside its text, when it is from a container's log.</summary>
public static class SourceLabelNames
{
    /// <summary>The names, as programs and operators write them.</summary>
    public static ImmutableArray<string> All { get; } = ["pod", "namespace", "container", "container_id", "stream"];
}
