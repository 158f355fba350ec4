using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Runtime.Metrics;

/// <summary>Puts the families of the next set of programs together: carried over where nothing changed, new elsewhere.</summary>
sealed class GenerationBuilder
{
    readonly bool _programLabel;
    readonly Func<FamilyName, MetricDeclaration, string, MetricFamily> _newFamily;
    readonly Dictionary<FamilyName, MetricFamily> _live = [];
    readonly Dictionary<FamilyName, int> _indexes = [];
    readonly Dictionary<string, MetricDeclaration> _firstVisible = [];
    readonly List<DeclaredFamily> _declared = [];
    readonly ImmutableArray<MetricFamily[]?>.Builder _families = ImmutableArray.CreateBuilder<MetricFamily[]?>();
    readonly ImmutableArray<Diagnostic>.Builder _refused = ImmutableArray.CreateBuilder<Diagnostic>();
    readonly ImmutableArray<Diagnostic>.Builder _warnings = ImmutableArray.CreateBuilder<Diagnostic>();

    internal GenerationBuilder(
        MetricGeneration live, bool programLabel, Func<FamilyName, MetricDeclaration, string, MetricFamily> newFamily)
    {
        _programLabel = programLabel;
        _newFamily = newFamily;
        foreach ((MetricFamily family, MetricDeclaration declaration, string program) in live.Declared)
        {
            _live[NameOf(declaration, program)] = family;
        }
    }

    internal void Add(MetricProgram program)
    {
        // Everything is asked before anything is taken, so that a refused program leaves no family behind.
        int refusedBefore = _refused.Count;
        var own = new Dictionary<FamilyName, MetricDeclaration>();
        foreach (MetricDeclaration metric in program.Metrics)
        {
            FamilyName name = NameOf(metric, program.Name);
            MetricDifference difference = DifferenceFromOthers(metric, name, out MetricDeclaration? first);
            if (difference == MetricDifference.None && own.TryGetValue(name, out first))
            {
                difference = MetricDifferences.Between(first, metric) & MetricDifference.Kind;
            }

            if (difference != MetricDifference.None)
            {
                _refused.Add(MetricDifferences.Refusal(metric, first!, difference));
            }

            own.TryAdd(name, metric);
        }

        _families.Add(_refused.Count == refusedBefore ? Take(program) : null);
    }

    internal MetricGeneration Build() => new(_families.ToImmutable(), _refused.ToImmutable())
    {
        Declared = [.. _declared],
        Warnings = _warnings.ToImmutable(),
    };

    MetricDifference DifferenceFromOthers(MetricDeclaration metric, FamilyName name, out MetricDeclaration? first)
    {
        if (_indexes.TryGetValue(name, out int index))
        {
            first = _declared[index].Declaration;
            return MetricDifferences.Between(first, metric);
        }

        // With the program label on every program has series of its own; only the kind is one for all of them.
        first = metric.Hidden ? null : _firstVisible.GetValueOrDefault(metric.ExportedName);
        return first is null ? MetricDifference.None : MetricDifferences.Between(first, metric) & MetricDifference.Kind;
    }

    MetricFamily[] Take(MetricProgram program)
    {
        var families = new MetricFamily[program.Metrics.Length];
        for (int slot = 0; slot < families.Length; slot++)
        {
            families[slot] = Take(program, slot, families);
        }

        return families;
    }

    MetricFamily Take(MetricProgram program, int slot, MetricFamily[] earlier)
    {
        MetricDeclaration metric = program.Metrics[slot];
        FamilyName name = NameOf(metric, program.Name);
        if (!_indexes.TryGetValue(name, out int index))
        {
            _indexes.Add(name, _declared.Count);
            _declared.Add(new DeclaredFamily(CarryOverOrCreate(name, metric, program), metric, program.Name));
            if (!metric.Hidden)
            {
                _firstVisible.TryAdd(metric.ExportedName, metric);
            }

            return _declared[^1].Family;
        }

        DeclaredFamily taken = _declared[index];
        if (MetricDifferences.CanShareSeries(taken.Declaration, metric))
        {
            // What one of them leaves unsaid, the other may say.
            _declared[index] = taken with
            {
                Declaration = taken.Declaration with
                {
                    Help = taken.Declaration.Help ?? metric.Help,
                    Unit = taken.Declaration.Unit ?? metric.Unit,
                },
            };
            return taken.Family;
        }

        // One program, one name, twice, with other labels: as in mtail the later one is the metric, and the earlier one
        // still works for its program, but nobody else sees it.
        _warnings.Add(MetricDifferences.Shadowed(taken.Declaration, metric));
        MetricFamily family = CarryOverOrCreate(name, metric, program);
        if (Array.IndexOf(earlier, family, 0, slot) >= 0)
        {
            family = _newFamily(name, metric, program.Name);
        }

        _declared[index] = new DeclaredFamily(family, metric, program.Name);
        return family;
    }

    MetricFamily CarryOverOrCreate(FamilyName name, MetricDeclaration metric, MetricProgram program) =>
        _live.TryGetValue(name, out MetricFamily? family) && MetricDifferences.CanShareSeries(family.Declaration, metric)
            ? family
            : _newFamily(name, metric, program.Name);

    FamilyName NameOf(MetricDeclaration metric, string program) => FamilyName.Of(metric, program, _programLabel);
}
