using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Patterns;

namespace LogMetrics.Compiler.GrokExporter.Configuration;

/// <summary>A grok_exporter configuration of version 3, or what one of version 2 means in version 3. Imported metrics and
/// patterns are in it.</summary>
public sealed record GrokExporterConfiguration
{
    /// <summary>The version the text has: 2 or 3.</summary>
    public required int WrittenVersion { get; init; }

    /// <summary>How often series are looked at whose retention may be over.</summary>
    public TimeSpan RetentionCheckInterval { get; init; } = TimeSpan.FromSeconds(53);

    /// <summary>Where lines come from.</summary>
    public required InputSettings Input { get; init; }

    /// <summary>The imports, as they are written; what they bring is in the lists below.</summary>
    public ImmutableArray<ImportSettings> Imports { get; init; } = [];

    /// <summary>Grok definitions in the order in which later ones replace earlier ones: imported ones first.</summary>
    public ImmutableArray<GrokDefinition> Definitions { get; init; } = [];

    /// <summary>Those of them that the file itself has, as it has them.</summary>
    public ImmutableArray<SettingText> InlinePatterns { get; init; } = [];

    /// <summary>The metrics: those of the file, then imported ones.</summary>
    public ImmutableArray<MetricSettings> Metrics { get; init; } = [];

    /// <summary>Those that the file itself has.</summary>
    public ImmutableArray<MetricSettings> InlineMetrics { get; init; } = [];

    /// <summary>Where <c>/metrics</c> is served.</summary>
    public required HttpSettings Server { get; init; }
}

/// <summary>A text of the configuration and where it is written.</summary>
/// <param name="Value">The text.</param>
/// <param name="Span">Its place.</param>
public readonly record struct SettingText(string Value, SourceSpan Span)
{
    /// <summary>The scalar, for places inside of it; null for a default.</summary>
    internal YamlScalar? Scalar { get; init; }

    /// <summary>Where a piece of it is written.</summary>
    public SourceSpan SpanOf(int offset, int length) => Scalar?.SpanOf(offset, length) ?? Span;
}

/// <summary>What is imported from where.</summary>
/// <param name="Type"><c>grok_patterns</c> or <c>metrics</c>.</param>
/// <param name="Path">The folder or the glob.</param>
/// <param name="IsDirectory">Whether it is <c>dir</c> and not <c>file</c>.</param>
/// <param name="Defaults">What imported metrics have where they say nothing themselves; null when there is nothing.</param>
public sealed record ImportSettings(SettingText Type, SettingText Path, bool IsDirectory, MetricDefaults? Defaults);

/// <summary>The server of grok_exporter.</summary>
public sealed record HttpSettings
{
    /// <summary>Whether it speaks TLS.</summary>
    public bool IsHttps { get; init; }

    /// <summary>The address it listens on; null is every one.</summary>
    public SettingText? Host { get; init; }

    /// <summary>The port, from 1 to 65535.</summary>
    public int Port { get; init; } = 9144;

    /// <summary>Where the metrics are.</summary>
    public string Path { get; init; } = "/metrics";

    /// <summary>Where the protocol is written, or the section begins.</summary>
    public SourceSpan ProtocolSpan { get; init; }

    /// <summary>Where the path is written, or the section begins.</summary>
    public SourceSpan PathSpan { get; init; }

    /// <summary>The file of the certificate chain in PEM; null without.</summary>
    public SettingText? Certificate { get; init; }

    /// <summary>The file of its key.</summary>
    public SettingText? Key { get; init; }

    /// <summary>The file of the authorities that clients' certificates are checked by.</summary>
    public SettingText? ClientAuthorities { get; init; }

    /// <summary>What is asked of clients, in Go's word; null when nothing is said.</summary>
    public string? ClientAuthentication { get; init; }
}
