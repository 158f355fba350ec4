using System.Buffers;
using System.Text;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Programs;
using LogMetrics.Runtime;
using LogMetrics.Runtime.Metrics;
using LogMetrics.Runtime.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogMetrics.Tests.Runtime.Metrics;

/// <summary>A store with one or more programs that are written down as declarations only.</summary>
sealed class StoreFixture
{
    readonly FixedTime _time = new();
    MetricGeneration _generation = new([], []);
    string[] _names = [];

    internal StoreFixture(bool programLabel = false, Limits? limits = null, TimeSpan removedKept = default)
    {
        var options = new MetricStoreOptions { Limits = limits ?? Limits.Default, ProgramLabel = programLabel, RemovedKept = removedKept };
        Store = new MetricStore(options, _time, Own, NullLogger.Instance);
        Labels = Store.NewLabelValues();
    }

    internal MetricStore Store { get; }

    internal OwnMetrics Own { get; } = new();

    internal LabelValues Labels { get; }

    /// <summary>The clock, in seconds since 1970.</summary>
    internal long NowSeconds
    {
        set => _time.Now = DateTimeOffset.FromUnixTimeSeconds(value);
    }

    /// <summary>Declares a metric as the line of a program would: <c>counter hits by code, method</c>.</summary>
    internal static MetricDeclaration Declare(string line, MetricValueType? type = null)
    {
        string[] halves = line.Split(" by ");
        string[] words = halves[0].Split(' ', 2);
        MetricKind kind = Enum.Parse<MetricKind>(words[0], ignoreCase: true);
        MetricValueType valueType = type ?? kind switch
        {
            MetricKind.Histogram => MetricValueType.Buckets,
            MetricKind.Text => MetricValueType.String,
            _ => MetricValueType.Int,
        };
        return new MetricDeclaration(
            words[1],
            words[1],
            kind,
            valueType,
            halves.Length == 1 ? [] : [.. halves[1].Split(", ")],
            new SourceSpan(new SourceText("/etc/programs/a.mtail", line), words[0].Length + 1, words[1].Length))
        {
            Buckets = kind == MetricKind.Histogram ? [1, 2, 4] : [],
        };
    }

    /// <summary>Makes programs the live ones; returns what was refused.</summary>
    internal MetricGeneration Load(params (string Name, MetricDeclaration[] Metrics)[] programs)
    {
        _names = [.. programs.Select(program => program.Name)];
        _generation = Store.Prepare(
            [.. programs.Select(p => new MetricProgram(p.Name, [.. p.Metrics], [], [], [], []))]);
        Store.Adopt(_generation);
        return _generation;
    }

    /// <summary>Makes one program of declarations the live one.</summary>
    internal MetricGeneration Load(params MetricDeclaration[] metrics) => Load(("a.mtail", metrics));

    internal MetricFamily Family(int slot, string program = "a.mtail") =>
        _generation.Families[Array.IndexOf(_names, program)]![slot];

    /// <summary>False when the program was refused.</summary>
    internal bool IsLoaded(string program) => _generation.Families[Array.IndexOf(_names, program)] is not null;

    internal Series Series(int slot, params string[] labels) => Series(Family(slot), labels);

    internal Series Series(MetricFamily family, params string[] labels)
    {
        if (labels.Length == 0)
        {
            return family.GetOrAdd(1);
        }

        Fill(labels);
        return family.GetOrAdd(Labels, 1);
    }

    /// <summary>Adds to a series of integers.</summary>
    internal void Add(int slot, long amount, params string[] labels) =>
        ((IntSeries)Series(slot, labels)).Value += amount;

    /// <summary>What a format writes for the present state.</summary>
    internal string Render(Action<MetricSnapshot, ArrayBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(Store.Snapshot(), output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    internal LabelValues Fill(params string[] labels)
    {
        Labels.Clear();
        foreach (string label in labels)
        {
            Labels.Add(Encoding.UTF8.GetBytes(label));
        }

        return Labels;
    }

    sealed class FixedTime : TimeProvider
    {
        internal DateTimeOffset Now { get; set; } = DateTimeOffset.FromUnixTimeSeconds(1_500_000_000);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
