using System.Collections.Concurrent;
using System.Diagnostics;
using LogMetrics.Compiler;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Tests.Runtime.Inputs;

namespace LogMetrics.Tests.Compiler.Language;

/// <summary>What compiles and what does not, held against mtail itself where it is installed.</summary>
public sealed class VerdictTests
{
    const string Mtail = "/usr/bin/mtail";

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, VerdictCase.All.Count)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_program_gets_this_verdict(int index)
    {
        VerdictCase verdict = VerdictCase.All[index];
        CompileResult result = ProgramCompiler.Compile(new SourceText("p.mtail", verdict.Program), CompileOptions.Default);
        string[] codes =
        [
            .. result.Diagnostics
                .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                .Select(diagnostic => $"LM{(int)diagnostic.Code}"),
        ];
        Assert.True(codes.SequenceEqual(verdict.Codes), verdict.Program + "\n" + DiagnosticPrinter.Print(result.Diagnostics));
        Assert.Equal(verdict.Compiles, result.Program is not null);
    }

    [Fact]
    public void Mtail_has_the_same_verdict_unless_a_reason_is_given()
    {
        Assert.SkipUnless(File.Exists(Mtail), "mtail is not installed");
        using var folder = new TestDirectory();
        var wrong = new ConcurrentBag<string>();
        Parallel.For(0, VerdictCase.All.Count, index =>
        {
            VerdictCase verdict = VerdictCase.All[index];
            string path = folder[$"p{index}.mtail"];
            File.WriteAllText(path, verdict.Program);
            if (MtailAccepts(path) != (verdict.Compiles ^ verdict.MtailReason is not null))
            {
                wrong.Add(verdict.Program);
            }
        });
        Assert.Empty(wrong);
    }

    static bool MtailAccepts(string path)
    {
        var start = new ProcessStartInfo(Mtail)
        {
            ArgumentList = { "-progs", path, "-compile_only", "-port", "0", "-address", "127.0.0.1", "-logtostderr" },
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
