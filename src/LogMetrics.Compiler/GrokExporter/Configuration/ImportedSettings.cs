using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Patterns;

namespace LogMetrics.Compiler.GrokExporter.Configuration;

/// <summary>What imports bring: patterns line by line, and metrics.</summary>
sealed class ImportedSettings(ImportReader read, DiagnosticBag diagnostics)
{
    /// <summary>Grok definitions, in the order in which later ones replace earlier ones.</summary>
    public List<GrokDefinition> Definitions { get; } = [];

    /// <summary>The metrics, defaults put in.</summary>
    public List<MetricSettings> Metrics { get; } = [];

    public void Add(ImportSettings import)
    {
        ImportedFiles files = read(import.Path.Value, import.IsDirectory);
        if (files.Problem is not null && import.Type.Value == "grok_patterns" && import.Path.Value.Contains("logstash-patterns-core", StringComparison.Ordinal))
        {
            // The folder that comes with grok_exporter: those names are built in.
            diagnostics.Warning(
                DiagnosticCode.OtherThanGrokExporter,
                import.Path.Span,
                $"`{import.Path.Value}` is not there, so our own definitions of the names in it count",
                "remove the import, or put the folder back for the definitions it had");
            return;
        }

        if (files.Problem is { } problem)
        {
            diagnostics.Error(DiagnosticCode.ImportFailed, import.Path.Span, problem, "paths are relative to the folder the exporter is started in");
            return;
        }

        foreach (SourceText file in files.Files)
        {
            if (import.Type.Value == "metrics")
            {
                AddMetrics(file, import.Defaults ?? MetricReader.NoDefaults);
            }
            else
            {
                AddPatterns(file);
            }
        }
    }

    /// <summary>Adds the definitions that the configuration itself has.</summary>
    public void AddInline(ImmutableArray<SettingText> lines)
    {
        foreach (SettingText line in lines)
        {
            // What stands behind a line end is lost in grok_exporter, too.
            int end = line.Value.IndexOf('\n', StringComparison.Ordinal);
            if (LogstashFile.Definition(line.Scalar!.Pieces(end < 0 ? line.Value.Length : end), diagnostics) is { } definition)
            {
                Definitions.Add(definition);
            }
        }
    }

    void AddMetrics(SourceText file, MetricDefaults defaults)
    {
        switch (YamlReader.Read(file, diagnostics))
        {
            case YamlList list:
                Metrics.AddRange(SectionReader.SectionsOf(list, "metrics", diagnostics)
                    .Select(section => MetricReader.Read(section, isOld: false, defaults, diagnostics))
                    .OfType<MetricSettings>());
                break;
            case YamlNode node:
                diagnostics.Error(
                    DiagnosticCode.WrongSettingType,
                    new SourceSpan(file, node.Span.Start, 0),
                    "a file of metrics is a list of metrics",
                    "leave `metrics:` away, and begin each metric with `- ` in the first column");
                break;
        }
    }

    void AddPatterns(SourceText file)
    {
        var findings = new List<Diagnostic>();
        Definitions.AddRange(LogstashFile.Read(file, findings));
        diagnostics.AddAll(findings);
    }
}
