using LogMetrics.Compiler;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.GrokExporter;
using LogMetrics.Compiler.GrokExporter.Configuration;
using LogMetrics.Configuration;

namespace LogMetrics.Hosting;

/// <summary>A grok_exporter configuration as a process needs it: not only its metrics, but also what to read and where to listen.</summary>
static class ConfigurationFile
{
    /// <summary>Reads a configuration.</summary>
    /// <exception cref="CommandFailedException">It cannot be read, or has errors, which are in the message.</exception>
    public static GrokExporterConfiguration Read(string path, CompileOptions options)
    {
        CompileResult result = GrokExporterFrontEnd.Compile(ProgramReader.Read(path), options, out GrokExporterConfiguration? configuration);
        return configuration
            ?? throw new CommandFailedException(
                ExitCode.InputWrong, $"{path}: the configuration has errors\n{DiagnosticPrinter.Print(result.Diagnostics).TrimEnd()}");
    }
}
