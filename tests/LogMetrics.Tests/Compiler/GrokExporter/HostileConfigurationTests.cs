using LogMetrics.Compiler;
using LogMetrics.Compiler.Diagnostics;

namespace LogMetrics.Tests.Compiler.GrokExporter;

/// <summary>Whatever the text is, compiling ends with a program or with findings, and throws nothing.</summary>
public sealed class HostileConfigurationTests
{
    const string Folder = "tests/LogMetrics.Tests/Compiler/GrokExporter/Cases";

    public static TheoryData<string> Cases => [.. GoldenCase.Names(Folder, ".yml")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_configuration_that_ends_anywhere_or_has_other_characters_is_answered(string name)
    {
        string text = GoldenCase.Read(Folder, name).Program;
        var random = new Random(name.Length);
        for (int i = 0; i < 150; i++)
        {
            int at = random.Next(text.Length);
            Compile(text[..at]);
            Compile(text.Remove(at, Math.Min(1 + random.Next(4), text.Length - at)));
            Compile(text.Insert(at, "{}[]:-'\"&*!|>%@\t\n#\\\0\uD800\u00e4"[random.Next(22)].ToString()));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("---\n...\n")]
    [InlineData("[]")]
    [InlineData("global: {config_version: 3}")]
    [InlineData("global:\n  config_version: 3\nmetrics: [*a]")]
    [InlineData("global:\n  config_version: 3\nmetrics: &a [*a]")]
    [InlineData("global:\n  config_version: 3\n<<: 5\n? [a]\n: b\nmetrics: [{}, 5, [], ~]")]
    [InlineData("global: &g\n  config_version: 3\ninput: *g\nserver: *g\nimports: [*g]\nmetrics: [*g]")]
    public void An_odd_text_is_answered(string text) => Compile(text);

    [Fact]
    public void A_text_that_nests_without_end_is_answered()
    {
        Compile("global:\n  config_version: 3\nmetrics: " + new string('[', 10_000));
        string laughs = string.Concat(Enumerable.Range(1, 30).Select(i => $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}, *a{i - 1}]\n"));
        Compile("global:\n  config_version: 3\na0: &a0 x\n" + laughs + "metrics: *a30\ninput: {paths: *a30}");
    }

    static void Compile(string text)
    {
        CompileResult result = ProgramCompiler.Compile(new SourceText("config.yml", text), CompileOptions.Default);
        Assert.Equal(result.Program is null, result.Diagnostics.Any(found => found.Severity == DiagnosticSeverity.Error));
        _ = DiagnosticPrinter.Print(result.Diagnostics);
    }
}
