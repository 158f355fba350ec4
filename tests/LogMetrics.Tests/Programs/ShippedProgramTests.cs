using LogMetrics.Compiler;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Programs;
using LogMetrics.Tests.Runtime.Execution;
using LogMetrics.Tests.Tidy;

namespace LogMetrics.Tests.Programs;

/// <summary>Each shipped program over its sample log. The goldens were first written by mtail itself, but for
/// programs that use what only LogMetrics has.</summary>
public class ShippedProgramTests
{
    public static TheoryData<string> Names => [.. ShippedProgram.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_counts_what_its_golden_says(string name)
    {
        var program = new ShippedProgram(name);
        RunningProgram running = program.RunOver(program.LogPath);
        string actual = ShippedProgram.Exposition(running);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDENS") == "1")
        {
            File.WriteAllText(program.GoldenPath, actual);
        }

        Assert.Equal(File.ReadAllText(program.GoldenPath), actual);
        Assert.All(running.Statistics, statistics => Assert.Empty(statistics.ErrorMessages));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_compiles_without_a_warning_and_explains_its_metrics(string name)
    {
        var shipped = new ShippedProgram(name);
        CompileResult result = ProgramCompiler.Compile(new SourceText(shipped.FileName, shipped.Text), CompileOptions.Default);
        Assert.Empty(result.Diagnostics.Select(found => $"{found.Span}: {found.Message}"));
        IEnumerable<MetricDeclaration> exposed = result.Program!.Metrics.Where(metric => !metric.Hidden);
        Assert.All(exposed, metric => Assert.EndsWith(".", metric.Help));
        Assert.All(exposed.Where(metric => metric.Kind == MetricKind.Counter), metric => Assert.EndsWith("_total", metric.ExportedName));
    }

    [Fact]
    public void Every_program_has_a_log_and_a_golden_and_none_is_left_over()
    {
        IEnumerable<string> expected = ShippedProgram.Names.SelectMany(name => new[] { $"{name}.log", $"{name}.prom" });
        Assert.Equal(expected.Order(StringComparer.Ordinal), ShippedProgram.SampleNames.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_program_is_in_the_table_of_the_guide()
    {
        string guide = Repository.Read("programs/README.md");
        Assert.All(ShippedProgram.Names, name => Assert.Contains($"| [`{name}.mtail`]({name}.mtail) |", guide));
    }

    // Zones without a sign occur in real logs. Every part of the line has to arrive.
    [Fact]
    public void A_line_whose_zone_has_no_sign_is_counted()
    {
        RunningProgram running = RunningProgram.Load(new ShippedProgram("apache_common").Text)
            .Feed("""10.1.8.10 - - [07/Jul/2017:16:47:12 0000] "GET /ping HTTP/1.1" 200 68""");
        Assert.Contains(
            """http_requests_total{code="200",ip="10.1.8.10",method="GET",path="/ping"} 1""",
            ShippedProgram.Exposition(running).Split('\n'));
    }

    [Theory]
    [InlineData("apache_common")]
    [InlineData("apache_combined")]
    [InlineData("httpd_red")]
    public void Every_line_of_the_real_access_log_is_a_request(string name)
    {
        RunningProgram running = new ShippedProgram(name).RunOver(Repository.PathOf("examples/logs/access.log"));
        long requests = ShippedProgram.Exposition(running).Split('\n')
            .Where(line => line.StartsWith("http_requests_total{", StringComparison.Ordinal))
            .Sum(line => long.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(10_000, requests);
    }
}
