using System.Collections.Immutable;
using LogMetrics.Compiler.Programs;
using LogMetrics.Runtime.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogMetrics.Runtime.Metrics;

/// <summary>How a store keeps the metrics of several programs.</summary>
public sealed record MetricStoreOptions
{
    /// <summary>All defaults.</summary>
    public static MetricStoreOptions Default { get; } = new();

    /// <summary>What bounds the series and their labels.</summary>
    public Limits Limits { get; init; } = Limits.Default;

    /// <summary>True when each program has families of its own, told apart by the label <c>prog</c>, as in mtail; false
    /// when programs that declare the same metric share it.</summary>
    public bool ProgramLabel { get; init; }
}

/// <summary>All families of all loaded programs. Belongs to the engine thread, except for <see cref="Prepare"/>.</summary>
public sealed class MetricStore
{
    readonly MetricStoreOptions _options;
    readonly TimeProvider _time;
    readonly MetricEvents _events;
    readonly SeriesBudget _budget;
    volatile MetricGeneration _live = new([], []);

    /// <summary>An empty store with defaults, whose events nobody hears.</summary>
    public MetricStore()
        : this(MetricStoreOptions.Default, TimeProvider.System, new OwnMetrics(), NullLogger.Instance)
    {
    }

    /// <summary>An empty store.</summary>
    /// <param name="options">How metrics of several programs are kept, and the limits.</param>
    /// <param name="time">The clock for start timestamps and expiry.</param>
    /// <param name="own">Where overflows and cuts are counted.</param>
    /// <param name="logger">Where they are told.</param>
    public MetricStore(MetricStoreOptions options, TimeProvider time, OwnMetrics own, ILogger logger)
    {
        _options = options;
        _time = time;
        _events = new MetricEvents(own, logger);
        _budget = new SeriesBudget(options.Limits);
    }

    /// <summary>An empty set of label values under the limits of this store.</summary>
    public LabelValues NewLabelValues() => new(_options.Limits.MaxLabelValueBytes, _events);

    /// <summary>Works out the families of the next set of programs without touching those that are live: families that did
    /// not change (name, program, kind, value type, labels, buckets) are carried over, others are new and empty.</summary>
    public MetricGeneration Prepare(IReadOnlyList<MetricProgram> programs)
    {
        var builder = new GenerationBuilder(_live, _options.ProgramLabel, NewFamily);
        foreach (MetricProgram program in programs)
        {
            builder.Add(program);
        }

        return builder.Build();
    }

    /// <summary>Makes a prepared generation the live one; families that it does not hold are gone. Between two lines.</summary>
    public void Adopt(MetricGeneration generation)
    {
        _budget.Used = 0;
        foreach ((MetricFamily family, MetricDeclaration declaration, string program) in generation.Declared)
        {
            family.Declaration = declaration;
            family.Program = program;
            _budget.Used += family.SeriesCount;
        }

        _live = generation;
    }

    /// <summary>Copies what scrapes need. Between two lines, so that every scrape sees whole lines.</summary>
    public MetricSnapshot Snapshot()
    {
        ImmutableArray<DeclaredFamily> declared = _live.Declared;
        var families = ImmutableArray.CreateBuilder<FamilySnapshot>(declared.Length);
        foreach (DeclaredFamily family in declared)
        {
            families.Add(family.Family.Snapshot());
        }

        return new MetricSnapshot(families.MoveToImmutable());
    }

    /// <summary>Removes the series whose expiry has passed.</summary>
    public void RemoveExpired()
    {
        long now = _time.GetUtcNow().ToUnixNanoseconds();
        foreach (DeclaredFamily family in _live.Declared)
        {
            family.Family.RemoveExpired(now);
        }
    }

    MetricFamily NewFamily(MetricDeclaration declaration, string program) =>
        new(declaration, program, _budget, _time, _events);
}
