using System.Security.Cryptography;

namespace LogMetrics.Tests.Tidy;

/// <summary>The generated parser is the one that the grammars give.</summary>
public class GrammarTests
{
    const string Folder = "src/LogMetrics.Compiler/Language/Grammar";

    public static TheoryData<string> Generated => [.. Repository.Files($"{Folder}/Generated", "*.cs")];

    [Theory]
    [MemberData(nameof(Generated))]
    public void Generated_code_carries_the_hash_of_the_grammars(string file)
    {
        byte[] grammars =
        [
            .. File.ReadAllBytes(Repository.PathOf($"{Folder}/LogMetricsLexer.g4")),
            .. File.ReadAllBytes(Repository.PathOf($"{Folder}/LogMetricsParser.g4")),
        ];
        string expected = $"// grammar sha256 {Convert.ToHexStringLower(SHA256.HashData(grammars))}";
        string actual = File.ReadLines(Repository.PathOf(file)).First();
        Assert.True(expected == actual, $"the grammar has changed since {file} was generated: run {Folder}/generate.sh");
    }
}
