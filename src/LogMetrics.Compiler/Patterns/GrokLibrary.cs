using System.Collections.Immutable;

namespace LogMetrics.Compiler.Patterns;

/// <summary>Named patterns that other patterns can refer to with <c>%{NAME}</c>. Never changes once it is made.</summary>
public sealed class GrokLibrary
{
    static readonly ImmutableDictionary<string, GrokDefinition> Nothing =
        ImmutableDictionary.Create<string, GrokDefinition>(StringComparer.Ordinal);

    static readonly Lazy<GrokLibrary> LazyLegacy = new(() => new GrokLibrary(Nothing).With(BuiltInDefinitions.Read("legacy")));
    static readonly Lazy<GrokLibrary> LazyEcsV1 = new(() => new GrokLibrary(Nothing).With(BuiltInDefinitions.Read("ecs-v1")));

    // A program adds its definitions one by one, so what is there must not be copied each time.
    readonly ImmutableDictionary<string, GrokDefinition> _definitions;

    GrokLibrary(ImmutableDictionary<string, GrokDefinition> definitions) => _definitions = definitions;

    /// <summary>A library without a pattern.</summary>
    public static GrokLibrary Empty { get; } = new(Nothing);

    /// <summary>The names everyone knows with their flat fields: <c>clientip</c>, <c>response</c>.</summary>
    public static GrokLibrary Legacy => LazyLegacy.Value;

    /// <summary>The same names with the fields of the Elastic Common Schema: <c>[source][address]</c>.</summary>
    public static GrokLibrary EcsV1 => LazyEcsV1.Value;

    /// <summary>All definitions, by name.</summary>
    public IEnumerable<GrokDefinition> Definitions =>
        _definitions.Values.OrderBy(definition => definition.Name, StringComparer.Ordinal);

    /// <summary>The definition of a name; null when there is none. Upper and lower case differ.</summary>
    public GrokDefinition? Find(string name) => _definitions.GetValueOrDefault(name);

    /// <summary>This library with more definitions. Where a name is defined twice, the later one counts.</summary>
    public GrokLibrary With(IEnumerable<GrokDefinition> definitions) =>
        new(_definitions.SetItems(definitions.Select(definition => KeyValuePair.Create(definition.Name, definition))));
}
