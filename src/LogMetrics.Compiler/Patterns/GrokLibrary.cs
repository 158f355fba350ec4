using System.Collections.Frozen;

namespace LogMetrics.Compiler.Patterns;

/// <summary>Named patterns that other patterns can refer to with <c>%{NAME}</c>. Never changes once it is made.</summary>
public sealed class GrokLibrary
{
    static readonly Lazy<GrokLibrary> LazyLegacy = new(() => new GrokLibrary(BuiltInDefinitions.Read("legacy")));
    static readonly Lazy<GrokLibrary> LazyEcsV1 = new(() => new GrokLibrary(BuiltInDefinitions.Read("ecs-v1")));

    readonly GrokLibrary? _below;
    readonly FrozenDictionary<string, GrokDefinition> _definitions;

    GrokLibrary(IEnumerable<GrokDefinition> definitions, GrokLibrary? below = null)
    {
        _below = below;
        var byName = new Dictionary<string, GrokDefinition>(StringComparer.Ordinal);
        foreach (GrokDefinition definition in definitions)
        {
            byName[definition.Name] = definition;
        }

        _definitions = byName.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>A library without a pattern.</summary>
    public static GrokLibrary Empty { get; } = new([]);

    /// <summary>The names everyone knows with their flat fields: <c>clientip</c>, <c>response</c>.</summary>
    public static GrokLibrary Legacy => LazyLegacy.Value;

    /// <summary>The same names with the fields of the Elastic Common Schema: <c>[source][address]</c>.</summary>
    public static GrokLibrary EcsV1 => LazyEcsV1.Value;

    /// <summary>All definitions that count, by name.</summary>
    public IEnumerable<GrokDefinition> Definitions => Layers()
        .SelectMany(layer => layer._definitions.Values)
        .DistinctBy(definition => definition.Name)
        .OrderBy(definition => definition.Name, StringComparer.Ordinal);

    /// <summary>The definition of a name; null when there is none. Upper and lower case differ.</summary>
    public GrokDefinition? Find(string name) => Layers()
        .Select(layer => layer._definitions.GetValueOrDefault(name))
        .FirstOrDefault(definition => definition is not null);

    /// <summary>This library with more definitions. Where a name is defined twice, the later one counts.</summary>
    public GrokLibrary With(IEnumerable<GrokDefinition> definitions) => new(definitions, this);

    IEnumerable<GrokLibrary> Layers()
    {
        for (GrokLibrary? layer = this; layer is not null; layer = layer._below)
        {
            yield return layer;
        }
    }
}
