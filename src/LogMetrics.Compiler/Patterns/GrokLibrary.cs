using System.Collections.Immutable;

namespace LogMetrics.Compiler.Patterns;

/// <summary>Named patterns that other patterns can refer to with <c>%{NAME}</c>. Never changes once it is made.</summary>
public sealed class GrokLibrary
{
    static readonly ImmutableDictionary<string, GrokDefinition> Nothing =
        ImmutableDictionary.Create<string, GrokDefinition>(StringComparer.Ordinal);

    // A program adds its definitions one by one, so what is there must not be copied each time.
    readonly Lazy<ImmutableDictionary<string, GrokDefinition>> _definitions;

    /// <param name="read">Gives the definitions when the first one is asked for: most programs ask for none.</param>
    internal GrokLibrary(Func<IEnumerable<GrokDefinition>> read)
        : this(new Lazy<ImmutableDictionary<string, GrokDefinition>>(() => Nothing.SetItems(ByName(read()))))
    {
    }

    GrokLibrary(Lazy<ImmutableDictionary<string, GrokDefinition>> definitions) => _definitions = definitions;

    /// <summary>A library without a pattern.</summary>
    public static GrokLibrary Empty { get; } = new(() => []);

    /// <summary>The names everyone knows with their flat fields: <c>clientip</c>, <c>response</c>.</summary>
    public static GrokLibrary Legacy { get; } = new(() => BuiltInDefinitions.Read("legacy"));

    /// <summary>The same names with the fields of the Elastic Common Schema: <c>[source][address]</c>.</summary>
    public static GrokLibrary EcsV1 { get; } = new(() => BuiltInDefinitions.Read("ecs-v1"));

    /// <summary>All definitions, by name, without those that are parts of others.</summary>
    public IEnumerable<GrokDefinition> Definitions =>
        _definitions.Value.Values.Where(definition => !definition.IsPart).OrderBy(definition => definition.Name, StringComparer.Ordinal);

    /// <summary>The definition of a name; null when there is none. Upper and lower case differ.</summary>
    public GrokDefinition? Find(string name) => _definitions.Value.GetValueOrDefault(name);

    /// <summary>The parts that are not listed themselves and that a definition is put together of, each once, in the order in which
    /// it is read.</summary>
    public IReadOnlyList<GrokDefinition> PartsOf(GrokDefinition definition)
    {
        var parts = new List<GrokDefinition>();
        AddParts(definition, parts);
        return parts;
    }

    /// <summary>This library with more definitions. Where a name is defined twice, the later one counts.</summary>
    public GrokLibrary With(IEnumerable<GrokDefinition> definitions) =>
        new(new Lazy<ImmutableDictionary<string, GrokDefinition>>(_definitions.Value.SetItems(ByName(definitions))));

    void AddParts(GrokDefinition definition, List<GrokDefinition> parts)
    {
        foreach (PatternPart piece in PatternScanner.Parts(definition.Text.Text, definition.Dialect))
        {
            if (piece.Kind == PatternPartKind.Reference && Find(piece.Reference.Name) is { IsPart: true } part && !parts.Contains(part))
            {
                parts.Add(part);
                AddParts(part, parts);
            }
        }
    }

    static IEnumerable<KeyValuePair<string, GrokDefinition>> ByName(IEnumerable<GrokDefinition> definitions) =>
        definitions.Select(definition => KeyValuePair.Create(definition.Name, definition));
}
