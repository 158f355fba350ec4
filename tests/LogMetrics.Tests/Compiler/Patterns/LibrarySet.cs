using System.Text;
using LogMetrics.Compiler.Patterns;
using LogMetrics.Regex;

namespace LogMetrics.Tests.Compiler.Patterns;

/// <summary>One of the two sets, its definitions compiled when they are asked for.</summary>
sealed class LibrarySet(string name, GrokLibrary library)
{
    const int MaxLength = 1024 * 1024;

    readonly Dictionary<string, (Regexp Regexp, ExpandedPattern Pattern)> _compiled = [];

    public static LibrarySet Legacy { get; } = new("legacy", GrokLibrary.Legacy);

    public static LibrarySet EcsV1 { get; } = new("ecs-v1", GrokLibrary.EcsV1);

    public string Name { get; } = name;

    public GrokLibrary Library { get; } = library;

    public static LibrarySet Named(string name) => name == "legacy" ? Legacy : EcsV1;

    /// <summary>A definition with its references put in.</summary>
    public ExpandedPattern Expand(string definition)
    {
        ExpandedPattern pattern = GrokExpander.Expand(
            $"%{{{definition}}}", GrokDialect.Native, Library, MaxLength, out IReadOnlyList<GrokError> errors);
        return errors.Count == 0
            ? pattern
            : throw new InvalidDataException(string.Join("; ", errors.Select(error => error.Message).Distinct()));
    }

    /// <summary>The fields that a definition finds in a line, in the order of the line's groups; null without a match.</summary>
    public IReadOnlyList<(string Field, string Value)>? Match(string definition, string line)
    {
        (Regexp regexp, ExpandedPattern pattern) = Compile(definition);
        byte[] bytes = Encoding.UTF8.GetBytes(line);
        var slots = new int[2 * regexp.GroupCount];
        if (!regexp.TryMatch(bytes, slots))
        {
            return null;
        }

        var fields = new List<(string Field, string Value)>();
        for (int group = 1; group < regexp.GroupCount; group++)
        {
            if (pattern.Groups[group].Field is { } field && slots[2 * group] >= 0 && slots[2 * group] < slots[(2 * group) + 1])
            {
                fields.Add((field.Name, Encoding.UTF8.GetString(bytes[slots[2 * group]..slots[(2 * group) + 1]])));
            }
        }

        return fields;
    }

    /// <summary>A definition on the linear engine.</summary>
    public (Regexp Regexp, ExpandedPattern Pattern) Compile(string definition)
    {
        lock (_compiled)
        {
            if (!_compiled.TryGetValue(definition, out (Regexp Regexp, ExpandedPattern Pattern) compiled))
            {
                ExpandedPattern pattern = Expand(definition);
                compiled = (Regexp.Compile(pattern.Text, new RegexpLimits { MaxPatternBytes = MaxLength }), pattern);
                _compiled.Add(definition, compiled);
            }

            return compiled;
        }
    }
}
