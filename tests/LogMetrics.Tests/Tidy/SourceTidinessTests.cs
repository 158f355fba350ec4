namespace LogMetrics.Tests.Tidy;

/// <summary>Words that sources and documents do not use, each with what to do instead.</summary>
public class SourceTidinessTests
{
    // Put together here, so that this file does not contain them.
    static readonly (string Word, string Instead)[] Banned =
    [
        ("NotImplemented" + "Exception", "implement it"),
        ("#reg" + "ion", "split the class"),
        ("DateTime" + ".Now", "take a TimeProvider"),
        ("FileSystem" + "Watcher(", "poll"),
        ("/wo" + "rk/", "no path of a machine"),
    ];

    static readonly string[] BannedEndings = ["Manager", "Helper", "Helpers", "Utils", "Utilities", "Service", "Common"];

    static IEnumerable<string> Texts =>
        new[] { "*.cs", "*.md", "*.yaml", "*.yml", "*.mtail", "*.csproj", "*.props", "*.g4", "*.sh" }
            .SelectMany(pattern => Repository.Files(".", pattern))
            .Append(".ci/run")
            .Append("Dockerfile");

    [Fact]
    public void Nothing_uses_a_banned_word()
    {
        var found = new List<string>();
        foreach (string file in Texts)
        {
            string text = Repository.Read(file);
            found.AddRange(Banned
                .Where(banned => text.Contains(banned.Word, StringComparison.Ordinal))
                .Select(banned => $"{file}: `{banned.Word}`; instead: {banned.Instead}"));
        }

        Assert.Empty(found);
    }

    // These two delete them when the test ends, however it does.
    [Fact]
    public void Tests_take_temporary_folders_from_one_type_each()
    {
        string[] ways = ["CreateTemp" + "Subdirectory", "GetTemp" + "Path", "GetTemp" + "FileName"];
        IEnumerable<string> found = Repository.Files("tests", "*.cs")
            .Where(file => Path.GetFileName(file) is not ("TestDirectory.cs" or "Workspace.cs"))
            .Where(file => ways.Any(Repository.Read(file).Contains));
        Assert.Empty(found);
    }

    [Fact]
    public void What_is_left_to_do_names_an_issue()
    {
        const string Mark = "TO" + "DO";
        var found = new List<string>();
        foreach (string file in Texts)
        {
            int number = 0;
            foreach (string line in File.ReadLines(Repository.PathOf(file)))
            {
                number++;
                int at = line.IndexOf(Mark, StringComparison.Ordinal);
                if (at >= 0 && !line.AsSpan(at + Mark.Length).StartsWith(" (#"))
                {
                    found.Add($"{file}:{number}: write `{Mark} (#issue): …`");
                }
            }
        }

        Assert.Empty(found);
    }

    [Fact]
    public void No_type_is_named_for_doing_everything()
    {
        IEnumerable<string> found = ProductTypes.All
            .Select(type => type.Name.Split('`')[0])
            .Where(name => BannedEndings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal)));
        Assert.Empty(found);
    }

    // Sizes are looked at in review: splitting a file by its length makes two bad files.
    [Fact]
    public void Large_files_are_reported()
    {
        var sizes = Repository.Files("src", "*.cs")
            .Where(file => !file.Contains("/Generated/", StringComparison.Ordinal))
            .Select(file => (File: file, Lines: File.ReadLines(Repository.PathOf(file)).Count()))
            .OrderByDescending(size => size.Lines)
            .ToList();
        Assert.NotEmpty(sizes);
        TestContext.Current.TestOutputHelper?.WriteLine($"{sizes.Count} files, median {sizes[sizes.Count / 2].Lines} lines");
        foreach ((string file, int lines) in sizes.TakeWhile(size => size.Lines > 300))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{lines,5} {file}");
        }
    }
}
