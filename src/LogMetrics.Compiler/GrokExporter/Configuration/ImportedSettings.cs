using LogMetrics.Compiler.Diagnostics;

namespace LogMetrics.Compiler.GrokExporter.Configuration;

/// <summary>What imports bring: patterns line by line, and metrics.</summary>
sealed class ImportedSettings(ImportReader read, DiagnosticBag diagnostics)
{
    /// <summary>The lines of the pattern files that define something, in order.</summary>
    public List<PatternLine> Patterns { get; } = [];

    /// <summary>The metrics, defaults put in.</summary>
    public List<MetricSettings> Metrics { get; } = [];

    public void Add(ImportSettings import)
    {
        ImportedFiles files = read(import.Path.Value, import.IsDirectory);
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
        int start = 0;
        foreach (ReadOnlySpan<char> line in file.Text.AsSpan().EnumerateLines())
        {
            int at = file.Text.AsSpan(start).IndexOf(line) + start;
            start = at + line.Length;
            ReadOnlySpan<char> text = line.TrimStart();
            if (!text.IsEmpty && text[0] != '#')
            {
                Patterns.Add(new PatternLine(new SettingText(line.ToString(), new SourceSpan(file, at, line.Length)), IsImported: true));
            }
        }
    }
}
