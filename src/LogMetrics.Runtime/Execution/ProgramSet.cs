using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Programs;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Matching;
using LogMetrics.Runtime.Metrics;

namespace LogMetrics.Runtime.Execution;

/// <summary>The programs that run together, ready to run. Built on any thread, used by the engine thread alone.</summary>
public sealed class ProgramSet
{
    readonly ExecutableProgram[] _programs;
    readonly ExecutableProgram[] _listening;
    readonly PatternPool _patterns;
    readonly LineContext _line;
    readonly ExecutionEvents _events;
    int _listeningCount;

    ProgramSet(
        MetricGeneration generation, ExecutableProgram[] programs, PatternPool patterns, LineContext line, ExecutionEvents events)
    {
        _patterns = patterns;
        Generation = generation;
        _programs = programs;
        _listening = new ExecutableProgram[programs.Length];
        _line = line;
        _events = events;
    }

    /// <summary>The families of its metrics.</summary>
    public MetricGeneration Generation { get; }

    /// <summary>Why programs that were given are not in it.</summary>
    public ImmutableArray<Diagnostic> Refused => Generation.Refused;

    /// <summary>The programs in it.</summary>
    public IEnumerable<MetricProgram> Programs => _programs.Select(program => program.Program);

    /// <summary>How often patterns were asked about a text; between two lines only.</summary>
    internal long PatternQuestions => _patterns.Questions;

    /// <summary>How often label values were put together that several places share; between two lines only.</summary>
    internal long LabelFillings => _programs.Sum(program => program.LabelFillings);

    /// <summary>What its programs have done; between two lines only.</summary>
    public ImmutableArray<ProgramStatistics> Statistics =>
    [
        .. _programs.Select(program => new ProgramStatistics(
            program.Program.Name,
            program.Lines,
            program.MatchedLines,
            program.Errors,
            [.. program.ErrorMessages],
            program.IsUnloaded)),
    ];

    /// <summary>Makes programs ready to run, without touching what runs now.</summary>
    /// <param name="programs">The programs, compiled.</param>
    /// <param name="store">Where their metrics will live.</param>
    /// <param name="limits">Bounds for patterns and for each line.</param>
    /// <param name="options">What flags can change.</param>
    /// <param name="events">Who is told what happens.</param>
    public static ProgramSet Build(
        IReadOnlyList<MetricProgram> programs,
        MetricStore store,
        Limits limits,
        ExecutionOptions options,
        ExecutionEvents events)
    {
        MetricGeneration generation = store.Prepare(programs);
        var pool = new PatternPool(limits, events);
        var executables = new List<ExecutableProgram>();
        for (int i = 0; i < programs.Count; i++)
        {
            if (generation.Families[i] is { } families)
            {
                executables.Add(ProgramBuilder.Build(programs[i], families, store, pool, events));
            }
        }

        pool.Seal();
        return new ProgramSet(generation, [.. executables], pool, new LineContext(limits, options), events);
    }

    /// <summary>Runs what programs want to run before their first line.</summary>
    /// <param name="previous">The set that ran until now: a program that was in it has begun already.</param>
    /// <param name="hasBegun">The same for programs that ran in an earlier process, which this one goes on with.</param>
    /// <param name="now">The clock.</param>
    internal void Begin(ProgramSet? previous, Func<MetricProgram, bool> hasBegun, DateTimeOffset now)
    {
        foreach (ExecutableProgram program in _programs)
        {
            bool isNew = previous is null
                ? !hasBegun(program.Program)
                : !Array.Exists(previous._programs, old => ReferenceEquals(old.Program, program.Program));
            if (isNew)
            {
                _line.SetClock(now);
                _line.SourceName = StringValue.Of(Encoding.UTF8.GetBytes(program.Program.Name));
                _line.StartLine([], 0, 0);
                Run(program, atBegin: true);
            }
        }
    }

    /// <summary>Prepares for lines of one source.</summary>
    internal void StartBatch(LineSource? source, DateTimeOffset now)
    {
        _line.SetClock(now);
        _line.SourceName = NameOf(source);
        _line.Container = source?.Container ?? ContainerFacts.None;
        _listeningCount = 0;
        foreach (ExecutableProgram program in _programs)
        {
            if (!program.IsUnloaded && program.Accepts(source))
            {
                _listening[_listeningCount++] = program;
            }
        }
    }

    /// <summary>Runs a line of that source through every program that listens to it.</summary>
    internal void Run(byte[] buffer, int start, int length, byte[]? extra = null, LineStream stream = LineStream.None)
    {
        _line.StartLine(buffer, start, length);
        _line.Stream = stream;
        _line.Extra = extra is null ? StringValue.Empty : StringValue.Of(extra);
        for (int i = 0; i < _listeningCount; i++)
        {
            Run(_listening[i], atBegin: false);
        }
    }

    /// <summary>Brings the own metrics up to date; between two lines.</summary>
    internal void ReportCounts()
    {
        foreach (ExecutableProgram program in _programs)
        {
            program.ReportCounts();
        }
    }

    void Run(ExecutableProgram program, bool atBegin)
    {
        if (program.IsUnloaded)
        {
            return;
        }

        try
        {
            if (atBegin)
            {
                program.RunBegin(_line);
            }
            else
            {
                program.Run(_line);
            }
        }
        catch (Exception exception)
        {
            // A bug of ours, whatever it is, costs the one program that met it.
            program.IsUnloaded = true;
            _events.ProgramCrashed(program.Program.Name, exception);
        }
    }

    static StringValue NameOf(LineSource? source)
    {
        if (source is null)
        {
            return StringValue.Empty;
        }

        return MemoryMarshal.TryGetArray(source.NameBytes, out ArraySegment<byte> name)
            ? new StringValue(name.Array!, name.Offset, name.Count)
            : StringValue.Of(source.NameBytes.ToArray());
    }
}
