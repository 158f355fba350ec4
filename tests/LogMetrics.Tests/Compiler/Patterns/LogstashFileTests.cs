using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Patterns;

namespace LogMetrics.Tests.Compiler.Patterns;

public sealed class LogstashFileTests
{
    [Theory]
    [InlineData("NAME x+", "NAME", "x+")]
    [InlineData("NAME \t x+ ", "NAME", "x+ ")]
    [InlineData("  NAME x", "NAME", "x")]
    [InlineData("FOO-BAR x", "BAR", "x")]
    [InlineData("FOO-BAR-BAZ 1 A x", "BAZ", "1 A x")]
    [InlineData("A[0] x", "A[0]", "x")]
    [InlineData("NAME  ", "NAME", " ")]
    [InlineData("NAME x\r\n", "NAME", "x")]
    [InlineData("\uFEFFNAME x", "NAME", "x")]
    public void A_definition_is_the_first_word_before_a_blank_and_the_rest_of_the_line(string line, string name, string text)
    {
        var findings = new List<Diagnostic>();
        GrokDefinition definition = Assert.Single(LogstashFile.Read(new SourceText("f", line), findings));
        Assert.Empty(findings);
        Assert.Equal((name, text), (definition.Name, definition.Text.Text));
        Assert.Equal(name, definition.NameSpan.Text.ToString());
        Assert.Equal(GrokDialect.Oniguruma, definition.Dialect);
    }

    [Theory]
    [InlineData("ONLYNAME")]
    [InlineData("ONLYNAME ")]
    [InlineData("- x")]
    public void Another_line_is_an_error_at_its_place(string line)
    {
        var findings = new List<Diagnostic>();
        Assert.Empty(LogstashFile.Read(new SourceText("f", $"# comment\n\n{line}\n"), findings));
        Diagnostic finding = Assert.Single(findings);
        Assert.Equal($"'{line}' is not a valid pattern definition", finding.Message);
        Assert.Equal("f:3:1", finding.Span.ToString());
    }

    [Fact]
    public void A_line_that_is_too_long_is_an_error()
    {
        var findings = new List<Diagnostic>();
        LogstashFile.Read(new SourceText("f", "A " + new string('x', LogstashFile.MaxLineLength)), findings);
        Assert.Contains("at most 65536 are allowed", Assert.Single(findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_comment_above_a_definition_describes_it()
    {
        GrokDefinition[] definitions = [.. LogstashFile.Read(new SourceText("f", "# first\n# second\nA x\nB y\n"), [])];
        Assert.Equal(["second", null], definitions.Select(definition => definition.Description));
    }

    [Fact]
    public void The_later_definition_of_a_name_counts()
    {
        GrokLibrary library = GrokLibrary.Legacy.With(LogstashFile.Read(new SourceText("f", "IP x\nIP y\n"), []));
        Assert.Equal("y", library.Find("IP")!.Text.Text);
        Assert.Single(library.Definitions, definition => definition.Name == "IP");
        Assert.NotNull(library.Find("IPORHOST"));
        Assert.Null(library.Find("ip"));
    }
}
