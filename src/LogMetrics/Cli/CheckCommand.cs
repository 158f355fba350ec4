using System.Buffers;
using System.CommandLine;
using LogMetrics.Compiler;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Programs;
using LogMetrics.Configuration;
using LogMetrics.Hosting;
using LogMetrics.Runtime.Metrics;

namespace LogMetrics.Cli;

/// <summary><c>logmetrics check</c>: compiles programs and says what is wrong with them.</summary>
static class CheckCommand
{
    public const string Example = "logmetrics check programs/";

    enum OutputFormat
    {
        Text,
        Json,
    }

    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "Program files, or folders with *.mtail files.",
            Arity = ArgumentArity.OneOrMore,
        };
        DefaultedOption<OutputFormat> format = OptionValues.OneOf(
            "--format", "How the findings are printed.", ("text", OutputFormat.Text), ("json", OutputFormat.Json));
        var limits = new ProgramLimitOptions();
        var grok = new GrokOptions();
        var command = new Command("check", "Compile programs and report what is wrong with them; exit 1 if anything is.")
        {
            paths, format,
        };
        limits.AddTo(command);
        grok.AddTo(command);
        command.SetAction(parsed => Run(
            parsed.GetValue(paths) ?? [],
            GrokPatterns.Read(grok.SetIn(parsed), grok.PatternsIn(parsed)).AddTo(limits.In(parsed)),
            format.In(parsed)));
        return command;
    }

    static int Run(string[] paths, CompileOptions options, OutputFormat format)
    {
        IReadOnlyList<string> files = ProgramFiles.Find(paths);
        if (files.Count == 0)
        {
            throw new CommandFailedException(
                ExitCode.Usage, $"{string.Join(", ", paths)}: no *{ProgramFiles.Extension} files; name a program, or a folder with some");
        }

        var results = new List<CompileResult>();
        int exitCode = ExitCode.Done;
        foreach (string file in files)
        {
            try
            {
                results.Add(ProgramCompiler.Compile(ProgramReader.Read(file), options));
            }
            catch (CommandFailedException failure)
            {
                // Whoever mends programs wants to know about all of them.
                Console.Error.WriteLine($"logmetrics check: {failure.Message}");
                exitCode = Math.Max(exitCode, failure.ExitCode);
            }
        }

        Diagnostic[] findings = [.. results.SelectMany(result => result.Diagnostics), .. ConflictsBetween(results)];
        int wrong = results.Count(result => result.Program is null);
        int notRead = files.Count - results.Count;
        using Stream output = StandardOutput.Open();
        if (format == OutputFormat.Json)
        {
            var bytes = new ArrayBufferWriter<byte>();
            DiagnosticPrinter.WriteJson(findings, bytes);
            output.Write(bytes.WrittenSpan);
            output.Write("\n"u8);
        }
        else
        {
            string programs = files.Count == 1 ? "1 program" : $"{files.Count} programs";
            string verdict = results.Count == 0 ? "" : wrong == 0 ? ", no errors" : $", {wrong} with errors";
            Console.Out.Write($"{DiagnosticPrinter.Print(findings)}{programs}{verdict}{(notRead == 0 ? "" : $", {notRead} not read")}\n");
        }

        return Math.Max(exitCode, wrong == 0 ? ExitCode.Done : ExitCode.InputWrong);
    }

    // Only warnings: a folder may hold programs of which each runs alone, as a library of them does.
    static IEnumerable<Diagnostic> ConflictsBetween(IEnumerable<CompileResult> results)
    {
        MetricGeneration together = new MetricStore().Prepare([.. results.Select(result => result.Program).OfType<MetricProgram>()]);
        return together.Refused.Select(conflict => conflict with { Severity = DiagnosticSeverity.Warning });
    }
}
