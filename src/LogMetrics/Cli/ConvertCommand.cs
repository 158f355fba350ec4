using System.Collections.Immutable;
using System.CommandLine;
using LogMetrics.Compiler;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.GrokExporter.Configuration;
using LogMetrics.Compiler.GrokExporter.Writing;
using LogMetrics.Configuration;
using LogMetrics.Hosting;

namespace LogMetrics.Cli;

/// <summary><c>logmetrics convert</c>: writes a program in the language from a grok_exporter configuration.</summary>
static class ConvertCommand
{
    public const string Example = "logmetrics convert config.yml > metrics.mtail";

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A grok_exporter configuration." };
        var command = new Command("convert", "Write a program that counts what a grok_exporter configuration does; exit 1 if something is left out.")
        {
            file,
        };
        command.SetAction(parsed => Run(parsed.GetValue(file) ?? ""));
        return command;
    }

    static int Run(string path)
    {
        CompileOptions options = CompileOptions.Default with { ReadImport = ImportedFileReader.Read };
        GrokExporterConfiguration configuration = ConfigurationFile.Read(path, options);
        string program = ProgramWriter.Write(configuration, options, out ImmutableArray<Diagnostic> findings);
        Console.Out.Write(program);
        Console.Error.Write(DiagnosticPrinter.Print(findings));
        return findings.IsEmpty ? ExitCode.Done : ExitCode.InputWrong;
    }
}
