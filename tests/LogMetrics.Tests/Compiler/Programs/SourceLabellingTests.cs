using LogMetrics.Compiler;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Tests.Compiler.Programs;

public class SourceLabellingTests
{
    const string Text = """
        counter lines
        counter codes by pod, code
        histogram seconds by code buckets 1, 2
        gauge last by code
        /(?P<code>\d+) (?P<time>\d+)/ {
          lines++
          codes[getlabel("stream")][$code] += 2
          seconds[$code] = $time
          last[$code] = last[$code] + 1
          $code == "404" {
            del last[$code] after 1h
          }
        }
        """;

    [Fact]
    public void Every_series_gets_the_labels_that_its_metric_does_not_have()
    {
        MetricProgram program = Compile(CompileOptions.Default with { SourceLabels = ["pod", "namespace"] });
        string printed = ProgramPrinter.Print(program);

        Assert.Equal(
            ["pod,namespace", "pod,code,namespace", "code,pod,namespace", "code,pod,namespace"],
            program.Metrics.Select(metric => string.Join(',', metric.Keys)));
        Assert.Contains("lines[SourceLabel(\"pod\"), SourceLabel(\"namespace\")] += 1", printed, StringComparison.Ordinal);
        Assert.Contains("codes[SourceLabel(\"stream\"), ", printed, StringComparison.Ordinal);
        Assert.Contains(", SourceLabel(\"namespace\")] += 2", printed, StringComparison.Ordinal);

        // One of lines, one of seconds, three of last: what is set, what is read, what is deleted.
        Assert.Equal(5, printed.Split("SourceLabel(\"pod\"), SourceLabel(\"namespace\")]").Length - 1);
    }

    [Fact]
    public void Without_labels_a_program_stays_as_it_is()
    {
        MetricProgram program = Compile(CompileOptions.Default);
        Assert.Same(program, SourceLabelling.Add(program, []));
    }

    [Theory]
    [InlineData("counter getlabel\n/x/ { getlabel++ }")]
    [InlineData("counter c by p\n/x/ { c[getlabel(\"pod\")]++ }")]
    public void Getlabel_is_a_name_as_any_other_unless_it_is_called(string text) =>
        Assert.Empty(ProgramCompiler.Compile(new SourceText("p.mtail", text), CompileOptions.Default).Diagnostics);

    [Theory]
    [InlineData("getlabel(\"node\")")]
    [InlineData("getlabel($1)")]
    public void Getlabel_takes_a_name_that_there_is(string call)
    {
        CompileResult result = ProgramCompiler.Compile(
            new SourceText("p.mtail", $"counter c by p\n/(x)/ {{ c[{call}]++ }}"), CompileOptions.Default);
        Diagnostic wrong = Assert.Single(result.Diagnostics);
        Assert.Equal("argument 1 of `getlabel` is the name of something that is known of a line's source", wrong.Message);
        Assert.Equal(
            "write one of `\"pod\"`, `\"namespace\"`, `\"container\"`, `\"container_id\"`, `\"stream\"`", wrong.Hint);
    }

    static MetricProgram Compile(CompileOptions options)
    {
        CompileResult result = ProgramCompiler.Compile(new SourceText("p.mtail", Text), options);
        Assert.Empty(result.Diagnostics);
        return result.Program!;
    }
}
