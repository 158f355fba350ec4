namespace LogMetrics.Tests.Tidy;

/// <summary>Inside an assembly nothing but this test holds which folder may know which. An arrow that is missing here needs
/// a reason in src/decisions first.</summary>
public class FolderDependencyTests
{
    // A folder that is not in the table, such as the root of an assembly, may know everything in its assembly.
    static readonly Dictionary<string, string[]> MayKnow = new()
    {
        ["LogMetrics.Regex.Syntax"] = [],
        ["LogMetrics.Regex.Literals"] = ["LogMetrics.Regex.Syntax"],
        ["LogMetrics.Regex.Automata"] = ["LogMetrics.Regex.Syntax", "LogMetrics.Regex.Literals"],
        ["LogMetrics.Regex.Sets"] = ["LogMetrics.Regex.Syntax", "LogMetrics.Regex.Literals", "LogMetrics.Regex.Automata"],
        ["LogMetrics.Regex.Backtracking"] = ["LogMetrics.Regex.Syntax"],
        ["LogMetrics.Regex.Straight"] = ["LogMetrics.Regex.Syntax", "LogMetrics.Regex.Automata"],

        ["LogMetrics.Compiler.Diagnostics"] = [],
        ["LogMetrics.Compiler.Programs"] = ["LogMetrics.Compiler.Diagnostics"],
        ["LogMetrics.Compiler.Patterns"] = ["LogMetrics.Compiler.Diagnostics", "LogMetrics.Compiler.Programs"],
        ["LogMetrics.Compiler.Language.Syntax"] = ["LogMetrics.Compiler.Diagnostics", "LogMetrics.Compiler.Programs"],
        ["LogMetrics.Compiler.Language.Grammar"] = [],
        ["LogMetrics.Compiler.Language.Parsing"] =
        [
            "LogMetrics.Compiler.Diagnostics", "LogMetrics.Compiler.Programs", "LogMetrics.Compiler.Language.Syntax",
            "LogMetrics.Compiler.Language.Grammar",
        ],
        ["LogMetrics.Compiler.Language.Binding"] =
        [
            "LogMetrics.Compiler.Diagnostics", "LogMetrics.Compiler.Patterns", "LogMetrics.Compiler.Programs",
            "LogMetrics.Compiler.Language.Syntax",

            // `gsub` and `template` are functions of the language, too.
            "LogMetrics.Compiler.GrokExporter.Templates",
        ],
        ["LogMetrics.Compiler.Language.Lowering"] =
        [
            "LogMetrics.Compiler.Diagnostics", "LogMetrics.Compiler.Programs", "LogMetrics.Compiler.Language.Syntax",
            "LogMetrics.Compiler.Language.Binding",
        ],

        ["LogMetrics.Compiler.GrokExporter.Configuration"] =
            ["LogMetrics.Compiler.Diagnostics", "LogMetrics.Compiler.Patterns", "LogMetrics.Compiler.Programs"],
        ["LogMetrics.Compiler.GrokExporter.Templates"] = ["LogMetrics.Compiler.Diagnostics", "LogMetrics.Compiler.Programs"],
        ["LogMetrics.Compiler.GrokExporter.Lowering"] =
        [
            "LogMetrics.Compiler.Diagnostics", "LogMetrics.Compiler.Patterns", "LogMetrics.Compiler.Programs",
            "LogMetrics.Compiler.GrokExporter.Configuration", "LogMetrics.Compiler.GrokExporter.Templates",
        ],

        ["LogMetrics.Compiler.GrokExporter.Writing"] =
        [
            "LogMetrics.Compiler.Diagnostics", "LogMetrics.Compiler.Patterns", "LogMetrics.Compiler.Programs",
            "LogMetrics.Compiler.GrokExporter.Configuration", "LogMetrics.Compiler.GrokExporter.Templates",
            "LogMetrics.Compiler.GrokExporter.Lowering",
        ],

        ["LogMetrics.Runtime.Lines"] = ["LogMetrics.Runtime.Inputs"],
        ["LogMetrics.Runtime.Inputs"] = ["LogMetrics.Runtime.Lines", "LogMetrics.Runtime.Telemetry"],
        ["LogMetrics.Runtime.Metrics"] = ["LogMetrics.Runtime.Telemetry"],
        ["LogMetrics.Runtime.Telemetry"] = [],
        ["LogMetrics.Runtime.State"] =
        [
            "LogMetrics.Runtime.Inputs", "LogMetrics.Runtime.Metrics", "LogMetrics.Runtime.Telemetry",
        ],
        ["LogMetrics.Runtime.Exposition"] = ["LogMetrics.Runtime.Metrics", "LogMetrics.Runtime.Telemetry"],
        ["LogMetrics.Runtime.Matching"] = ["LogMetrics.Runtime.Execution"],
        ["LogMetrics.Runtime.Execution"] =
        [
            "LogMetrics.Runtime.Inputs", "LogMetrics.Runtime.Matching", "LogMetrics.Runtime.Metrics",
            "LogMetrics.Runtime.Telemetry",
        ],

        ["LogMetrics.Configuration"] = [],
        ["LogMetrics.Hosting"] = ["LogMetrics.Configuration"],
        ["LogMetrics.Server"] = ["LogMetrics.Configuration", "LogMetrics.Hosting"],
        ["LogMetrics.Cli"] = ["LogMetrics.Configuration", "LogMetrics.Hosting", "LogMetrics.Server"],
    };

    // Only what an assembly may name of another one; the compiler holds the rest.
    static readonly Dictionary<string, string[]> Hidden = new()
    {
        ["LogMetrics.Runtime.Exposition"] = ["LogMetrics.Regex", "LogMetrics.Compiler.Language"],
        ["LogMetrics.Runtime.Inputs"] = ["LogMetrics.Compiler.Programs", "LogMetrics.Compiler.Language"],
        ["LogMetrics.Runtime.Metrics"] = ["LogMetrics.Regex", "LogMetrics.Compiler.Language"],
        ["LogMetrics.Runtime.Telemetry"] = ["LogMetrics.Regex", "LogMetrics.Compiler.Language"],
        ["LogMetrics.Runtime.Execution"] = ["LogMetrics.Compiler.Language"],
    };

    [Fact]
    public void A_folder_knows_only_the_folders_it_may_know()
    {
        var wrong = new List<string>();
        foreach (string file in Repository.Files("src", "*.cs"))
        {
            string folder = FolderOf(file);
            foreach (string used in UsingsOf(file))
            {
                if (!MayUse(folder, used))
                {
                    wrong.Add($"{file} uses {used}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Namespaces_are_folders()
    {
        var wrong = new List<string>();
        foreach (string file in Repository.Files("src", "*.cs"))
        {
            string expected = $"namespace {string.Join('.', file.Split('/')[1..^1])};";
            string[] declared = [.. File.ReadLines(Repository.PathOf(file)).Where(line => line.StartsWith("namespace ", StringComparison.Ordinal))];
            if (declared.Length > 0 && !declared.Contains(expected) && !file.Contains("/Generated/", StringComparison.Ordinal))
            {
                wrong.Add($"{file}: {declared[0]} (expected {expected})");
            }
        }

        Assert.Empty(wrong);
    }

    static bool MayUse(string folder, string used)
    {
        string? rule = RuleFor(folder);
        if (rule is null || IsInside(used, rule))
        {
            return true;
        }

        string assembly = AssemblyOf(used);
        bool isOwn = AssemblyOf(folder) == assembly;
        if (!isOwn)
        {
            return !Hidden.GetValueOrDefault(rule, []).Any(hidden => IsInside(used, hidden));
        }

        return used == assembly || MayKnow[rule].Any(known => IsInside(used, known));
    }

    static string? RuleFor(string folder) =>
        MayKnow.Keys.Where(rule => IsInside(folder, rule)).OrderByDescending(rule => rule.Length).FirstOrDefault();

    static bool IsInside(string name, string outer) =>
        name == outer || name.StartsWith(outer + ".", StringComparison.Ordinal);

    static string AssemblyOf(string name)
    {
        string[] parts = name.Split('.');
        return parts.Length > 1 && parts[1] is "Regex" or "Compiler" or "Runtime" ? $"{parts[0]}.{parts[1]}" : parts[0];
    }

    static string FolderOf(string file) => string.Join('.', file.Split('/')[1..^1]);

    static IEnumerable<string> UsingsOf(string file) =>
        File.ReadLines(Repository.PathOf(file))
            .Where(line => line.StartsWith("using LogMetrics.", StringComparison.Ordinal) && line.EndsWith(';'))
            .Select(line => line["using ".Length..^1]);
}
