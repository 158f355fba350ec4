using LogMetrics.Compiler.Diagnostics;

namespace LogMetrics.Tests.Compiler.Diagnostics;

public sealed class SourceTextTests
{
    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(2, 1, 3)]
    [InlineData(3, 2, 1)]
    [InlineData(4, 3, 1)]
    [InlineData(6, 3, 3)]
    public void Offsets_become_lines_and_columns_from_one(int offset, int line, int column)
    {
        var text = new SourceText("p.mtail", "ab\n\ncd");
        Assert.Equal((line, column), (text.LineOf(offset), text.ColumnOf(offset)));
    }

    [Fact]
    public void A_line_comes_without_its_terminator()
    {
        var text = new SourceText("p.mtail", "ab\r\ncd");
        Assert.Equal(["ab", "cd"], [text.Line(1), text.Line(2)]);
    }
}
