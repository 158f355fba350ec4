using LogMetrics.Compiler;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Programs;
using LogMetrics.Tests.Tidy;

namespace LogMetrics.Tests.Compiler.GrokExporter;

/// <summary>Configurations beside what becomes of them.</summary>
public sealed class ConfigurationCaseTests
{
    const string Folder = "tests/LogMetrics.Tests/Compiler/GrokExporter";

    public static TheoryData<string> Cases => [.. GoldenCase.Names($"{Folder}/Cases", ".yml")];

    public static TheoryData<string> Mistakes => [.. GoldenCase.Names($"{Folder}/Mistakes", ".yml")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_configuration_becomes_this_program(string name)
    {
        GoldenCase golden = GoldenCase.Read($"{Folder}/Cases", name);
        CompileResult result = ProgramCompiler.Compile(new SourceText("config.yml", golden.Program), CompileOptions.Default);
        string printed = result.Program is { } program ? ProgramPrinter.Print(program) : "";
        golden.Check(DiagnosticPrinter.Print(result.Diagnostics) + printed);
    }

    /// <summary>The configuration of a working exporter with one thing changed: the answer names the line, the column, and what
    /// to do.</summary>
    [Theory]
    [MemberData(nameof(Mistakes))]
    public void One_mistake_is_one_finding_with_its_place_and_a_remedy(string name)
    {
        GoldenCase golden = GoldenCase.Read($"{Folder}/Mistakes", name);
        CompileResult result = ProgramCompiler.Compile(new SourceText("config.yml", golden.Program), CompileOptions.Default);
        golden.Check(DiagnosticPrinter.Print(result.Diagnostics));
        Diagnostic finding = Assert.Single(result.Diagnostics);
        Assert.NotNull(finding.Hint);
    }

    [Fact]
    public void The_same_metrics_in_both_front_ends_are_the_same_program()
    {
        string folder = Repository.PathOf($"{Folder}/Pairs");
        foreach (string path in Directory.EnumerateFiles(folder, "*.yml"))
        {
            string configuration = Print(path);
            string program = Print(Path.ChangeExtension(path, ".mtail"));

            // That an error in one metric costs the others nothing, rules say in one and `try` blocks in the other.
            Assert.Equal(Without("  try", program), Without("rule ", configuration));
        }
    }

    static string Without(string head, string printed) => string.Concat(printed.TrimEnd('\n').Split('\n')
        .Where(line => !line.StartsWith(head, StringComparison.Ordinal))
        .Select(line => line.TrimStart() + "\n"));

    static string Print(string path)
    {
        CompileResult result = ProgramCompiler.Compile(new SourceText(path, File.ReadAllText(path)), CompileOptions.Default);
        Assert.True(result.Program is not null, DiagnosticPrinter.Print(result.Diagnostics));
        return ProgramPrinter.Print(result.Program);
    }
}
