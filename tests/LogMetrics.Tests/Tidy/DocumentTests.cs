using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Tests.Tidy;

/// <summary>What documents say about the code is held to the code.</summary>
public class DocumentTests
{
    static IEnumerable<string> Documents => Repository.Files(".", "*.md");

    // A word in backticks that looks like the name of a type has to be one, or a file or folder of the sources.
    [Fact]
    public void Every_type_that_the_architecture_names_exists()
    {
        HashSet<string> known = [.. ProductTypes.All.Select(type => type.Name.Split('`')[0])];
        foreach (string file in Repository.Files("src", "*").Concat(Repository.Files("tests", "*.cs")))
        {
            known.UnionWith(file.Split('/', '.'));
        }

        IEnumerable<string> unknown = CodeWords(Repository.Read("src/ARCHITECTURE.md"))
            .Where(word => IsTypeName(word) && !known.Contains(word) && Type.GetType($"System.{word}") is null);
        Assert.Empty(unknown);
    }

    [Fact]
    public void Every_folder_of_the_sources_is_in_the_architecture()
    {
        string map = Repository.Read("src/ARCHITECTURE.md");
        IEnumerable<string> missing = Repository.Files("src", "*.cs")
            .Select(file => file.Split('/'))
            .Where(parts => parts.Length > 3)
            .Select(parts => parts[2])
            .Distinct()
            .Where(folder => !map.Contains($"`{folder}/", StringComparison.Ordinal));
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_diagnostic_has_a_row_in_the_reference()
    {
        string reference = Repository.Read("programs/README.md");
        IEnumerable<string> missing = Enum.GetValues<DiagnosticCode>()
            .Select(code => $"| LM{(int)code} |")
            .Where(row => !reference.Contains(row, StringComparison.Ordinal));
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_row_of_the_reference_is_a_diagnostic()
    {
        IEnumerable<int> rows = Repository.Read("programs/README.md").Split('\n')
            .Where(line => line.StartsWith("| LM", StringComparison.Ordinal))
            .Select(line => int.Parse(line.AsSpan(4, 4), System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(Enum.GetValues<DiagnosticCode>().Select(code => (int)code).Order(), rows.Order());
    }

    [Fact]
    public void Every_diagnostic_has_a_golden()
    {
        string[] cases = [.. Directory.EnumerateFiles(Repository.PathOf("tests/LogMetrics.Tests/Compiler/Diagnostics/Cases")).Select(path => Path.GetFileName(path))];
        IEnumerable<DiagnosticCode> missing = Enum.GetValues<DiagnosticCode>()
            .Where(code => !cases.Any(name => name.StartsWith($"LM{(int)code}_", StringComparison.Ordinal)));
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_run_time_error_has_a_row_in_the_reference()
    {
        string reference = Repository.Read("programs/README.md");
        IEnumerable<string> missing = Enum.GetNames<RuntimeErrorCode>()
            .Select(SnakeCase)
            .Where(reason => !reference.Contains($"| `{reason}` |", StringComparison.Ordinal));
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_own_metric_that_a_document_names_exists()
    {
        string sources = string.Concat(Repository.Files("src", "*.cs").Select(Repository.Read));
        IEnumerable<string> unknown = Documents
            .SelectMany(document => CodeWords(Repository.Read(document)))
            .Select(word => word.Split('{', '[', '=', '*')[0])
            .Where(word => word.StartsWith("logmetrics_", StringComparison.Ordinal) && word != "logmetrics_")
            .Where(word => !sources.Contains($"\"{word}\"", StringComparison.Ordinal));
        Assert.Empty(unknown);
    }

    [Fact]
    public void Links_between_documents_lead_somewhere()
    {
        var broken = new List<string>();
        foreach (string document in Documents)
        {
            string text = Repository.Read(document);
            foreach (string target in LinkTargets(text).Where(target => !target.Contains("://", StringComparison.Ordinal)))
            {
                string[] parts = target.Split('#', 2);
                string path = parts[0].Length == 0
                    ? Repository.PathOf(document)
                    : Path.Combine(Path.GetDirectoryName(Repository.PathOf(document))!, parts[0]);
                bool exists = File.Exists(path) || Directory.Exists(path);
                if (!exists || (parts.Length == 2 && !Anchors(File.ReadAllText(path)).Contains(parts[1])))
                {
                    broken.Add($"{document}: {target}");
                }
            }
        }

        Assert.Empty(broken);
    }

    static bool IsTypeName(string word) =>
        word.Length > 1 && char.IsAsciiLetterUpper(word[0]) && word.All(char.IsAsciiLetterOrDigit) && word.Any(char.IsAsciiLetterLower);

    static IEnumerable<string> CodeWords(string markdown)
    {
        string[] parts = markdown.Split('`');
        for (int i = 1; i < parts.Length; i += 2)
        {
            foreach (string word in parts[i].Split([' ', ',', '/', '.', '(', ')', '<', '>', '→'], StringSplitOptions.RemoveEmptyEntries))
            {
                yield return word;
            }
        }
    }

    static IEnumerable<string> LinkTargets(string markdown)
    {
        for (int at = markdown.IndexOf("](", StringComparison.Ordinal); at >= 0; at = markdown.IndexOf("](", at + 2, StringComparison.Ordinal))
        {
            int end = markdown.IndexOf(')', at);
            bool isInCode = markdown.AsSpan(0, at).Count('`') % 2 == 1;
            if (end > 0 && !isInCode)
            {
                yield return markdown[(at + 2)..end];
            }
        }
    }

    static HashSet<string> Anchors(string markdown) =>
    [
        .. markdown.Split('\n')
            .Where(line => line.StartsWith('#'))
            .Select(line => new string([.. line.TrimStart('#').Trim().ToLowerInvariant()
                .Where(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-' or '_')
                .Select(c => c == ' ' ? '-' : c)])),
    ];

    static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsAsciiLetterUpper(c) && i > 0 ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
