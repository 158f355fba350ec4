using System.Collections.Immutable;
using LogMetrics.Compiler;
using LogMetrics.Runtime;
using LogMetrics.Runtime.Execution;
using LogMetrics.Runtime.Exposition;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.State;

namespace LogMetrics.Configuration;

/// <summary>What is read, by which programs, and within which bounds: what <c>run</c>, <c>once</c> and <c>mtail</c> share.</summary>
sealed record EngineSettings
{
    /// <summary>Program files, and folders whose <c>*.mtail</c> files are programs.</summary>
    public ImmutableArray<string> Programs { get; init; } = [];

    /// <summary>A grok_exporter configuration, whatever its name ends in; it is in <see cref="Programs"/>, too. Null without.</summary>
    public string? ConfigurationFile { get; init; }

    /// <summary>Which logs are read, and how.</summary>
    public required SourceOptions Sources { get; init; }

    /// <summary>How often the program files are looked at; zero looks only when told to.</summary>
    public TimeSpan ProgramPollInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often series whose time is over are removed; zero never does.</summary>
    public TimeSpan ExpiryInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>What flags change about running programs.</summary>
    public ExecutionOptions Execution { get; init; } = ExecutionOptions.Default;

    /// <summary>Whether runtime errors of programs are logged; they are counted in any case.</summary>
    public bool LogRuntimeErrors { get; init; } = true;

    /// <summary>Whether series carry the name of their program in the label <c>prog</c>.</summary>
    public bool ProgramLabel { get; init; }

    /// <summary>Whether samples carry the time of their last update.</summary>
    public bool EmitMetricTimestamp { get; init; }

    /// <summary>Limits and meanings for the compiler.</summary>
    public CompileOptions Compile { get; init; } = CompileOptions.Default;

    /// <summary>The built-in set of grok patterns.</summary>
    public GrokSet GrokSet { get; init; }

    /// <summary>Files of grok patterns, and folders with some.</summary>
    public ImmutableArray<string> GrokPatterns { get; init; } = [];

    /// <summary>What flags change about the formats.</summary>
    public ExpositionOptions Exposition => new()
    {
        ProgramLabel = ProgramLabel,
        Timestamps = EmitMetricTimestamp,
        OwnPrefix = HidesProcessMetrics ? "grok_exporter_" : "",
    };

    /// <summary>Whether what is counted about rules is shown under grok_exporter's names.</summary>
    public bool HasGrokExporterMetrics { get; init; }

    /// <summary>Whether of the own metrics only those are shown.</summary>
    public bool HidesProcessMetrics { get; init; }

    /// <summary>Where values and positions are kept over restarts; null keeps nothing.</summary>
    public StateOptions? State { get; init; }

    /// <summary>Limits of the runtime.</summary>
    public Limits Limits { get; init; } = Limits.Default;
}
