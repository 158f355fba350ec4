using System.Text.Json;
using LogMetrics.Compiler;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Patterns;
using LogMetrics.Regex;
using LogMetrics.Tests.Tidy;

namespace LogMetrics.Tests.Compiler.Patterns;

/// <summary>The built-in library against its lists of names and its lines. A failure names every definition that is wrong,
/// so that whoever writes definitions sees all at once.</summary>
public sealed class GrokLibraryTests
{
    static readonly string[] Sets = ["legacy", "ecs-v1"];
    static readonly string[] Folders = ["common", .. Sets];

    [Fact]
    public void Every_line_of_the_files_is_a_definition_or_a_comment()
    {
        var diagnostics = new DiagnosticBag();
        foreach (SourceText file in Folders.SelectMany(BuiltInDefinitions.Files))
        {
            LibraryFile.Read(file, diagnostics);
        }

        Assert.Equal("", DiagnosticPrinter.Print(diagnostics.ToSorted()));
    }

    [Theory]
    [InlineData("/a/ {\n}\n", false)]
    [InlineData("/%{WORD}/ {\n}\n", true)]
    public void Definitions_are_read_when_a_pattern_refers_to_one(string program, bool refers)
    {
        bool isRead = false;
        var library = new GrokLibrary(() =>
        {
            isRead = true;
            return [];
        });

        ProgramCompiler.Compile(new SourceText("p", program), CompileOptions.Default with { Grok = library });

        Assert.Equal(refers, isRead);
    }

    [Fact]
    public void A_folder_defines_a_name_once()
    {
        IEnumerable<string> twice = Folders.SelectMany(folder => BuiltInDefinitions.Files(folder)
            .SelectMany(file => LibraryFile.Read(file, new DiagnosticBag()))
            .GroupBy(definition => definition.Name)
            .Where(definitions => definitions.Count() > 1)
            .Select(definitions => $"{folder}: {definitions.Key}"));
        NothingIn(twice);
    }

    [Theory]
    [InlineData("legacy")]
    [InlineData("ecs-v1")]
    public void Every_name_is_defined(string set) =>
        NothingIn(Names(set).Keys.Where(name => LibrarySet.Named(set).Library.Find(name) is null));

    [Theory]
    [InlineData("legacy")]
    [InlineData("ecs-v1")]
    public void Every_definition_compiles_on_the_linear_engine(string set)
    {
        LibrarySet library = LibrarySet.Named(set);
        NothingIn(library.Library.Definitions
            .OrderBy(definition => definition.NameSpan.ToString(), StringComparer.Ordinal)
            .Select(definition => WhyNot(library, definition))
            .OfType<string>());
    }

    [Theory]
    [InlineData("legacy")]
    [InlineData("ecs-v1")]
    public void Every_definition_captures_the_fields_of_its_name(string set)
    {
        LibrarySet library = LibrarySet.Named(set);
        Dictionary<string, string[]> names = Names(set);
        var wrong = new List<string>();
        foreach (string name in names.Keys.Where(name => library.Library.Find(name) is not null))
        {
            GrokDefinition definition = library.Library.Find(name)!;
            string[] actual = [.. FieldsOf(library, definition).Distinct().Order(StringComparer.Ordinal)];
            string[] expected = [.. names[name].Distinct().Order(StringComparer.Ordinal)];
            if (!expected.SequenceEqual(actual))
            {
                wrong.Add($"{definition.NameSpan} {name}: missing [{string.Join(' ', expected.Except(actual))}], "
                    + $"too many [{string.Join(' ', actual.Except(expected))}]");
            }
        }

        NothingIn(wrong);
    }

    [Theory]
    [InlineData("legacy")]
    [InlineData("ecs-v1")]
    public void Every_line_gives_its_fields(string set)
    {
        LibrarySet library = LibrarySet.Named(set);
        var wrong = new List<string>();
        foreach (LibraryCase example in Cases(set).Where(example => IsTestedIn(library, example)))
        {
            string expected = Show(example.Fields);
            string actual;
            try
            {
                actual = Show(library.Match(example.Name, example.Line));
            }
            catch (Exception exception) when (exception is RegexpParseException or InvalidDataException)
            {
                // Reported by the test that compiles.
                continue;
            }

            if (expected != actual)
            {
                wrong.Add($"{example.Place} {example.Name}: {example.Line}\n  expected:\n{expected}\n  actual:\n{actual}");
            }
        }

        NothingIn(wrong);
    }

    [Theory]
    [InlineData("legacy")]
    [InlineData("ecs-v1")]
    public void Every_field_of_a_definition_is_found_in_one_of_its_lines(string set)
    {
        LibrarySet library = LibrarySet.Named(set);
        ILookup<string, LibraryCase> cases = Cases(set).ToLookup(example => example.Name);
        NothingIn(library.Library.Definitions.SelectMany(definition =>
        {
            // What can match nothing, and does where nothing follows, shows its fields in what it is a part of.
            IEnumerable<LibraryCase> shown = MatchesEveryLine(library, definition.Name) ? Cases(set) : cases[definition.Name];
            HashSet<string> found = [.. shown.SelectMany(example => example.Fields ?? []).Select(field => field.Field)];
            return FieldsOf(library, definition)
                .Select(field => field.Split(':')[0])
                .Where(field => !found.Contains(field))
                .Select(field => $"{definition.Name} {field}");
        }));
    }

    [Fact]
    public void Parts_of_definitions_are_not_listed()
    {
        Assert.DoesNotContain(GrokLibrary.Legacy.Definitions, definition => definition.Name.StartsWith('_'));
        Assert.NotNull(GrokLibrary.Legacy.Find("_BRO_FLOW"));
    }

    [Fact]
    public void Every_case_is_of_a_name_that_its_folder_defines() =>
        NothingIn(Folders.SelectMany(LibraryCase.ReadFolder)
            .Where(example => Sets.All(set => LibrarySet.Named(set).Library.Find(example.Name) is null))
            .Select(example => $"{example.Place}: {example.Name}"));

    [Theory]
    [InlineData("legacy")]
    [InlineData("ecs-v1")]
    public void Every_definition_has_a_line_that_matches_and_one_that_does_not(string set)
    {
        ILookup<string, LibraryCase> cases = Cases(set).ToLookup(example => example.Name);
        NothingIn(Names(set).Keys.Where(name =>
            cases[name].All(example => example.Fields is null)
            || (cases[name].All(example => example.Fields is not null) && !MatchesEveryLine(LibrarySet.Named(set), name))));
    }

    [Theory]
    [InlineData("legacy")]
    [InlineData("ecs-v1")]
    public void The_list_of_names_is_the_one_everyone_uses(string set)
    {
        string path = Path.Combine(Repository.Root, "../shared/data/grok-names.json");
        Assert.SkipUnless(File.Exists(path), "the list of names is not beside the checkout");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        IEnumerable<string> expected = document.RootElement.GetProperty(set).EnumerateObject().Select(name =>
            string.Join(' ', [name.Name, .. name.Value.GetProperty("captures").EnumerateArray().Select(field => WithoutSlip(field.GetString()!))]));
        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            Names(set).Select(name => string.Join(' ', [name.Key, .. name.Value])).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_real_access_log_matches_but_for_the_line_that_is_cut_off()
    {
        string[] lines = File.ReadAllLines(Repository.PathOf("examples/logs/access.log"));
        Assert.Equal(10_000, lines.Length);
        foreach (string set in Sets)
        {
            int line = Assert.Single(
                Enumerable.Range(1, lines.Length), number => LibrarySet.Named(set).Match("COMBINEDAPACHELOG", lines[number - 1]) is null);

            // Its last field has no closing quotation mark.
            Assert.Equal(8899, line);
            Assert.EndsWith("bot.html", lines[line - 1], StringComparison.Ordinal);
        }
    }

    /// <summary>Whether their fields have names or not, such pieces of a row are gone through without looking back.</summary>
    [Theory]
    [InlineData("TIME")]
    [InlineData("HTTPDATE")]
    [InlineData("SYSLOGTIMESTAMP")]
    [InlineData("IPORHOST")]
    [InlineData("HTTPDUSER")]
    [InlineData("NUMBER")]
    [InlineData("QS")]
    [InlineData("URIPATHPARAM")]
    [InlineData("UUID")]
    public void A_piece_of_a_usual_line_ends_where_the_next_byte_shows_it(string name)
    {
        string text = LibrarySet.Legacy.Expand(name).Text;
        Assert.StartsWith("engine: straight", Regexp.Compile($"^x={text} y").Plan.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_large_pattern_needs_no_fallback_once_it_has_seen_some_lines()
    {
        var regexp = Regexp.Compile(LibrarySet.Legacy.Expand("COMBINEDAPACHELOG").Text);
        var slots = new int[2 * regexp.GroupCount];
        long before = 0;
        for (int i = 0; i < 600; i++)
        {
            before = i == 400 ? regexp.Plan.FallbackCount : before;
            string line = $"192.0.2.{i % 200} - - [17/May/2015:10:{i % 60:00}:{(i * 7) % 60:00} +0000] \"GET /a/b-{i * 31}/c.png?x={i} HTTP/1.1\" 200 {i * 97} "
                + $"\"http://presentations.example.com/kibana-search/{i}/logstash-2013/\" "
                + $"\"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_{i % 40}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/32.0.1700.{i} Safari/537.36\"";
            Assert.True(regexp.TryMatch(System.Text.Encoding.UTF8.GetBytes(line), slots));
        }

        Assert.Equal(before, regexp.Plan.FallbackCount);
    }

    static string? WhyNot(LibrarySet set, GrokDefinition definition)
    {
        try
        {
            set.Compile(definition.Name);
            return null;
        }
        catch (InvalidDataException exception)
        {
            return $"{definition.NameSpan} {definition.Name}: {exception.Message}";
        }
        catch (RegexpParseException exception)
        {
            PatternOrigin origin = set.Expand(definition.Name).Locate(exception.Offset, exception.Length);
            SourceSpan? place = origin.Definition?.Text.Locate(origin.Offset, origin.Length);
            return $"{definition.NameSpan} {definition.Name}: {place}: {exception.Message}";
        }
    }

    // The fields of a part are those of the definition that it is a part of.
    static IEnumerable<string> FieldsOf(LibrarySet set, GrokDefinition definition) =>
        PatternScanner.Parts(definition.Text.Text, definition.Dialect).SelectMany(part => part switch
        {
            { Kind: PatternPartKind.NamedGroup } => [part.Name!],
            { Reference: { Field: { } field, Type: null } } => [field],
            { Reference: { Field: { } field, Type: { } type } } => [$"{field}:{type}"],
            { Reference: { Name: { } name } } when set.Library.Find(name) is { IsPart: true } inner => FieldsOf(set, inner),
            _ => Array.Empty<string>(),
        });

    static Dictionary<string, string[]> Names(string set) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Compiler/Patterns/Library/names.txt"))
            .Select(line => line.Split(' '))
            .Where(words => words[0] == set)
            .ToDictionary(words => words[1], words => words[2..]);

    // Where the common definition is replaced, its lines may be, too.
    static IEnumerable<LibraryCase> Cases(string set) =>
        LibraryCase.ReadFolder("common").Concat(LibraryCase.ReadFolder(set));

    static bool IsTestedIn(LibrarySet set, LibraryCase example) =>
        set.Library.Find(example.Name) is not null;

    static bool MatchesEveryLine(LibrarySet set, string name) =>
        set.Library.Find(name) is not null && set.Match(name, "") is not null;

    // Two of the well-known names have a question mark in a field by mistake; it never is part of the field.
    static string WithoutSlip(string field) => field.Replace("?", "", StringComparison.Ordinal);

    // Fields stand in any order; those of one name in the order of the line.
    static string Show(IEnumerable<(string Field, string Value)>? fields) =>
        fields is null
            ? "    (no match)"
            : string.Join('\n', fields.OrderBy(field => field.Field, StringComparer.Ordinal).Select(field => $"    {field.Field}: {field.Value}"));

    static void NothingIn(IEnumerable<string> wrong)
    {
        string[] all = [.. wrong];
        Assert.True(all.Length == 0, $"{all.Length} wrong:\n{string.Join('\n', all)}");
    }
}
