using LogMetrics.Compiler;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Tests.Compiler.Language;

/// <summary>Programs and what they become: slots, conversions, and the way of each comparison.</summary>
public sealed class LoweringCaseTests
{
    const string Folder = "tests/LogMetrics.Tests/Compiler/Language/Cases";

    public static TheoryData<string> Names => [.. GoldenCase.Names(Folder)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_program_becomes_this(string name)
    {
        GoldenCase golden = GoldenCase.Read(Folder, name);
        CompileResult result = ProgramCompiler.Compile(new SourceText(name, golden.Program), CompileOptions.Default);
        Assert.NotNull(result.Program);
        golden.Check(DiagnosticPrinter.Print(result.Diagnostics) + ProgramPrinter.Print(result.Program));
    }
}
