using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.GrokExporter.Configuration;
using LogMetrics.Compiler.GrokExporter.Lowering;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Compiler.GrokExporter;

/// <summary>Front end 2: grok_exporter's configurations, of version 3, or of version 2, which is converted.</summary>
public static class GrokExporterFrontEnd
{
    /// <summary>The endings of files that are configurations and not programs of the language.</summary>
    public static bool IsConfiguration(string path) =>
        path.EndsWith(".yml", StringComparison.Ordinal) || path.EndsWith(".yaml", StringComparison.Ordinal);

    /// <summary>Compiles the metrics of a configuration.</summary>
    public static CompileResult Compile(SourceText source, CompileOptions options) => Compile(source, options, out _);

    /// <summary>Compiles a configuration, and tells the rest of it, which the process has to follow.</summary>
    /// <param name="source">Its text.</param>
    /// <param name="options">Limits, and who reads imported files.</param>
    /// <param name="configuration">The settings; null when there is an error.</param>
    public static CompileResult Compile(SourceText source, CompileOptions options, out GrokExporterConfiguration? configuration)
    {
        var diagnostics = new DiagnosticBag();

        // 1. YAML to settings, each checked, version 2 converted.
        configuration = ConfigurationReader.Read(source, options.ReadImport, diagnostics);

        // 2. Settings to IR: patterns expanded, templates parsed. Also when the settings have errors, so that all is told at once.
        MetricProgram? program = configuration is null
            ? null
            : ConfigurationLowering.Lower(source.FileName, configuration, options, diagnostics);
        if (diagnostics.HasErrors)
        {
            (program, configuration) = (null, null);
        }

        return new CompileResult(program, diagnostics.ToSorted());
    }
}
