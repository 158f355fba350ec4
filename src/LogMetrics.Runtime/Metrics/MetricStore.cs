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

    /// <summary>How long the series of a metric that no program has any more are kept aside, for the case that a program
    /// has it again. Zero does not keep them.</summary>
    public TimeSpan RemovedKept { get; init; }
}

/// <summary>All families of all loaded programs. Belongs to the engine thread, except for <see cref="Prepare"/>.</summary>
public sealed class MetricStore
{
    readonly MetricStoreOptions _options;
    readonly TimeProvider _time;
    readonly SeriesClock _clock;
    readonly MetricEvents _events;
    readonly SeriesBudget _budget;
    volatile MetricGeneration _live = new([], []);
    volatile StoreCheckpoint _kept = StoreCheckpoint.Empty;
    ImmutableArray<KeptFamily> _forgotten = [];

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
        _clock = new SeriesClock(time);
        _events = new MetricEvents(own, logger);
        _budget = new SeriesBudget(options.Limits);
    }

    /// <summary>An empty set of label values under the limits of this store.</summary>
    public LabelValues NewLabelValues() => new(_options.Limits.MaxLabelValueBytes, _events);

    /// <summary>Takes in what an earlier process has counted: metrics that are declared as they were go on with it. Before
    /// anything is prepared.</summary>
    public void Restore(StoreCheckpoint saved) => _kept = saved;

    /// <summary>What series that begin now have as their start, in nanoseconds since 1970; never earlier than it was.</summary>
    internal long StartNanoseconds => _clock.StartNanoseconds;

    /// <summary>Says that an earlier process has given series starts up to a moment.</summary>
    internal void StartNotBefore(long nanoseconds) => _clock.NotBefore(nanoseconds);

    /// <summary>Works out the families of the next set of programs without touching those that are live: families that did
    /// not change (name, program, kind, value type, labels, buckets) are carried over, others are new and empty.</summary>
    public MetricGeneration Prepare(IReadOnlyList<MetricProgram> programs)
    {
        _clock.BeginAnew();
        var taken = new List<KeptFamily>();
        StoreCheckpoint kept = _kept;
        var builder = new GenerationBuilder(_live, _options.ProgramLabel, (name, metric, program) =>
        {
            MetricFamily family = NewFamily(metric, program);
            if (kept.Families.FirstOrDefault(candidate => candidate.Fits(name, metric)) is { } found && !taken.Contains(found))
            {
                family.Restore(found.Series);
                taken.Add(found);
            }

            return family;
        });
        foreach (MetricProgram program in programs)
        {
            builder.Add(program);
        }

        return builder.Build() with { Taken = [.. taken] };
    }

    /// <summary>Makes a prepared generation the live one; families that it does not hold are gone. Between two lines.</summary>
    public void Adopt(MetricGeneration generation)
    {
        Keep(generation);
        _budget.Used = 0;
        foreach ((MetricFamily family, MetricDeclaration declaration, string program) in generation.Declared)
        {
            family.Declaration = declaration;
            family.Program = program;
            _budget.Used += family.SeriesCount;
        }

        ReplacedCount += _forgotten.Count(family => IsReplaced(family, generation));

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

    /// <summary>Copies what must outlive the process. Between two lines.</summary>
    /// <param name="live">The snapshot of the same moment.</param>
    public StoreCheckpoint Checkpoint(MetricSnapshot live) => new(
    [
        .. live.Families.Select(family => new KeptFamily(
            FamilyName.Of(family.Declaration, family.Program, _options.ProgramLabel), family, 0)),
        .. _kept.Families,
    ]);

    /// <summary>Lets all counters and histograms begin anew, with new start timestamps. Between two lines.</summary>
    public void StartAnew()
    {
        _clock.BeginAnew();
        foreach (DeclaredFamily family in _live.Declared)
        {
            if (KeptFamily.IsCounting(family.Declaration.Kind))
            {
                family.Family.StartAnew();
            }
        }

        _kept = StoreCheckpoint.Empty;
        ReplacedCount++;
    }

    /// <summary>Gives series that came to be after a moment this moment as their start, so that another process, which knows
    /// only what was saved then and counts the same lines again, gives them the same. Between two lines.</summary>
    /// <param name="nanoseconds">The moment, in nanoseconds since 1970.</param>
    public void BackdateStarts(long nanoseconds)
    {
        foreach (DeclaredFamily family in _live.Declared)
        {
            family.Family.BackdateStarts(nanoseconds);
        }
    }

    /// <summary>Forgets the counters and histograms that no program has: lines were counted again without them, so that they can no
    /// longer be taken up where they were shown last. Between two lines.</summary>
    public void ForgetRemovedCounters()
    {
        _forgotten = [.. _kept.Families.Where(IsCounting)];
        _kept = new StoreCheckpoint([.. _kept.Families.Except(_forgotten)]);
    }

    /// <summary>How often metrics began anew under names that had other values before: their declaration changed, or they were forgotten
    /// and a program has them again, or all of them began anew. Between two lines.</summary>
    internal int ReplacedCount { get; private set; }

    /// <summary>Removes the series whose expiry has passed.</summary>
    public void RemoveExpired()
    {
        long now = _time.GetUtcNow().ToUnixNanoseconds();
        foreach (DeclaredFamily family in _live.Declared)
        {
            family.Family.RemoveExpired(now);
        }
    }

    static bool IsCounting(KeptFamily family) => KeptFamily.IsCounting(family.Series.Declaration.Kind);

    // Families that the next generation does not have are kept aside for a while, those that it takes up again no longer.
    void Keep(MetricGeneration generation)
    {
        long now = _time.GetUtcNow().ToUnixNanoseconds();
        long oldest = now - (_options.RemovedKept.Ticks * TimeSpan.NanosecondsPerTick);
        HashSet<MetricFamily> next = [.. generation.Declared.Select(family => family.Family)];
        IEnumerable<KeptFamily> removed = _options.RemovedKept == TimeSpan.Zero
            ? []
            : _live.Declared.Where(family => !next.Contains(family.Family)).Select(family => new KeptFamily(
                FamilyName.Of(family.Declaration, family.Program, _options.ProgramLabel), family.Family.Snapshot(), now));
        int room = _options.Limits.MaxSeries;
        var kept = ImmutableArray.CreateBuilder<KeptFamily>();
        foreach (KeptFamily family in removed.Concat(_kept.Families.Except(generation.Taken)))
        {
            KeptFamily dated = family.RemovedNanoseconds == 0 ? family with { RemovedNanoseconds = now } : family;
            bool isReplaced = IsReplaced(dated, generation);
            ReplacedCount += isReplaced ? 1 : 0;
            bool isOfUse = dated.Series.Count > 0
                && dated.Series.Count <= room
                && dated.RemovedNanoseconds > oldest
                && !isReplaced
                && !kept.Any(other => other.Fits(dated.Name, dated.Series.Declaration));
            if (isOfUse)
            {
                room -= dated.Series.Count;
                kept.Add(dated);
            }
        }

        _kept = new StoreCheckpoint(kept.DrainToImmutable());
    }

    // Another metric shows values under the names of its series, as after a change of buckets: whoever scrapes would take its
    // return, at a value from before, for growth.
    bool IsReplaced(KeptFamily kept, MetricGeneration generation) =>
        KeptFamily.IsCounting(kept.Series.Declaration.Kind)
        && generation.Declared.Any(family =>
            FamilyName.Of(family.Declaration, family.Program, _options.ProgramLabel) == kept.Name
            && family.Declaration.Keys.Order(StringComparer.Ordinal).SequenceEqual(
                kept.Series.Declaration.Keys.Order(StringComparer.Ordinal)));

    MetricFamily NewFamily(MetricDeclaration declaration, string program) =>
        new(declaration, program, _budget, _clock, _events);
}
