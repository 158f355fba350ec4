using System.Buffers;
using LogMetrics.Compiler;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Programs;
using LogMetrics.Configuration;
using LogMetrics.Hosting;
using LogMetrics.Runtime.Exposition;

namespace LogMetrics.Cli;

/// <summary>mtail's <c>-one_shot</c> and <c>-compile_only</c>: the same output and the same exit codes.</summary>
static class MtailOneShot
{
    /// <summary>Compiles the programs; the first that has errors ends it.</summary>
    /// <param name="settings">Where they are.</param>
    /// <param name="dump">Whether each is printed as it will run.</param>
    public static int Compile(EngineSettings settings, bool dump)
    {
        CompileOptions options = GrokPatterns.Read(settings.GrokSet, settings.GrokPatterns).AddTo(settings.Compile);
        foreach (string file in ProgramFiles.Find(settings.Programs))
        {
            CompileResult result = ProgramCompiler.Compile(ProgramReader.Read(file), options);
            if (result.Program is not MetricProgram program)
            {
                throw new CommandFailedException(
                    ExitCode.InputWrong, $"compile failed for {Path.GetFileName(file)}:\n{DiagnosticPrinter.Print(result.Diagnostics).TrimEnd()}");
            }

            if (dump)
            {
                Console.Error.Write(ProgramPrinter.Print(program));
            }
        }

        return ExitCode.Done;
    }

    /// <summary>Reads the logs from start to end and prints the metrics.</summary>
    /// <remarks>A log that is missing is no error, as in mtail: it has no lines.</remarks>
    /// <param name="settings">What is read by which programs.</param>
    /// <param name="json">JSON, else Prometheus' text.</param>
    public static async Task<int> RunAsync(EngineSettings settings, bool json)
    {
        Compile(settings, dump: false);
        var logSettings = new LogSettings(LogFormat.Text, LogLevel.Warning);
        using var log = new StandardErrorLog(logSettings, TimeProvider.System, Console.Error);
        using var engine = new Engine(
            settings with { Sources = settings.Sources with { Once = true }, ExpiryInterval = TimeSpan.Zero }, log, TimeProvider.System);
        await OneShot.LoadAsync(engine);
        OneShot result = await OneShot.RunAsync(engine, _ => { });
        foreach (string problem in result.WhatWasNotRead.Concat(result.WhatWasDamaged))
        {
            await Console.Error.WriteLineAsync($"logmetrics mtail: {problem}");
        }

        var bytes = new ArrayBufferWriter<byte>();
        if (json)
        {
            Json.WriteByName(result.Snapshot, bytes);
        }
        else
        {
            PrometheusText.Write(result.Snapshot, settings.Exposition, bytes);
        }

        using Stream output = StandardOutput.Open();
        output.Write(bytes.WrittenSpan);
        return ExitCode.Done;
    }
}
