using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using LogMetrics.Compiler;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Programs;
using LogMetrics.Runtime;
using LogMetrics.Runtime.Execution;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Lines;
using LogMetrics.Runtime.Metrics;
using LogMetrics.Runtime.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogMetrics.Tests.Runtime.Execution;

/// <summary>Programs in a pipeline without threads: feed it lines and look at the metrics.</summary>
sealed class RunningProgram
{
    public const long Now = 1_500_000_000;

    public LineQueue Queue { get; } = new(Limits.Default);

    readonly ExecutionEvents _events;
    readonly ExecutionOptions _options;
    readonly Limits _limits;

    RunningProgram(ExecutionOptions options, Limits limits, ILogger logger)
    {
        _options = options;
        _limits = limits;
        _events = new ExecutionEvents(Own, logger);
        Store = new MetricStore(new MetricStoreOptions { Limits = limits }, Time, Own, NullLogger.Instance);
        Pipeline = new Pipeline(Queue, Store, Time);
    }

    public SettableTime Time { get; } = new() { Now = DateTimeOffset.FromUnixTimeSeconds(Now) };

    public OwnMetrics Own { get; } = new();

    public MetricStore Store { get; }

    public Pipeline Pipeline { get; }

    public ImmutableArray<ProgramStatistics> Statistics => Pipeline.Programs!.Statistics;

    /// <summary>The series in the order in which they were made: <c>name[key,key]=value</c>, and <c>@seconds</c> when it is
    /// not stamped with the clock.</summary>
    public IReadOnlyList<string> Metrics => [.. Store.Snapshot().Families.SelectMany(Print)];

    public static RunningProgram Load(params string[] texts) =>
        Load(ExecutionOptions.Default, Limits.Default, NullLogger.Instance, texts);

    public static RunningProgram Load(ExecutionOptions options, Limits limits, ILogger logger, params string[] texts)
    {
        var running = new RunningProgram(options, limits, logger);
        running.Reload([.. texts.Select((text, i) => Compile($"p{i}.mtail", text))]);
        return running;
    }

    public static MetricProgram Compile(string name, string text)
    {
        CompileResult result = ProgramCompiler.Compile(new SourceText(name, text), CompileOptions.Default);
        string errors = string.Join('\n', result.Diagnostics.Select(found => $"{found.Span}: {found.Message}"));
        Assert.True(result.Program is not null, errors);
        return result.Program;
    }

    public void Reload(params MetricProgram[] programs) =>
        Pipeline.Adopt(ProgramSet.Build(programs, Store, _limits, _options, _events));

    public RunningProgram Feed(params string[] lines) =>
        Feed(null, [.. lines.Select(Encoding.UTF8.GetBytes)]);

    public RunningProgram Feed(LineSource? source, params byte[][] lines)
    {
        Pipeline.Process(BatchOf(source, lines));
        return this;
    }

    /// <summary>A cell of an own counter.</summary>
    public double Counted(string name, params string[] labels) => Own.Families
        .Where(family => family.Name == name)
        .SelectMany(family => family.Read())
        .Where(cell => cell.LabelValues.SequenceEqual(labels))
        .Sum(cell => cell.Value);

    public static LineBatch BatchOf(LineSource? source, params byte[][] lines)
    {
        var batch = new LineBatch { Source = source, Buffer = [.. lines.SelectMany(line => line.Append((byte)'\n'))] };
        int start = 0;
        foreach (byte[] line in lines)
        {
            batch.Add(start, line.Length);
            start += line.Length + 1;
        }

        return batch;
    }

    static IEnumerable<string> Print(FamilySnapshot family)
    {
        for (int i = 0; i < family.Count; i++)
        {
            ReadOnlySpan<byte> key = family.Keys[i];
            var labels = new List<string>();
            while (!key.IsEmpty)
            {
                labels.Add(Encoding.UTF8.GetString(LabelValues.TakeValue(ref key)));
            }

            string name = family.Declaration.Name + (labels.Count > 0 ? $"[{string.Join(',', labels)}]" : "");
            string value = family.Declaration.ValueType switch
            {
                MetricValueType.Int => family.Int(i).ToString(CultureInfo.InvariantCulture),
                MetricValueType.Float => family.Float(i).ToString(CultureInfo.InvariantCulture),
                MetricValueType.String => Encoding.UTF8.GetString(family.Text(i)),
                _ => string.Create(CultureInfo.InvariantCulture, $"{family.ObservationCount(i)}/{family.Sum(i)}"),
            };
            long updated = family.Updated(i);
            yield return $"{name}={value}{(updated == Now * 1_000_000_000 ? "" : $"@{updated / 1e9:R}")}";
        }
    }
}

sealed class SettableTime : TimeProvider
{
    public DateTimeOffset Now { get; set; }

    public override DateTimeOffset GetUtcNow() => Now;
}

sealed class NamedSource(string name) : LineSource(name)
{
    internal override SourceStatus Status => throw new NotSupportedException();
}
