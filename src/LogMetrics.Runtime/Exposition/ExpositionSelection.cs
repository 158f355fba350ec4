using LogMetrics.Compiler.Programs;
using LogMetrics.Runtime.Metrics;
using LogMetrics.Runtime.Telemetry;

namespace LogMetrics.Runtime.Exposition;

/// <summary>Which families are exposed, and under which names: the same in both text formats.</summary>
/// <remarks>A family that would make the scrape invalid is left out and noted; the first one that claims a name keeps it,
/// and the own metrics come first. A family claims its name before it has series, so that none disappears when another one
/// gets its first.</remarks>
sealed class ExpositionSelection(ExpositionOptions options)
{
    readonly SortedDictionary<string, ExposedFamily> _families = new(StringComparer.Ordinal);
    readonly List<LeftOutFamily> _leftOut = [];

    /// <summary>Those that have series, sorted by name.</summary>
    internal IEnumerable<ExposedFamily> Families => _families.Values.Where(family => family.HasSeries);

    internal IReadOnlyList<LeftOutFamily> LeftOut => _leftOut;

    /// <summary>All names of samples and families in the text format.</summary>
    internal HashSet<string> ClaimedNames { get; } = new(StringComparer.Ordinal);

    /// <summary>The metrics of the programs alone.</summary>
    internal static ExpositionSelection OfPrograms(MetricSnapshot snapshot, ExpositionOptions options)
    {
        var selection = new ExpositionSelection(options);
        selection.AddPrograms(snapshot);
        return selection;
    }

    internal void AddOwn(MetricSnapshot own)
    {
        foreach (FamilySnapshot family in own.Families)
        {
            string name = family.Declaration.ExportedName;
            if (!name.StartsWith(options.OwnPrefix, StringComparison.Ordinal))
            {
                continue;
            }

            ClaimedNames.Add(name);
            _families[name] = new ExposedFamily(name, TypeOf(family), new ExposedPart(family, programLabel: false));
        }
    }

    internal void AddPrograms(MetricSnapshot snapshot)
    {
        foreach (FamilySnapshot family in snapshot.Families)
        {
            MetricDeclaration declaration = family.Declaration;
            if (!declaration.Hidden && declaration.Kind != MetricKind.Text
                && TryAdd(family, ExpositionNames.Expose(declaration.ExportedName)) is { } reason)
            {
                _leftOut.Add(new LeftOutFamily(declaration.ExportedName, family.Program, reason));
            }
        }
    }

    /// <summary>Adds a family, or says why it cannot be.</summary>
    LeftOutReason? TryAdd(FamilySnapshot family, string name)
    {
        if (!ExpositionNames.IsMetricName(name))
        {
            return LeftOutReason.InvalidName;
        }

        if (!ExpositionNames.AreLabelNames(family.Declaration, options.ProgramLabel))
        {
            return LeftOutReason.InvalidLabel;
        }

        // Names that the own metrics may take one day are theirs already.
        if (name.StartsWith(OwnMetrics.Prefix, StringComparison.Ordinal))
        {
            return LeftOutReason.NameClash;
        }

        ExposedType type = TypeOf(family);
        if (_families.TryGetValue(name, out ExposedFamily? exposed) && CanJoin(exposed, family, type))
        {
            exposed.Parts.Add(new ExposedPart(family, options.ProgramLabel));
            return null;
        }

        string[] samples = SampleNames(name, type);
        if (samples.Any(ClaimedNames.Contains))
        {
            return LeftOutReason.NameClash;
        }

        ClaimedNames.UnionWith(samples);
        _families.Add(name, new ExposedFamily(name, type, new ExposedPart(family, options.ProgramLabel)));
        return null;
    }

    /// <summary>Programs can share a name when the label <c>prog</c> tells their series apart.</summary>
    bool CanJoin(ExposedFamily exposed, FamilySnapshot family, ExposedType type) =>
        options.ProgramLabel
        && exposed.Type == type
        && exposed.Parts.TrueForAll(part => part.Family.Own is null && part.Family.Program != family.Program);

    static string[] SampleNames(string name, ExposedType type) =>
        type == ExposedType.Histogram ? [name, name + "_bucket", name + "_sum", name + "_count"]
        : type == ExposedType.Summary ? [name, name + "_sum", name + "_count"]
        : [name];

    static ExposedType TypeOf(FamilySnapshot family) => (family.Own, family.Declaration.Kind) switch
    {
        (OwnKind.Untyped, _) => ExposedType.Untyped,
        (OwnKind.Info, _) => ExposedType.Info,
        (_, MetricKind.Counter) => ExposedType.Counter,
        (_, MetricKind.Histogram) => ExposedType.Histogram,
        (_, MetricKind.Summary) => ExposedType.Summary,
        _ => ExposedType.Gauge,
    };
}
