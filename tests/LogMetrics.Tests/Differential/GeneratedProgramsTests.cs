using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using LogMetrics.Compiler;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Runtime.Exposition;
using LogMetrics.Tests.Runtime.Execution;
using LogMetrics.Tests.Runtime.Inputs;

namespace LogMetrics.Tests.Differential;

// The real mtail and we are given the same random programs and logs: the verdict of the compilers, every byte of the
// exposition, and the number of runtime errors have to agree. LOGMETRICS_DIFFERENTIAL=from-to chooses the seeds; a failure
// prints its seed, the program and both outputs.
public sealed class GeneratedProgramsTests
{
    const string Mtail = "/usr/bin/mtail";
    const int Lines = 60;

    [Fact]
    public void Mtail_gives_the_same_verdict_and_the_same_metrics_for_generated_programs()
    {
        Assert.SkipUnless(File.Exists(Mtail), "mtail is not installed");
        string[] range = (Environment.GetEnvironmentVariable("LOGMETRICS_DIFFERENTIAL") ?? "0-119").Split('-');
        var seeds = Enumerable.Range(Number(range[0]), Number(range[1]) - Number(range[0]) + 1);
        string[] differences = [.. seeds.Select(Difference).OfType<string>()];
        Assert.True(differences.Length == 0, string.Join("\n\n", differences.Take(5)));
    }

    static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    static string? Difference(int seed)
    {
        var generator = new ProgramGenerator(seed);
        string program = generator.Program();
        string log = generator.Log(Lines);
        string theirs = RunMtail(program, log);
        string ours = RunOurs(program, log);
        return theirs == ours ? null : $"seed {seed}\n{program}\nmtail:\n{theirs}\nwe:\n{ours}";
    }

    static string RunOurs(string program, string log)
    {
        CompileResult result = ProgramCompiler.Compile(new SourceText("p.mtail", program), CompileOptions.Default);
        if (result.Program is null)
        {
            return "refused";
        }

        RunningProgram running = RunningProgram.Load(program.ReplaceLineEndings("\n"));
        running.Feed(log[..^1].Split('\n'));
        var output = new ArrayBufferWriter<byte>();
        PrometheusText.Write(running.Store.Snapshot(), new ExpositionOptions { ProgramLabel = true }, output);
        return Encoding.UTF8.GetString(output.WrittenSpan).Replace("p0.mtail", "p.mtail", StringComparison.Ordinal)
            + $"errors: {running.Statistics[0].Errors}";
    }

    static string RunMtail(string program, string log)
    {
        using var directory = new TestDirectory();
        string programFile = directory["p.mtail"];
        string logFile = directory["lines.log"];
        File.WriteAllText(programFile, program);
        File.WriteAllText(logFile, log);
        var start = new ProcessStartInfo(Mtail)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                "--one_shot", "--one_shot_format=prometheus", "--logtostderr", "--port=0", "--address=127.0.0.1",
                "--progs", programFile, "--logs", logFile,
            },
        };
        using Process mtail = Process.Start(start)!;
        Task<string> errors = mtail.StandardError.ReadToEndAsync();
        string output = mtail.StandardOutput.ReadToEnd();
        mtail.WaitForExit();
        int failures = errors.Result.Split("p.mtail: Runtime error").Length - 1;
        return mtail.ExitCode != 0 ? "refused" : $"{output}errors: {failures}";
    }
}
