using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Language.Parsing;
using LogMetrics.Compiler.Language.Syntax;
using LogMetrics.Tests.Regex;

namespace LogMetrics.Tests.Compiler.Language;

/// <summary>How operators group and where statements end. In the cases <c>⏎</c> is a new line, and <c>&lt;a + b></c> is a
/// calculation.</summary>
public sealed class SyntaxShapeTests
{
    public static TheoryData<string, string> Cases =>
        [.. CaseFile.Lines("Compiler/Language/shapes.cases")
            .Select(line => line.Split(" ⇶ "))
            .Select(parts => (parts[0], parts[1]))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_text_has_this_shape(string text, string shape)
    {
        var diagnostics = new DiagnosticBag();
        ProgramSyntax syntax = SyntaxBuilder.Parse(new SourceText("p.mtail", text.Replace('⏎', '\n')), 100, diagnostics);
        Assert.Empty(diagnostics.ToSorted().Select(DiagnosticPrinter.Line));
        Assert.Equal(shape, syntax.ToString().Replace('\n', '⏎'));
    }
}
