using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LogMetrics.Tests.Runtime.Inputs;

namespace LogMetrics.Tests.Runtime.Execution;

// The real mtail says what is right. All cases go through one process of it: each line starts with the number of its case,
// and only the program of that case looks for it.
public sealed class MtailOracleTests
{
    const string Mtail = "/usr/bin/mtail";

    [Fact]
    public void Mtail_has_the_same_values_and_errors_for_every_expression()
    {
        ExpressionCase[] cases = [.. ExpressionCase.All.Where(given => given.IsComparable)];
        string[] programs = [.. cases.Select((given, i) => given.Program($"case{i}\\|"))];
        string[] lines = [.. cases.Select((given, i) => $"case{i}|{given.Line}")];
        (JsonElement metrics, string errors) = RunMtail(programs, lines);
        var wrong = new List<string>();
        for (int i = 0; i < cases.Length; i++)
        {
            string program = ProgramName(i);
            bool failed = errors.Contains($"{program}: Runtime error", StringComparison.Ordinal);
            string value = failed ? "error" : ValuesOf(metrics, program).SingleOrDefault("nothing");
            string expected = cases[i].IsError ? "error" : $"out[]={cases[i].Value}";
            if (value != expected)
            {
                wrong.Add($"{cases[i]}: {expected}, mtail {value}");
            }
        }

        Assert.Empty(wrong);
    }

    // mtail knows neither grok patterns, nor summaries, nor our additions.
    public static TheoryData<string> ProgramCases =>
    [
        .. ProgramCase.All.Where(given => IsMtails(given.Program)).Select(given => given.Title),
    ];

    static bool IsMtails(string program) =>
        !program.Contains("%{", StringComparison.Ordinal) && !program.StartsWith("summary ", StringComparison.Ordinal)
        && !program.StartsWith("# Ours.", StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(ProgramCases))]
    public void Mtail_keeps_the_same_metrics_and_counts_the_same_errors(string title)
    {
        ProgramCase given = ProgramCase.All.Single(given => given.Title == title);
        RunningProgram running = RunningProgram.Load(given.Program).Feed(given.Lines);
        (JsonElement metrics, string errors) = RunMtail([given.Program], given.Lines);
        Assert.Equal(
            running.Metrics.Select(WithoutTime).Order(StringComparer.Ordinal),
            ValuesOf(metrics, ProgramName(0)).Select(value => value.Replace("[]", "", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));
        Assert.Equal(errors.Split("Runtime error:").Length - 1, running.Statistics[0].Errors);
    }

    static string WithoutTime(string metric) => metric.Split('@')[0];

    static string ProgramName(int number) => string.Create(CultureInfo.InvariantCulture, $"c{number}.mtail");

    static IEnumerable<string> ValuesOf(JsonElement metrics, string program) =>
        from family in metrics.EnumerateObject()
        from metric in family.Value.EnumerateArray()
        where metric.GetProperty("Program").GetString() == program && metric.TryGetProperty("LabelValues", out _)
        from series in metric.GetProperty("LabelValues").EnumerateArray()
        let labels = series.TryGetProperty("Labels", out JsonElement names)
            ? string.Join(',', names.EnumerateArray().Select(label => label.GetString()))
            : ""
        select $"{family.Name}[{labels}]={Value(series.GetProperty("Value"))}";

    static string Value(JsonElement value) => value.TryGetProperty("Buckets", out _)
        ? $"{value.GetProperty("Count")}/{value.GetProperty("Sum")}"
        : value.GetProperty("Value").ToString();

    static (JsonElement Metrics, string Errors) RunMtail(string[] programs, string[] lines)
    {
        Assert.SkipUnless(File.Exists(Mtail), "mtail is not installed");
        using var directory = new TestDirectory();
        string log = directory["lines.log"];
        string progs = Directory.CreateDirectory(directory["progs"]).FullName;
        File.WriteAllText(log, string.Join('\n', lines) + "\n", new UTF8Encoding(false));
        for (int i = 0; i < programs.Length; i++)
        {
            File.WriteAllText(Path.Combine(progs, ProgramName(i)), programs[i], new UTF8Encoding(false));
        }

        var start = new ProcessStartInfo(Mtail)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                "--one_shot", "--logtostderr", "--port", "0", "--address", "127.0.0.1", "--progs", progs, "--logs", log,
            },
        };
        using Process mtail = Process.Start(start)!;
        Task<string> errors = mtail.StandardError.ReadToEndAsync();
        string output = mtail.StandardOutput.ReadToEnd();
        mtail.WaitForExit();
        return (JsonDocument.Parse(output).RootElement, errors.Result);
    }
}
