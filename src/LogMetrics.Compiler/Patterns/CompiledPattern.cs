using System.Collections.Immutable;
using LogMetrics.Compiler.Programs;
using LogMetrics.Regex;
using LogMetrics.Regex.Syntax;

namespace LogMetrics.Compiler.Patterns;

/// <summary>A pattern that can be matched: its references are put in, its groups have names and kinds.</summary>
/// <param name="Expanded">The text that is matched, and where it comes from.</param>
/// <param name="Regexp">The automaton.</param>
/// <param name="Kinds">The kind of value that each group gives, by number; None for the whole match.</param>
public sealed record CompiledPattern(ExpandedPattern Expanded, Regexp Regexp, ImmutableArray<ValueKind> Kinds)
{
    /// <summary>The names of the fields by the number of their group, from 0; null where a group has none. A name can be
    /// there several times: meant is the first group that is not empty.</summary>
    public ImmutableArray<string?> FieldNames { get; } = [.. Expanded.Groups.Select(group => group.Field?.Name)];

    /// <summary>Whether a group takes part in every match. False also where that is not seen at a glance.</summary>
    /// <param name="group">Its number.</param>
    public bool AlwaysTakes(int group) => AlwaysTakes(Regexp.Tree, group);

    static bool AlwaysTakes(RegexpNode node, int group) => node.Op switch
    {
        RegexpOp.Capture when node.CaptureNumber == group => true,
        RegexpOp.Capture or RegexpOp.Plus => AlwaysTakes(node.Subs[0], group),
        RegexpOp.Concat => node.Subs.Any(part => AlwaysTakes(part, group)),
        RegexpOp.Repeat when node.Min > 0 => AlwaysTakes(node.Subs[0], group),
        _ => false,
    };
}
