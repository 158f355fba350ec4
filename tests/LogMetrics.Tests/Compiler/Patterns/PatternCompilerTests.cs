using LogMetrics.Compiler;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Patterns;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Tests.Compiler.Patterns;

public sealed class PatternCompilerTests
{
    [Theory]
    [InlineData("a%{LOW:x}b", "a(?P<x>[a-z]+)b")]
    [InlineData("%{LOW}{2}", "(?:[a-z]+){2}")]
    [InlineData("%{PAIR:p:string}", "(?P<p>(?P<key>[a-z]+)=(?:\\d|x))")]
    [InlineData("%{LOW:x}%{LOW:x}", "(?P<x>[a-z]+)([a-z]+)")]
    [InlineData("%{LOW:x}(?P<x>1)", "([a-z]+)(?P<x>1)")]
    [InlineData("(?P<a>%{LOW:[b][c]})", "(?P<a>([a-z]+))")]
    [InlineData(@"\%{LOW} [%{LOW}] \Q%{LOW}\E", @"\%{LOW} [%{LOW}] \Q%{LOW}\E")]
    [InlineData("100%{2} %{2,} %{,2} %{ %{} %{a b} %{LOW", "100%{2} %{2,} %{,2} %{ %{} %{a b} %{LOW")]
    public void References_become_groups(string pattern, string expanded) =>
        Assert.Equal(expanded, Compile(pattern).Expanded.Text);

    [Fact]
    public void Groups_are_counted_where_they_stand_in_the_pattern()
    {
        CompiledPattern compiled = Compile("(1)%{PAIR}(?<[a][b]>2)%{LOW:low}");
        Assert.Equal(
            ["", "1", "key", "[a][b]1", "low"],
            compiled.Expanded.Groups.Select(group => group.Field?.Name + (group.IsWritten ? "1" : "")));
        Assert.Equal([null, null, "key", "[a][b]", "low"], compiled.FieldNames);
    }

    [Theory]
    [InlineData("<%{HEX:h}>", "<(?P<h>(?O:\\h+))>", "<c0ffee>")]
    [InlineData("<%{MIXED}>", "<(?:(?O:(?:x|y)(?P<low>(?-O:[a-z]+))\\h))>", "<yq1>")]
    [InlineData("<%{WORDS}>", "<(?:(?O:(?:(?:\\w)+ ?)++))>", "<é à>")]
    [InlineData("%{ENDS}", "(?:(?O:^b$))", "a\nb\nc")]
    [InlineData("<%{SLIP}>", "<(?:(?O:((?-O:[a-z]+))))>", "<q>")]
    public void Definitions_of_files_keep_their_own_syntax(string pattern, string expanded, string line)
    {
        const string File = "HEX \\h+\nMIXED (x|y)%{LOW:low}\\h\nWORDS ((\\w)+ ?)++\nENDS ^b$\nSLIP %{LOW:[user][name?]}\n";
        CompiledPattern compiled = Compile(pattern, LogstashFile.Read(new SourceText("f", File), []));
        Assert.Equal(expanded, compiled.Expanded.Text);
        Assert.True(compiled.Regexp.IsMatch(System.Text.Encoding.UTF8.GetBytes(line)));
    }

    // What Logstash skips or takes, and others do not.
    [Theory]
    [InlineData("A %{INT|%{WORD}", "a `}` is missing behind `INT`")]
    [InlineData("A %{INT - of a kind}", "only a field may stand behind the name: `%{INT}` or `%{INT:field}`")]
    [InlineData("A %{PAIR=\\d+}", "a definition inside of a reference is not read")]
    [InlineData("A %{INTT}", "did you mean `INT`?")]
    public void What_is_wrong_with_a_reference_has_a_remedy(string definition, string hint)
    {
        var findings = new List<Diagnostic>();
        GrokLibrary library = GrokLibrary.Legacy.With(LogstashFile.Read(new SourceText("f", definition), findings));
        Assert.Null(PatternCompiler.Compile(
            new SourceText("p", "%{A}"), GrokDialect.Native, CompileOptions.Default with { Grok = library }, findings));
        Assert.StartsWith(hint, Assert.Single(findings).Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[source][address]", "source_address")]
    [InlineData("[@metadata][cisco][x]", "metadata_cisco_x")]
    [InlineData("close-reason", "close_reason")]
    [InlineData("a.b", "a_b")]
    [InlineData("clientip", "clientip")]
    public void A_field_has_a_name_for_programs(string name, string flat) =>
        Assert.Equal(flat, new GrokField(name, GrokType.None).FlatName);

    [Theory]
    [InlineData("%{INT:x}", ValueKind.Int)]
    [InlineData("%{POSINT:x}", ValueKind.Int)]
    [InlineData("%{NUMBER:x}", ValueKind.Float)]
    [InlineData("%{BASE10NUM:x}", ValueKind.Float)]
    [InlineData("%{HOUR:x}", ValueKind.Int)]
    [InlineData("%{MONTHDAY:x}", ValueKind.Int)]
    [InlineData("%{YEAR:x}", ValueKind.Int)]
    [InlineData("%{SECOND:x}", ValueKind.String)]
    [InlineData("%{TIME:x}", ValueKind.String)]
    [InlineData("%{BASE16NUM:x}", ValueKind.String)]
    [InlineData("%{IPV4:x}", ValueKind.String)]
    [InlineData("%{IP:x}", ValueKind.String)]
    [InlineData("%{WORD:x}", ValueKind.String)]
    [InlineData("%{SPACE:x}", ValueKind.String)]
    [InlineData("%{RANGE:x}", ValueKind.String)]
    [InlineData("%{SIGNS:x}", ValueKind.String)]
    [InlineData("%{VERSION:x}", ValueKind.String)]
    [InlineData("%{MAYBE:x}", ValueKind.String)]
    [InlineData("%{DATA:x:int}", ValueKind.Int)]
    [InlineData("%{DATA:x:float}", ValueKind.Float)]
    [InlineData("%{INT:x:string}", ValueKind.String)]
    [InlineData(@"(?P<x>\d)", ValueKind.String)]
    public void A_field_has_the_type_that_is_given_or_fits_all_its_pattern_can_match(string pattern, ValueKind kind) =>
        Assert.Equal(kind, Compile(pattern).Kinds[1]);

    [Fact]
    public void A_mistake_inside_a_definition_is_shown_there_with_a_note_at_the_use()
    {
        Assert.Equal(
            """
            lib:4:13: error LM3001: this closing parenthesis has no opening one
                4 | OUTER <%{IN})>
                  |             ^
              hint: open the group with `(`, or write `\)` for the character
              note: p:1:3: the reference that leads to `OUTER`

            """,
            Findings("a %{OUTER:x} b", "# comment\n\nIN [0-9]+\nOUTER <%{IN})>\n"));
        Assert.Equal(
            """
            lib:2:4: error LM3102: no pattern is named `INN`
                2 | B <%{INN}>
                  |    ^^^^^^
              hint: define it: `grok INN /…/` in a program, `- 'INN …'` below `grok_patterns` in a configuration; or write `%\{` for the characters themselves
              note: p:1:1: the reference that leads to `B`

            """,
            Findings("%{A} b", "A %{B}\nB <%{INN}>\n"));
    }

    [Fact]
    public void Definitions_that_use_each_other_are_an_error_that_names_the_way() =>
        Assert.Contains("the pattern `B` uses itself: B → C → B", Findings("%{A}", "A %{B}\nB %{C}\nC %{B}\n"), StringComparison.Ordinal);

    [Fact]
    public void A_pattern_that_doubles_with_every_definition_is_stopped()
    {
        IEnumerable<string> lines = Enumerable.Range(1, 60).Select(i => $"D{i} %{{D{i - 1}}}%{{D{i - 1}}}\n");
        Assert.Contains(
            "with references put in, the pattern has more than 1048576 characters",
            Findings("%{D60}", "D0 x\n" + string.Concat(lines)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_that_is_reached_a_million_times_is_found_once()
    {
        string wrong = string.Concat(Enumerable.Range(0, 1000).Select(i => $"%{{MISSING{i}}}"));
        IEnumerable<string> lines = Enumerable.Range(1, 60).Select(i => $"D{i} %{{D{i - 1}}}%{{D{i - 1}}}\n");
        var clock = System.Diagnostics.Stopwatch.StartNew();
        string findings = Findings("%{D60}", $"D0 {wrong}\n" + string.Concat(lines));
        Assert.Contains("no pattern is named `MISSING7`", findings, StringComparison.Ordinal);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"{clock.Elapsed}");
    }

    static CompiledPattern Compile(string pattern, params IEnumerable<GrokDefinition> more)
    {
        var findings = new List<Diagnostic>();
        const string Own = "LOW [a-z]+\nPAIR %{LOW:key}=(\\d|x)\nRANGE [0-9]+-[0-9]+\nSIGNS [+-]+[0-9]+\nVERSION [0-9]+(?:\\.[0-9]+)*\nMAYBE [0-9]*\n";
        var options = CompileOptions.Default with
        {
            Grok = GrokLibrary.Legacy.With(LibraryFile.Read(new SourceText("own", Own), new DiagnosticBag())).With(more),
        };
        CompiledPattern? compiled = PatternCompiler.Compile(new SourceText("p", pattern), GrokDialect.Native, options, findings);
        Assert.Equal("", DiagnosticPrinter.Print(findings));
        return compiled!;
    }

    static string Findings(string pattern, string library)
    {
        var findings = new List<Diagnostic>();
        var options = CompileOptions.Default with
        {
            Grok = GrokLibrary.Empty.With(LibraryFile.Read(new SourceText("lib", library), new DiagnosticBag())),
        };
        Assert.Null(PatternCompiler.Compile(new SourceText("p", pattern), GrokDialect.Native, options, findings));
        return DiagnosticPrinter.Print(findings);
    }
}
