using LogMetrics.Compiler;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Tests.Tidy;

namespace LogMetrics.Tests.Programs;

/// <summary>The programs that documents show compile as they stand.</summary>
public class GuideTests
{
    public static TheoryData<string, string> Examples
    {
        get
        {
            var examples = new TheoryData<string, string>();
            foreach (string document in Repository.Files(".", "*.md"))
            {
                string[] parts = Repository.Read(document).Split("```mtail\n");
                for (int i = 1; i < parts.Length; i++)
                {
                    examples.Add($"{document}, example {i}", parts[i][..parts[i].IndexOf("```", StringComparison.Ordinal)]);
                }
            }

            return examples;
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_compiles(string place, string text)
    {
        CompileResult result = ProgramCompiler.Compile(new SourceText(place, text), CompileOptions.Default);
        Assert.Empty(result.Diagnostics.Select(found => $"{found.Span}: {found.Message}"));
    }
}
