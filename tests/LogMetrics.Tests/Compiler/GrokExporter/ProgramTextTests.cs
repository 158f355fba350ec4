using LogMetrics.Compiler;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.GrokExporter.Writing;
using LogMetrics.Tests.Tidy;

namespace LogMetrics.Tests.Compiler.GrokExporter;

public sealed class ProgramTextTests
{
    const string Folder = "src/LogMetrics.Compiler/Language/Grammar";

    [Fact]
    public void What_passes_for_a_name_is_one_wherever_a_program_says_it()
    {
        string lexer = Repository.Read($"{Folder}/LogMetricsLexer.g4") + Repository.Read($"{Folder}/LogMetricsLexerBase.cs");
        string[] words = [.. lexer.Split('\'', '"').Where(text => text.Length > 1 && text.All(c => char.IsAsciiLetterLower(c) || c == '_')).Distinct()];
        Assert.Contains("strptime", words);
        Assert.Contains("max_age", words);

        foreach (string word in words.Append("plain").Where(ProgramText.IsName))
        {
            string program = $"counter {word} by {word}\n/(?P<x>a)/ {{\n  {word}[$x]++\n  del {word}[$x]\n}}\n";
            CompileResult result = ProgramCompiler.Compile(new SourceText("p", program), CompileOptions.Default);
            Assert.True(result.Diagnostics.IsEmpty, $"{word}: {string.Join('\n', result.Diagnostics.Select(found => found.Message))}");
        }
    }
}
