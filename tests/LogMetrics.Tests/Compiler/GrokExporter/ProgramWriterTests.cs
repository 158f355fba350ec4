using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using LogMetrics.Compiler;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.GrokExporter;
using LogMetrics.Compiler.GrokExporter.Configuration;
using LogMetrics.Compiler.GrokExporter.Writing;
using LogMetrics.Runtime;
using LogMetrics.Runtime.Execution;
using LogMetrics.Runtime.Exposition;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Tests.Runtime.Execution;
using LogMetrics.Tests.Tidy;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogMetrics.Tests.Compiler.GrokExporter;

public sealed class ProgramWriterTests
{
    const string Folder = "tests/LogMetrics.Tests/Compiler/GrokExporter";

    const string AllKinds = """
        global:
          config_version: 3
        grok_patterns:
          - 'UNUSED x'
          - 'PAIR %{WORD:name}=%{VALUE:value}'
          - 'VALUE [^ /]+'
        metrics:
          - {type: counter, name: lines_total, help: 'Lines "all".', match: '.'}
          - {type: counter, name: sum_total, help: S., match: '%{PAIR}', value: '{{.value}}', labels: {name: 'x/{{.name}}'}}
          - {type: gauge, name: last, help: L., match: '/%{PAIR}/', value: '{{divide .value 4}}', labels: {name: '{{.name}}'}}
          - {type: gauge, name: ups, help: U., match: 'up', value: '1', cumulative: true, labels: {file: '{{base .logfile}}'}, path: '/var/log/*.log'}
          - {type: histogram, name: sizes, help: H., match: 'n=%{NUMBER:n}', value: '{{multiply .n 2}}', buckets: [1, 10], labels: {n: '{{.n}}'}}
          - type: counter
            name: users_total
            help: U.
            match: 'login %{WORD:user}'
            labels: {user: '{{.user}}'}
            delete_match: 'logout %{WORD:user}'
            delete_labels: {user: '{{.user}}'}
            retention: 1h
          - {type: summary, name: times, help: T., match: 'n=%{NUMBER:n:foo}', value: '{{.n}}', quantiles: {0.9: 0.01, 0.5: 0.05}, max_age: 1m30s}
          - {type: summary, name: by_name, help: B., match: '%{PAIR}', value: '{{.value}}', labels: {name: '{{gsub .name "[ab]" "<\"/>"}}'}}
          - {type: counter, name: codes_total, help: C., match: 'n=%{INT:n:int}$', labels: {n: '{{gsub .n "0+$" ""}}', m: '{{.n}}'}}
        """;

    static readonly string[] Lines =
    [
        "a=1", "a=2.5", "a=-3", "a=x", "/b=8/", "/b=no/", "up", "n=3", "n=3", "n=7.5", "n=0070", "n=x", "login x", "login y", "logout x", "", "nothing",
    ];

    [Fact]
    public void A_written_program_counts_what_the_configuration_does()
    {
        var source = new NamedSource("/var/log/app.log");
        byte[][] lines = [.. Lines.Select(Encoding.UTF8.GetBytes)];
        string program = Write(AllKinds, out ImmutableArray<Diagnostic> findings);
        Assert.Empty(findings);
        AssertSame(AllKinds, program, source, lines);
        Assert.DoesNotContain("UNUSED", program, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exim.yml", "exim-rejected.log")]
    [InlineData("auth.yml", "auth.log")]
    public void An_example_that_is_written_as_a_program_counts_the_same(string configuration, string log)
    {
        string text = Repository.Read($"examples/grok_exporter/{configuration}");
        byte[][] lines = [.. Repository.Read($"examples/logs/{log}").Split('\n').Select(Encoding.UTF8.GetBytes)];
        AssertSame(text, Write(text, out _), new NamedSource($"/var/log/{log}"), lines);
    }

    public static TheoryData<string> Conversions => [.. GoldenCase.Names($"{Folder}/Conversions", ".yml")];

    public static TheoryData<string> Accepted =>
    [
        .. new[] { $"{Folder}/Conversions", $"{Folder}/Cases", $"{Folder}/Pairs", "tests/LogMetrics.Tests/Compiler/Diagnostics/Cases", "examples/grok_exporter" }
            .SelectMany(folder => GoldenCase.Names(folder, ".yml").Select(name => $"{folder}/{name}"))
            .Where(path => !path.EndsWith("LM4055_left_out.yml", StringComparison.Ordinal) && IsAccepted(path)),
    ];

    [Theory]
    [MemberData(nameof(Conversions))]
    public void A_configuration_is_written_as_this_program(string name)
    {
        GoldenCase golden = GoldenCase.Read($"{Folder}/Conversions", name);
        string program = Write(golden.Program, out ImmutableArray<Diagnostic> findings);
        Assert.Empty(findings);
        golden.Check(program);
    }

    /// <summary>Every configuration of the tests and the examples, over the lines that it names, those of all others, and lines
    /// that are put together of their pieces.</summary>
    [Theory]
    [MemberData(nameof(Accepted))]
    public void A_configuration_and_its_program_expose_the_same(string path)
    {
        string configuration = ProgramOf(path);
        string program = Write(configuration, out ImmutableArray<Diagnostic> findings);
        Assert.All(findings, finding => Assert.Contains(" is left out: ", finding.Message, StringComparison.Ordinal));
        byte[][] lines = [.. AllLines().Select(Encoding.UTF8.GetBytes)];
        AssertSame(configuration, program, new NamedSource("/var/log/app.log"), lines);
    }

    [Fact]
    public void What_programs_have_no_words_for_is_left_out_and_said()
    {
        GoldenCase golden = GoldenCase.Read("tests/LogMetrics.Tests/Compiler/Diagnostics/Cases", "LM4055_left_out.yml");
        string program = Write(golden.Program, out ImmutableArray<Diagnostic> findings);
        golden.Check(DiagnosticPrinter.Print(findings) + program);
    }

    static bool IsAccepted(string path) =>
        ProgramCompiler.Compile(new SourceText("p.yml", ProgramOf(path)), CompileOptions.Default).Program is not null;

    static string ProgramOf(string path) =>
        GoldenCase.Read(Path.GetDirectoryName(path)!, Path.GetFileName(path)).Program;

    static IEnumerable<string> AllLines()
    {
        const string Mark = "# line: ";
        string[] named =
        [
            .. Lines,
            .. GoldenCase.Names($"{Folder}/Conversions", ".yml")
                .SelectMany(name => Repository.Read($"{Folder}/Conversions/{name}").Split('\n'))
                .Where(line => line.StartsWith(Mark, StringComparison.Ordinal))
                .Select(line => line[Mark.Length..]),
            "x", "(x", "bytes=12", "bytes=-3", "val=1.5", "val=abc", "size=7", "a=12 b=x", "a=0.5 b=", "INFO user=ann ms=12", "ERROR user=bob ms=7.5",
            "logout user=ann", "rejected RCPT <a@b>: relay not permitted", "order 17 paid 9.90",
            .. Repository.Read("examples/logs/access.log").Split('\n').Take(50),
            .. Repository.Read("examples/logs/auth.log").Split('\n').Take(200),
            .. Repository.Read("examples/logs/exim-rejected.log").Split('\n').Take(50),
        ];
        var random = new Random(4055);
        string[] pieces = [.. named.SelectMany(line => line.Split(' ')).Distinct()];
        IEnumerable<string> mixed = Enumerable.Range(0, 500).Select(_ =>
        {
            string[] words = named[random.Next(named.Length)].Split(' ');
            words[random.Next(words.Length)] = pieces[random.Next(pieces.Length)];
            return string.Join(' ', words);
        });
        return named.Concat(mixed);
    }

    static void AssertSame(string configuration, string program, LineSource? source, byte[][] lines)
    {
        IEnumerable<string> expected = Run("p.yml", configuration, source, lines);
        Assert.Equal(expected, Run("p.mtail", program, source, lines));
    }

    static IEnumerable<string> Run(string name, string text, LineSource? source, byte[][] lines)
    {
        RunningProgram running = RunningProgram.Load(ExecutionOptions.Default, Limits.Default, NullLogger.Instance);
        running.Reload(RunningProgram.Compile(name, text));
        running.Feed(source, lines);
        var exposed = new ArrayBufferWriter<byte>();
        PrometheusText.Write(running.Store.Snapshot(), ExpositionOptions.Default, exposed);
        return Encoding.UTF8.GetString(exposed.WrittenSpan).Split('\n').Order(StringComparer.Ordinal);
    }

    static string Write(string text, out ImmutableArray<Diagnostic> findings)
    {
        GrokExporterFrontEnd.Compile(new SourceText("p.yml", text), CompileOptions.Default, out GrokExporterConfiguration? configuration);
        Assert.NotNull(configuration);
        return ProgramWriter.Write(configuration, CompileOptions.Default, out findings);
    }
}
