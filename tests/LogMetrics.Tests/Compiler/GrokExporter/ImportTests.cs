using System.Collections.Immutable;
using LogMetrics.Compiler;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.GrokExporter.Configuration;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Tests.Compiler.GrokExporter;

public sealed class ImportTests
{
    const string Text = """
        global:
          config_version: 3
        imports:
          - type: grok_patterns
            dir: patterns
          - type: metrics
            file: more/*.yml
            defaults:
              path: /var/log/default.log
              labels:
                file: '{{base .logfile}}'
                user: 'nobody'
              buckets: [1, 2]
              quantiles: {0.5: 0.05}
              retention: 1m
        grok_patterns:
          - 'LATER inline'
        metrics:
          - {type: counter, name: first_total, help: F., match: '%{NAME:user} %{LATER}'}
        """;

    const string Metrics = """
        - {type: counter, name: second_total, help: S., match: '%{NAME:user}', labels: {user: '{{.user}}'}}
        - {type: histogram, name: third, help: T., match: 'n=%{NUMBER:n}', value: '{{.n}}', path: /var/log/own.log}
        """;

    [Fact]
    public void Imported_metrics_follow_those_of_the_file_and_take_defaults_where_they_say_nothing()
    {
        CompileResult result = Compile(Text, Metrics);
        Assert.Empty(result.Diagnostics);
        ImmutableArray<MetricDeclaration> metrics = result.Program!.Metrics;
        Assert.Equal(["first_total", "second_total", "third"], metrics.Select(metric => metric.Name));
        Assert.Equal(["user", "file"], metrics[1].Keys);
        Assert.Equal([1.0, 2.0], metrics[2].Buckets);
        Assert.Equal((null, TimeSpan.FromMinutes(1)), (metrics[0].Retention, metrics[1].Retention));
        string printed = ProgramPrinter.Print(result.Program);
        Assert.Contains("(source in (\"/var/log/default.log\") and line =~ 1)", printed, StringComparison.Ordinal);
        Assert.Contains("(source in (\"/var/log/own.log\") and line =~ 2)", printed, StringComparison.Ordinal);
        Assert.Contains("[a-z]+", printed, StringComparison.Ordinal);
        Assert.Contains("inline", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_in_an_imported_file_is_found_there()
    {
        CompileResult result = Compile(Text, Metrics.Replace("{{.user}}", "{{.usr}}", StringComparison.Ordinal));
        Diagnostic finding = Assert.Single(result.Diagnostics);
        Assert.Equal(("more/a.yml", 1, DiagnosticCode.UnknownField), (finding.Span.Source.Path, finding.Span.Line, finding.Code));
    }

    [Fact]
    public void A_file_of_metrics_is_a_list()
    {
        Diagnostic finding = Assert.Single(Compile(Text, "metrics:\n" + Metrics).Diagnostics);
        Assert.Equal(("more/a.yml", DiagnosticCode.WrongSettingType), (finding.Span.Source.Path, finding.Code));
        Assert.NotNull(finding.Hint);
    }

    static CompileResult Compile(string text, string metrics)
    {
        CompileOptions options = CompileOptions.Default with
        {
            ReadImport = (path, isDirectory) => new ImportedFiles(
                isDirectory
                    ? [new SourceText($"{path}/a", "# names\nNAME [0-9]+\n"), new SourceText($"{path}/b", "NAME [a-z]+\nLATER file\n")]
                    : [new SourceText("more/a.yml", metrics)],
                null),
        };
        return ProgramCompiler.Compile(new SourceText("config.yml", text), options);
    }
}
