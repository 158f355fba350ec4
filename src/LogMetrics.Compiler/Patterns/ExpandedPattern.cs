using System.Collections.Immutable;
using LogMetrics.Regex;

namespace LogMetrics.Compiler.Patterns;

/// <summary>A group of an expanded pattern.</summary>
/// <param name="Field">Its field; null when it has no name.</param>
/// <param name="IsWritten">Whether its parentheses stand in the pattern itself: only those are counted by <c>$1</c>.</param>
public sealed record PatternGroup(GrokField? Field, bool IsWritten);

/// <summary>Where a stretch of an expanded pattern comes from.</summary>
/// <param name="Definition">The definition it is written in; null when it stands in the pattern itself.</param>
/// <param name="Offset">Where, in UTF-16 units of the text of the definition or of the pattern.</param>
/// <param name="Length">How many units.</param>
/// <param name="UseOffset">Where the pattern itself has the reference that led there.</param>
/// <param name="UseLength">How many units the reference has.</param>
readonly record struct PatternOrigin(GrokDefinition? Definition, int Offset, int Length, int UseOffset, int UseLength);

/// <summary>A pattern in which every reference is replaced by what it stands for.</summary>
public sealed class ExpandedPattern
{
    readonly ImmutableArray<Segment> _segments;

    internal ExpandedPattern(string text, ImmutableArray<PatternGroup> groups, ImmutableArray<Segment> segments)
    {
        Text = text;
        Groups = groups;
        _segments = segments;
    }

    /// <summary>A regular expression in the syntax of programs.</summary>
    public string Text { get; }

    /// <summary>Its groups by number, from 0, the whole match.</summary>
    public ImmutableArray<PatternGroup> Groups { get; }

    /// <summary>The same with groups that all stand in the pattern itself, and have these names.</summary>
    internal ExpandedPattern WithNames(IEnumerable<string?> names) => new(
        Text,
        [.. names.Select((name, number) => new PatternGroup(name is null ? null : new GrokField(name, GrokType.None), number > 0))],
        _segments);

    /// <summary>The same, allowed to backtrack.</summary>
    internal ExpandedPattern Unsafe() => new(Regexp.Unsafe(Text), Groups, _segments);

    /// <summary>Where a stretch of the text comes from: where its first character does.</summary>
    internal PatternOrigin Locate(int offset, int length)
    {
        foreach (Segment segment in _segments)
        {
            int inside = offset - segment.Start;
            if (inside < segment.Length || segment == _segments[^1])
            {
                return segment.Origin with
                {
                    Offset = segment.Origin.Offset + (segment.IsVerbatim ? inside : 0),
                    Length = segment.IsVerbatim
                        ? Math.Clamp(length, 0, Math.Max(segment.Length - inside, 0))
                        : segment.Origin.Length,
                };
            }
        }

        return new PatternOrigin(null, offset, length, 0, 0);
    }

    /// <summary>A part of the text.</summary>
    /// <param name="Start">Where it starts.</param>
    /// <param name="Length">How many units it has.</param>
    /// <param name="IsVerbatim">Whether it stands at its origin as it stands here.</param>
    /// <param name="Origin">Where it comes from.</param>
    internal readonly record struct Segment(int Start, int Length, bool IsVerbatim, PatternOrigin Origin)
    {
        /// <summary>This part and the one behind it as one; null when they do not stand behind each other in one text.</summary>
        public Segment? TryJoin(Segment next) =>
            IsVerbatim && next.IsVerbatim && next.Origin.Definition == Origin.Definition
                && (Origin.Definition is null || next.Origin.UseOffset == Origin.UseOffset)
                && next.Origin.Offset == Origin.Offset + Length
                ? this with { Length = Length + next.Length, Origin = Origin with { Length = Length + next.Length } }
                : null;
    }
}
