using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;

namespace LogMetrics.Compiler.Programs;

/// <summary>A set of rules as it will run: names are resolved to slots, types are settled, conversions are explicit.</summary>
/// <remarks>
/// The waist between the front ends and the runtime. A node is here because the runtime must do something of its own for
/// it, never because a syntax has it. Every node keeps its span, for the messages of runtime errors.
/// </remarks>
/// <param name="Name">The base name of the file, extension included: the value of the <c>prog</c> label.</param>
/// <param name="Metrics">The metrics it declares; a metric's slot is its index here.</param>
/// <param name="Patterns">The patterns it asks; a pattern's slot is its index here. Equal texts have slots of their own,
/// because each keeps its own captures.</param>
/// <param name="Begin">What runs once when the program is loaded, before its first line.</param>
/// <param name="Body">What runs for every line.</param>
/// <param name="SourceFilter">Names of the only sources whose lines it sees; empty means every source.</param>
public sealed record MetricProgram(
    string Name,
    ImmutableArray<MetricDeclaration> Metrics,
    ImmutableArray<PatternDefinition> Patterns,
    ImmutableArray<Statement> Begin,
    ImmutableArray<Statement> Body,
    ImmutableArray<string> SourceFilter)
{
    /// <summary>For programs whose statements stand each for itself: one rule for each statement of the body, so that an
    /// error in one ends that one and not the program for the line. Empty when an error ends the program for the line.</summary>
    public ImmutableArray<MetricRule> Rules { get; init; } = [];
}

/// <summary>What a statement of the body is for, when each stands for itself.</summary>
/// <param name="Metric">The name of the metric it changes.</param>
/// <param name="IsDeletion">Whether it deletes series; a line that only does that counts as matched by nobody.</param>
public sealed record MetricRule(string Metric, bool IsDeletion);

/// <summary>A pattern of a program.</summary>
/// <param name="Text">The regular expression in Go's syntax, with constants and grok patterns put in.</param>
/// <param name="GroupNames">The names of its groups by number, from 0, the whole match; null where a group has none.</param>
/// <param name="Span">Where it is written.</param>
public sealed record PatternDefinition(string Text, ImmutableArray<string?> GroupNames, SourceSpan Span);
