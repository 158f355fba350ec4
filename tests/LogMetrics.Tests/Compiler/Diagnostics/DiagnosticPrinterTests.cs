using System.Buffers;
using System.Text;
using LogMetrics.Compiler.Diagnostics;

namespace LogMetrics.Tests.Compiler.Diagnostics;

public sealed class DiagnosticPrinterTests
{
    static readonly SourceText Source = new("nginx.mtail", "one\n\trequests_total[$staus]++\n");

    static Diagnostic At(int start, int length) =>
        new(DiagnosticCode.UnexpectedToken, DiagnosticSeverity.Error, new SourceSpan(Source, start, length), "a `fact`");

    [Fact]
    public void An_excerpt_marks_the_place_and_adds_hint_and_notes()
    {
        Diagnostic diagnostic = At(20, 6) with
        {
            Hint = "did you mean `$status`?",
            Notes = [new DiagnosticNote(new SourceSpan(Source, 0, 3), "this is first")],
        };
        Assert.Equal(
            "nginx.mtail:2:17: error LM1001: a `fact`\n"
            + "    2 | \trequests_total[$staus]++\n"
            + "      | \t               ^^^^^^\n"
            + "  hint: did you mean `$status`?\n"
            + "  note: nginx.mtail:1:1: this is first\n",
            DiagnosticPrinter.Excerpt(diagnostic));
    }

    [Theory]
    [InlineData(0, 0, "    1 | one\n      | ^\n")]
    [InlineData(3, 0, "    1 | one\n      |    ^\n")]
    [InlineData(1, 10, "    1 | one\n      |  ^^\n")]
    [InlineData(30, 0, "    3 | \n      | ^\n")]
    public void Empty_spans_and_spans_over_several_lines_are_marked_on_their_first_line(int start, int length, string excerpt) =>
        Assert.EndsWith("a `fact`\n" + excerpt, DiagnosticPrinter.Excerpt(At(start, length)), StringComparison.Ordinal);

    [Fact]
    public void A_long_line_is_shown_around_the_place()
    {
        var source = new SourceText("x", new string('a', 5000) + "!" + new string('b', 5000));
        var diagnostic = new Diagnostic(DiagnosticCode.UnexpectedToken, DiagnosticSeverity.Warning, new SourceSpan(source, 5000, 1), "m");
        string[] lines = DiagnosticPrinter.Excerpt(diagnostic).Split('\n');
        Assert.Equal("x:1:5001: warning LM1001: m", lines[0]);
        Assert.True(lines[1].Length < 200);
        Assert.Equal('!', lines[1][lines[2].IndexOf('^', StringComparison.Ordinal)]);
    }

    [Fact]
    public void Control_characters_do_not_reach_a_terminal()
    {
        var source = new SourceText("x", "a\u001b[31mb");
        var diagnostic = new Diagnostic(DiagnosticCode.UnexpectedToken, DiagnosticSeverity.Error, new SourceSpan(source, 0, 1), "\u001b");
        Assert.DoesNotContain('\u001b', DiagnosticPrinter.Excerpt(diagnostic));
    }

    [Fact]
    public void Json_has_places_from_one()
    {
        var output = new ArrayBufferWriter<byte>();
        DiagnosticPrinter.WriteJson([At(20, 6)], output);
        Assert.Equal(
            """
            [
              {
                "file": "nginx.mtail",
                "line": 2,
                "column": 17,
                "endLine": 2,
                "endColumn": 23,
                "severity": "error",
                "code": "LM1001",
                "message": "a `fact`"
              }
            ]
            """,
            Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void Many_findings_are_cut_with_their_number()
    {
        string text = DiagnosticPrinter.Print([.. Enumerable.Range(0, 25).Select(_ => At(0, 1))]);
        Assert.Equal(DiagnosticPrinter.MaxPrinted, text.Split("error LM1001").Length - 1);
        Assert.EndsWith("... and 5 more\n", text, StringComparison.Ordinal);
    }
}
