using LogMetrics.Compiler;
using LogMetrics.Compiler.Diagnostics;

namespace LogMetrics.Tests.Compiler.Diagnostics;

/// <summary>Each kind of finding: a program that has it, and what its author reads. (That there is a case for each kind is
/// checked with the documents.)</summary>
public sealed class DiagnosticCaseTests
{
    const string Folder = "tests/LogMetrics.Tests/Compiler/Diagnostics/Cases";

    /// <summary>Found by the runtime, when it sees several programs at once.</summary>
    const string SeveralPrograms = "LM2901";

    /// <summary>Found when a configuration is written as a program.</summary>
    const string Conversion = "LM4055";

    public static TheoryData<string> Names =>
    [
        .. GoldenCase.Names(Folder).Where(name => !name.StartsWith(SeveralPrograms, StringComparison.Ordinal)),
        .. GoldenCase.Names(Folder, ".yml").Where(name => !name.StartsWith(Conversion, StringComparison.Ordinal)),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_program_with_this_mistake_is_told_so(string name)
    {
        GoldenCase golden = GoldenCase.Read(Folder, name);
        CompileResult result = ProgramCompiler.Compile(new SourceText($"p{Path.GetExtension(name)}", golden.Program), CompileOptions.Default);
        golden.Check(DiagnosticPrinter.Print(result.Diagnostics));
        Assert.Contains(result.Diagnostics, diagnostic => name.StartsWith($"LM{(int)diagnostic.Code}_", StringComparison.Ordinal));
    }
}
