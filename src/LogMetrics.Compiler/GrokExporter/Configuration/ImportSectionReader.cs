using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;

namespace LogMetrics.Compiler.GrokExporter.Configuration;

/// <summary>Reads the section <c>imports</c>: what is imported, and with which defaults.</summary>
static class ImportSectionReader
{
    public static ImmutableArray<ImportSettings> Read(SectionReader root, DiagnosticBag diagnostics) =>
        [.. root.Sections("imports", "imports").Select(section => ReadOne(section, diagnostics)).OfType<ImportSettings>()];

    static ImportSettings? ReadOne(SectionReader section, DiagnosticBag diagnostics)
    {
        SettingText? type = section.Text("type");
        SettingText? directory = section.Text("dir");
        SettingText? file = section.Text("file");
        MetricDefaults? defaults = ReadDefaults(section, diagnostics);
        section.ReportUnknown();
        var begin = new SourceSpan(section.Span.Source, section.Span.Start, 0);
        if (type is not { Value: "grok_patterns" or "metrics" })
        {
            diagnostics.Error(
                DiagnosticCode.BadSetting,
                type?.Span ?? begin,
                type is null ? "the import has no `type`" : $"`{type?.Value}` is no type of an import",
                "write `type: grok_patterns` or `type: metrics`");
            return null;
        }

        if (directory is not null == file is not null)
        {
            diagnostics.Error(
                file is null ? DiagnosticCode.MissingSetting : DiagnosticCode.MisplacedSetting,
                file is null ? begin : section.KeySpan("file"),
                file is null ? "the import has neither `dir` nor `file`" : "the import has `dir` and `file`",
                "name a folder with `dir`, or a file or glob with `file`");
            return null;
        }

        if (file is { } glob)
        {
            PathReader.CheckGlob(glob, diagnostics);
        }

        if (type.Value.Value == "grok_patterns" && defaults is not null)
        {
            diagnostics.Error(
                DiagnosticCode.MisplacedSetting, section.KeySpan("defaults"), "an import of grok patterns cannot have `defaults`", "remove them: only imported metrics have some");
        }

        return new ImportSettings(type.Value, directory ?? file!.Value, directory is not null, defaults);
    }

    static MetricDefaults? ReadDefaults(SectionReader section, DiagnosticBag diagnostics)
    {
        if (section.Section("defaults", "defaults") is not { } defaults)
        {
            return null;
        }

        var read = new MetricDefaults
        {
            Paths = PathReader.Read(defaults, "defaults", diagnostics),
            Retention = defaults.Interval("retention", "no series expires"),
            Labels = defaults.TextMap("labels"),
            Buckets = MetricReader.CheckedBuckets(defaults.Floats("buckets"), diagnostics),
            Quantiles = MetricReader.CheckedQuantiles(defaults.FloatMap("quantiles"), diagnostics),
            MaxAge = defaults.Duration("max_age"),
        };
        defaults.ReportUnknown();
        return read;
    }
}
