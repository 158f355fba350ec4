using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;

namespace LogMetrics.Compiler.GrokExporter.Configuration;

/// <summary>Start here: the text of a configuration, of version 3 or 2 → settings that are known to fit together.</summary>
sealed class ConfigurationReader
{
    readonly DiagnosticBag _diagnostics;
    readonly ImportReader _imports;

    ConfigurationReader(DiagnosticBag diagnostics, ImportReader imports)
    {
        _diagnostics = diagnostics;
        _imports = imports;
    }

    /// <summary>Reads a configuration.</summary>
    /// <param name="source">Its text.</param>
    /// <param name="imports">Gives the texts of imported files.</param>
    /// <param name="diagnostics">Where findings go.</param>
    /// <returns>The configuration; worth something only when no error was found. Null when there is nothing to read.</returns>
    public static GrokExporterConfiguration? Read(SourceText source, ImportReader imports, DiagnosticBag diagnostics)
    {
        YamlNode? node = YamlReader.Read(source, diagnostics);
        if (diagnostics.HasErrors)
        {
            return null;
        }

        if (node is not YamlMap root)
        {
            VersionScan.Find(source, null, diagnostics);
            return null;
        }

        int version = VersionScan.Find(source, root, diagnostics);
        if (version == 0)
        {
            return null;
        }

        var reader = new ConfigurationReader(diagnostics, imports);
        return reader.Read(new SectionReader(root, "", diagnostics), version);
    }

    GrokExporterConfiguration Read(SectionReader root, int version)
    {
        SectionReader? global = root.Section("global", "global");
        _ = global?.Text("config_version");
        TimeSpan? interval = global?.Interval("retention_check_interval", "it is 53s");
        global?.ReportUnknown();

        bool isOld = version == 2;
        InputSettings input = InputReader.Read(root, isOld, _diagnostics);
        ImmutableArray<ImportSettings> imports = isOld ? [] : ImportSectionReader.Read(root, _diagnostics);
        ImmutableArray<SettingText> inline = isOld ? OldPatterns(root, out imports) : root.Texts("grok_patterns");

        var metrics = new List<MetricSettings>();
        foreach (SectionReader section in root.Sections("metrics", "metrics"))
        {
            if (MetricReader.Read(section, isOld, MetricReader.NoDefaults, _diagnostics) is { } metric)
            {
                metrics.Add(metric);
            }
        }

        ImmutableArray<MetricSettings> inlineMetrics = [.. metrics];
        var imported = new ImportedSettings(_imports, _diagnostics);
        foreach (ImportSettings import in imports)
        {
            imported.Add(import);
        }

        metrics.AddRange(imported.Metrics);
        imported.AddInline(inline);
        if (metrics.Count == 0 && !_diagnostics.HasErrors)
        {
            YamlScalar? meant = root.Has("metrics") ? null : root.Misspelling("metrics");
            _diagnostics.Error(
                DiagnosticCode.MissingSetting,
                meant?.Span ?? root.KeySpan("metrics"),
                "the configuration has no `metrics`",
                meant is null ? "add at least one metric with type, name, help and match" : $"did you mean `metrics`? Here it says `{meant.Value}`");
        }

        HttpSettings server = HttpReader.Read(root, _diagnostics);
        root.ReportUnknown(isOld ? ["imports", "grok_patterns"] : ["grok"]);
        MetricNames.Check(metrics, _diagnostics);
        return new GrokExporterConfiguration
        {
            WrittenVersion = version,
            RetentionCheckInterval = interval ?? TimeSpan.FromSeconds(53),
            Input = input,
            Imports = imports,
            Definitions = [.. imported.Definitions],
            InlinePatterns = inline,
            Metrics = [.. metrics],
            InlineMetrics = inlineMetrics,
            Server = server,
        };
    }

    // Version 2 has `grok: {patterns_dir, additional_patterns}`.
    static ImmutableArray<SettingText> OldPatterns(SectionReader root, out ImmutableArray<ImportSettings> imports)
    {
        imports = [];
        if (root.Section("grok", "grok") is not { } grok)
        {
            return [];
        }

        if (grok.Text("patterns_dir") is { } directory)
        {
            imports = [new ImportSettings(new SettingText("grok_patterns", directory.Span), directory, IsDirectory: true, null)];
        }

        ImmutableArray<SettingText> lines = grok.Texts("additional_patterns");
        grok.ReportUnknown();
        return lines;
    }
}
